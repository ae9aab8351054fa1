import type { ObjectId } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { objectId } from '../references';
import { rename } from '../rename';
import { indexesOf, relationAt, sequencesOf } from '../resolve';

/** `SET SCHEMA` of a table: its indexes and the sequences that it owns go with it. */
export function moveTable(draft: CatalogDraft, id: ObjectId, schema: string): void {
  const table = draft.tables.get(id);
  if (table === undefined || relationAt(draft, objectId(schema, table.name)) !== null) return;
  for (const sequence of sequencesOf(draft, id)) moveSequence(draft, objectId(sequence.schema, sequence.name), schema);
  const indexes = indexesOf(draft, id).map((index) => objectId(index.schema, index.name));
  rename(draft, 'tables', id, { ...table, schema });
  for (const index of indexes) moveIndex(draft, index, schema);
}

function moveIndex(draft: CatalogDraft, id: ObjectId, schema: string): void {
  const index = draft.indexes.get(id);
  if (index === undefined) return;
  const moved = rename(draft, 'indexes', id, { ...index, schema });
  const table = draft.tables.get(index.table);
  if (table === undefined || index.constraint === null) return;
  const constraints = table.constraints.map((constraint) =>
    'index' in constraint && constraint.index === id ? { ...constraint, index: moved } : constraint,
  );
  put(draft, 'tables', { ...table, constraints });
}

export function moveView(draft: CatalogDraft, id: ObjectId, schema: string): void {
  const view = draft.views.get(id);
  if (view === undefined || relationAt(draft, objectId(schema, view.name)) !== null) return;
  const indexes = indexesOf(draft, id).map((index) => objectId(index.schema, index.name));
  rename(draft, 'views', id, { ...view, schema });
  for (const index of indexes) moveIndex(draft, index, schema);
}

export function moveSequence(draft: CatalogDraft, id: ObjectId, schema: string): void {
  const sequence = draft.sequences.get(id);
  if (sequence === undefined || relationAt(draft, objectId(schema, sequence.name)) !== null) return;
  rename(draft, 'sequences', id, { ...sequence, schema });
}

export function moveType(draft: CatalogDraft, id: ObjectId, schema: string): void {
  const type = draft.types.get(id);
  if (type !== undefined && !draft.types.has(objectId(schema, type.name))) rename(draft, 'types', id, { ...type, schema });
}

export function moveFunction(draft: CatalogDraft, id: ObjectId, schema: string): void {
  const found = draft.functions.get(id);
  if (found !== undefined && !draft.functions.has(objectId(schema, found.name))) rename(draft, 'functions', id, { ...found, schema });
}
