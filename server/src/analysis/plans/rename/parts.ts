import type { Catalog, Index, ObjectId, TableConstraint } from '../../catalog/catalog';
import { findIndex, findTable } from '../../catalog/resolve';
import type { AnalysedStatement } from '../../migration/migration';
import type { Constraint } from '../../operation/constraint';
import type { Identifier, Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import type { Rename } from './rename';

/** An operation of a migration, with the position of its statement. */
export interface Part {
  readonly statement: number;
  readonly operation: Operation;
}

/** What a migration does because it takes a rename for a drop and something new: that, and what is made over the one and the other. */
export function partsOf(rename: Rename, statements: readonly AnalysedStatement[], after: Catalog): readonly Part[] {
  return statements.flatMap(({ index, operations, before }) =>
    operations
      .filter((operation) =>
        rename.kind === 'column' ? isOfColumn(operation, before, rename) : isOfTable(operation, before, after, rename),
      )
      .map((operation) => ({ statement: index, operation })),
  );
}

function isOfColumn(operation: Operation, before: Catalog, { table, from, to }: Rename & { readonly kind: 'column' }): boolean {
  const isTable = (name: Name): boolean => findTable(before, name)?.id === table;
  switch (operation.kind) {
    case 'drop-column':
      return isTable(operation.table) && operation.column.text === from;
    case 'add-column':
      return isTable(operation.table) && operation.column.name.text === to;
    case 'rename-column':
      return isTable(operation.table) && operation.column.text === from && operation.to.text === to;
    case 'drop-index':
      return isIndexOver(findIndex(before, operation.index)?.index, table, [from]);
    case 'rename-index':
      return isIndexOver(findIndex(before, operation.index)?.index, table, [from, to]);
    case 'create-index':
      return isTable(operation.table) && operation.keys.some((key) => key.type === 'column' && key.column.text === to);
    case 'drop-constraint': {
      const { own, constraint } = constraintOf(before, operation.table, operation.constraint);
      return constraint !== null && isOver(constraint, own === table ? from : null, table, from);
    }
    case 'rename-constraint': {
      const { own, constraint } = constraintOf(before, operation.table, operation.constraint);
      return own === table && constraint !== null && [from, to].some((column) => isOver(constraint, column, table, column));
    }
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
      return (isTable(operation.table) && holds(operation.constraint, to)) || isReferredTo(operation.constraint, isTable, to);
    default:
      return false;
  }
}

function isOfTable(operation: Operation, before: Catalog, after: Catalog, { from, to }: Rename & { readonly kind: 'table' }): boolean {
  const isOld = (name: Name): boolean => findTable(before, name)?.id === from;
  const isNew = (name: Name): boolean => findTable(before, name)?.id === to;
  switch (operation.kind) {
    case 'drop-table':
      return isOld(operation.table);
    case 'create-table':
      return findTable(after, operation.table)?.id === to;
    case 'drop-index':
      return findIndex(before, operation.index)?.index.table === from;
    case 'create-index':
      return isNew(operation.table);
    case 'drop-constraint': {
      const { own, constraint } = constraintOf(before, operation.table, operation.constraint);
      return own === from || (constraint?.type === 'foreign-key' && constraint.references === from);
    }
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
      return isNew(operation.table) || isReferredTo(operation.constraint, isNew, null);
    default:
      return false;
  }
}

function isIndexOver(index: Index | undefined, table: ObjectId, columns: readonly string[]): boolean {
  if (index?.table !== table) return false;
  const isOver = (column: string): boolean => columns.includes(column);
  return index.include.some(isOver) || index.keys.some((key) => key.type === 'column' && isOver(key.column));
}

function constraintOf(
  catalog: Catalog,
  name: Name,
  { text }: Identifier,
): { readonly own: ObjectId | null; readonly constraint: TableConstraint | null } {
  const found = findTable(catalog, name);
  return { own: found?.id ?? null, constraint: found?.table.constraints.find((one) => one.name === text) ?? null };
}

/** `own`: the column, where the constraint is one of its table. */
function isOver(constraint: TableConstraint, own: string | null, table: ObjectId, column: string): boolean {
  if (own !== null && 'columns' in constraint && constraint.columns.includes(own)) return true;
  return constraint.type === 'foreign-key' && constraint.references === table && constraint.referencedColumns.includes(column);
}

function holds(constraint: Constraint, column: string): boolean {
  return 'columns' in constraint && constraint.columns.some((one) => 'text' in one && one.text === column);
}

/** `column` null: whatever the columns are. */
function isReferredTo(constraint: Constraint, isTable: (name: Name) => boolean, column: string | null): boolean {
  if (constraint.type !== 'foreign-key' || !isTable(constraint.references)) return false;
  return column === null || constraint.referencedColumns.some(({ text }) => text === column);
}

/** The names of what an operation drops or makes, as a difference of catalogs has them: to find the operation again. */
export function madeOrDropped({ operation }: Part): string | null {
  switch (operation.kind) {
    case 'drop-index':
      return operation.index.name;
    case 'create-index':
      return operation.name?.text ?? null;
    case 'drop-constraint':
      return operation.constraint.text;
    case 'add-primary-key':
    case 'add-unique':
    case 'add-foreign-key':
      return operation.constraint.name?.text ?? null;
    default:
      return null;
  }
}

/** It does nothing, or more than it says. */
export function isCautious(operation: Operation): boolean {
  switch (operation.kind) {
    case 'drop-table':
      return operation.ifExists || operation.cascade || operation.together.length > 1;
    case 'drop-column':
      return operation.ifExists || operation.columnIfExists || operation.cascade;
    case 'add-column':
    case 'create-table':
      return operation.ifNotExists;
    default:
      return false;
  }
}
