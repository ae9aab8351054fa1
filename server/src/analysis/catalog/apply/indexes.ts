import type { AttachIndex, CreateIndex, DropIndex, IndexKey, RenameIndex } from '../../operation/index-operation';
import type { Index, ObjectId, StoredIndexKey } from '../catalog';
import { type CatalogDraft, put } from '../draft';
import { rename } from '../rename';
import { findIndex, indexesOf, objectId, partitionsOf, referencesTo, resolveRelation } from '../resolve';
import { storeExpression } from '../stored-expression';
import { addIndex } from './add-index';
import { dropForeignKey, dropIndex } from './drop';
import { relationExists } from './taken';

export function applyCreateIndex(draft: CatalogDraft, operation: CreateIndex): void {
  const relation = resolveRelation(draft, operation.table);
  if (relation?.kind !== 'table' && relation?.kind !== 'view') return;
  addIndex(draft, relation.id, {
    name: operation.name?.text ?? null,
    constraint: null,
    unique: operation.unique,
    method: operation.method,
    keys: operation.keys.map(storeKey),
    include: operation.include.map((column) => column.text),
    where: operation.where === null ? null : storeExpression(operation.where),
    nullsNotDistinct: operation.nullsNotDistinct,
    only: operation.only,
  });
}

/** An index that holds a constraint cannot be dropped by itself; only its constraint can. */
export function applyDropIndex(draft: CatalogDraft, operation: DropIndex): void {
  const found = findIndex(draft, operation.index);
  if (found === null || found.index.constraint !== null || found.index.partOf !== null) return;
  if (operation.cascade) dropReferencesThrough(draft, found.index);
  dropIndex(draft, found.id);
}

/** Foreign keys that rely on a unique index: they go with it when it is dropped with CASCADE. */
export function dropReferencesThrough(draft: CatalogDraft, index: Index): void {
  if (!index.unique || index.where !== null) return;
  const columns = index.keys.flatMap((key) => (key.type === 'column' ? [key.column] : []));
  const own = draft.tables.get(index.table);
  const references = referencesTo(draft, index.table).map(({ table, constraint }) => ({ table, constraint }));
  for (const constraint of own?.constraints ?? []) {
    if (constraint.type === 'foreign-key' && constraint.references === index.table) references.push({ table: index.table, constraint });
  }
  for (const { table, constraint } of references) {
    if (sameColumns(constraint.referencedColumns, columns)) dropForeignKey(draft, table, constraint);
  }
}

export function applyRenameIndex(draft: CatalogDraft, operation: RenameIndex): void {
  const found = findIndex(draft, operation.index);
  if (found !== null) renameIndex(draft, found.index, operation.to.text);
}

/** Renames an index together with the constraint that it holds. */
export function renameIndex(draft: CatalogDraft, index: Index, to: string): void {
  if (relationExists(draft, index.schema, to)) return;
  const from = index.constraint;
  const id = rename(draft, 'indexes', objectId(index.schema, index.name), { ...index, name: to, constraint: from === null ? null : to });
  const table = draft.tables.get(index.table);
  if (table === undefined || from === null) return;
  put(draft, 'tables', {
    ...table,
    constraints: table.constraints.map((constraint) =>
      'index' in constraint && constraint.name === from ? { ...constraint, name: to, index: id } : constraint,
    ),
  });
}

/** The parent's index is valid from the moment when every partition has its part of it. */
export function applyAttachIndex(draft: CatalogDraft, operation: AttachIndex): void {
  const parent = findIndex(draft, operation.index);
  const child = findIndex(draft, operation.child);
  if (parent === null || child === null) return;
  put(draft, 'indexes', { ...child.index, partOf: parent.id });
  validateWhenComplete(draft, parent.id);
}

function validateWhenComplete(draft: CatalogDraft, id: ObjectId): void {
  const index = draft.indexes.get(id);
  if (index === undefined || index.valid) return;
  const complete = partitionsOf(draft, index.table).every((partition) =>
    indexesOf(draft, partition).some((part) => part.partOf === id && part.valid),
  );
  if (!complete) return;
  put(draft, 'indexes', { ...index, valid: true });
  if (index.partOf !== null) validateWhenComplete(draft, index.partOf);
}

function storeKey(key: IndexKey): StoredIndexKey {
  const { descending, operatorClass } = key;
  return key.type === 'column'
    ? { type: 'column', column: key.column.text, descending, operatorClass }
    : { type: 'expression', expression: storeExpression(key.expression), descending, operatorClass };
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column));
}
