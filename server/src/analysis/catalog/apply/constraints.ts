import type { AlterConstraint, DropConstraint, RenameConstraint, ValidateConstraint } from '../../operation/table';
import type { ObjectId, Table, TableConstraint } from '../catalog';
import { objectName } from '../default-names';
import { type CatalogDraft, put } from '../draft';
import { childrenOf, findTable, partitionsOf } from '../resolve';
import { dropNotNull } from './columns';
import { dropIndex } from './drop';
import { dropReferencesThrough, renameIndex } from './indexes';

export function applyDropConstraint(draft: CatalogDraft, operation: DropConstraint): void {
  const found = findTable(draft, operation.table);
  if (found === null) return;
  const name = operation.constraint.text;
  const constraint = constraintOf(found.table, name);
  if (constraint !== null) dropConstraint(draft, found.id, constraint, operation.cascade);
  else dropUnnamedNotNull(draft, found.id, found.table, name);
}

/** Drops a constraint with its index, and where it cascades with the foreign keys that rely on it: otherwise the server refuses to. */
function dropConstraint(draft: CatalogDraft, tableId: ObjectId, constraint: TableConstraint, cascade: boolean): void {
  switch (constraint.type) {
    case 'primary-key':
    case 'unique':
    case 'exclusion': {
      const index = draft.indexes.get(constraint.index);
      if (index === undefined || index.partOf !== null) return;
      if (cascade) dropReferencesThrough(draft, index);
      dropIndex(draft, constraint.index);
      return;
    }
    case 'not-null':
      dropNotNull(draft, tableId, constraint.column);
      return;
    case 'check':
      forget(draft, tableId, constraint.name);
      for (const child of childrenOf(draft, tableId)) dropInherited(draft, child, constraint, cascade);
      return;
    case 'foreign-key':
      forget(draft, tableId, constraint.name);
      for (const partition of partitionsOf(draft, tableId)) dropInherited(draft, partition, constraint, cascade);
  }
}

function dropInherited(draft: CatalogDraft, tableId: ObjectId, parent: TableConstraint, cascade: boolean): void {
  const table = draft.tables.get(tableId);
  const own = table === undefined ? null : constraintOf(table, parent.name);
  if (own !== null && own.type === parent.type) dropConstraint(draft, tableId, own, cascade);
}

function forget(draft: CatalogDraft, tableId: ObjectId, name: string): void {
  const table = draft.tables.get(tableId);
  if (table !== undefined) put(draft, 'tables', { ...table, constraints: table.constraints.filter((other) => other.name !== name) });
}

/** Since 18 every NOT NULL is a constraint; those written without a name are called `table_column_not_null`. */
function dropUnnamedNotNull(draft: CatalogDraft, tableId: ObjectId, table: Table, name: string): void {
  const column = table.columns.find((candidate) => candidate.notNull && objectName(table.name, candidate.name, 'not_null') === name);
  if (column !== undefined) dropNotNull(draft, tableId, column.name);
}

export function applyRenameConstraint(draft: CatalogDraft, operation: RenameConstraint): void {
  const found = findTable(draft, operation.table);
  const constraint = found === null ? null : constraintOf(found.table, operation.constraint.text);
  if (found === null || constraint === null) return;
  const to = operation.to.text;
  if ('index' in constraint) {
    const index = draft.indexes.get(constraint.index);
    if (index !== undefined) renameIndex(draft, index, to);
    return;
  }
  renameInTree(draft, found.id, constraint, to);
}

function renameInTree(draft: CatalogDraft, tableId: ObjectId, constraint: TableConstraint, to: string): void {
  changeInTree(draft, tableId, constraint, (own, table) => (constraintOf(table, to) === null ? { ...own, name: to } : own));
}

export function applyValidateConstraint(draft: CatalogDraft, operation: ValidateConstraint): void {
  const found = findTable(draft, operation.table);
  const constraint = found === null ? null : constraintOf(found.table, operation.constraint.text);
  if (found === null || constraint === null) return;
  changeInTree(draft, found.id, constraint, (own) => ('valid' in own ? { ...own, valid: true } : own));
}

export function applyAlterConstraint(draft: CatalogDraft, operation: AlterConstraint): void {
  const found = findTable(draft, operation.table);
  const constraint = found === null ? null : constraintOf(found.table, operation.constraint.text);
  const { enforced } = operation;
  if (found === null || constraint?.type !== 'foreign-key' || enforced === null) return;
  changeInTree(draft, found.id, constraint, (own) =>
    own.type === 'foreign-key' ? { ...own, enforced, valid: enforced ? own.valid || !own.enforced : false } : own,
  );
}

/** Changes a constraint of a table and the constraints of that name and kind below it. */
function changeInTree(
  draft: CatalogDraft,
  tableId: ObjectId,
  constraint: TableConstraint,
  change: (own: TableConstraint, table: Table) => TableConstraint,
): void {
  const table = draft.tables.get(tableId);
  const own = table === undefined ? null : constraintOf(table, constraint.name);
  if (table === undefined || own === null || own.type !== constraint.type) return;
  const changed = change(own, table);
  const constraints = table.constraints.map((other) => (other === own ? changed : other));
  const proven = changed.type === 'not-null' && changed.valid ? changed.column : null;
  const columns = table.columns.map((column) => (column.name === proven ? { ...column, notNull: true } : column));
  put(draft, 'tables', { ...table, columns, constraints });
  for (const child of childrenOf(draft, tableId)) changeInTree(draft, child, constraint, change);
}

function constraintOf(table: Table, name: string): TableConstraint | null {
  return table.constraints.find((constraint) => constraint.name === name) ?? null;
}
