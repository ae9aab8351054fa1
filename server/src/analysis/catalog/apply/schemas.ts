import type { DropSchema, RenameSchema } from '../../operation/object';
import type { CatalogDraft } from '../draft';
import { dropSequence, dropTable, dropView } from './drop';
import { dropFunction } from './functions';
import { moveFunction, moveSequence, moveTable, moveType, moveView } from './move';
import { dropType } from './types';

/** A schema that a statement names exists, whether or not the history has made it. */
export function addSchema(draft: CatalogDraft, schema: string): void {
  if (!draft.schemas.has(schema)) draft.schemas = new Set([...draft.schemas, schema]);
}

/** Without CASCADE the server refuses to drop a schema that holds anything. */
export function applyDropSchema(draft: CatalogDraft, operation: DropSchema): void {
  const schema = operation.schema.text;
  if (!draft.schemas.has(schema)) return;
  const maps = [draft.tables, draft.views, draft.sequences, draft.types, draft.functions];
  if (!operation.cascade && maps.some((map) => [...map.values()].some((object) => object.schema === schema))) return;
  for (const [id, view] of draft.views) if (view.schema === schema) dropView(draft, id, true);
  for (const [id, table] of draft.tables) if (table.schema === schema) dropTable(draft, id, true);
  for (const [id, sequence] of draft.sequences) if (sequence.schema === schema) dropSequence(draft, id, true);
  for (const [id, type] of draft.types) if (type.schema === schema) dropType(draft, id, true);
  for (const [id, found] of draft.functions) if (found.schema === schema) dropFunction(draft, id, true);
  draft.schemas = new Set([...draft.schemas].filter((other) => other !== schema));
}

export function applyRenameSchema(draft: CatalogDraft, operation: RenameSchema): void {
  const from = operation.schema.text;
  const to = operation.to.text;
  if (!draft.schemas.has(from) || draft.schemas.has(to)) return;
  draft.schemas = new Set([...draft.schemas].map((schema) => (schema === from ? to : schema)));
  for (const [id, { schema }] of draft.tables) if (schema === from) moveTable(draft, id, to);
  for (const [id, { schema }] of draft.views) if (schema === from) moveView(draft, id, to);
  for (const [id, { schema }] of draft.sequences) if (schema === from) moveSequence(draft, id, to);
  for (const [id, { schema }] of draft.types) if (schema === from) moveType(draft, id, to);
  for (const [id, { schema }] of draft.functions) if (schema === from) moveFunction(draft, id, to);
}
