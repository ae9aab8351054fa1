import type { AlterSequence, CreateSequence, DropSequence, RenameSequence } from '../../operation/object';
import type { Sequence } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { rename } from '../rename';
import { columnOf, findTable, objectId, type QualifiedName, resolveRelation, schemaForNew } from '../resolve';
import { dropSequence } from './drop';
import { freeRelationName, relationExists } from './taken';

export function applyCreateSequence(draft: CatalogDraft, operation: CreateSequence): void {
  const { name } = operation.sequence;
  const schema = schemaForNew(draft, operation.sequence.schema);
  if (relationExists(draft, schema, name)) return;
  put(draft, 'sequences', { schema, name, ownedBy: ownerOf(draft, operation.ownedBy) });
}

export function applyAlterSequence(draft: CatalogDraft, operation: AlterSequence): void {
  const found = findSequence(draft, operation.sequence);
  if (found === null || operation.change !== 'owned-by') return;
  put(draft, 'sequences', { ...found, ownedBy: ownerOf(draft, operation.ownedBy) });
}

export function applyDropSequence(draft: CatalogDraft, operation: DropSequence): void {
  const found = findSequence(draft, operation.sequence);
  if (found !== null) dropSequence(draft, objectId(found.schema, found.name), operation.cascade);
}

export function applyRenameSequence(draft: CatalogDraft, operation: RenameSequence): void {
  const found = findSequence(draft, operation.sequence);
  if (found !== null) renameSequence(draft, found, operation.to.text);
}

export function renameSequence(draft: CatalogDraft, sequence: Sequence, to: string): void {
  if (relationExists(draft, sequence.schema, to)) return;
  rename(draft, 'sequences', objectId(sequence.schema, sequence.name), { ...sequence, name: to });
}

/** The sequence behind a serial or identity column, under the name that the server chooses. */
export function createOwnedSequence(
  draft: CatalogDraft,
  table: { readonly schema: string; readonly name: string },
  column: string,
): Sequence {
  const { schema } = table;
  const name = freeRelationName(draft, schema, [table.name, column, 'seq']);
  const sequence: Sequence = { schema, name, ownedBy: { table: objectId(schema, table.name), column } };
  put(draft, 'sequences', sequence);
  return sequence;
}

function findSequence(draft: CatalogDraft, name: QualifiedName): Sequence | null {
  const relation = resolveRelation(draft, name);
  return relation?.kind === 'sequence' ? relation.sequence : null;
}

function ownerOf(draft: CatalogDraft, owner: CreateSequence['ownedBy']): Sequence['ownedBy'] {
  const found = owner === null ? null : findTable(draft, owner.table);
  return owner === null || found === null || columnOf(found.table, owner.column) === null
    ? null
    : { table: found.id, column: owner.column };
}
