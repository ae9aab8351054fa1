import type { ObjectId } from '../catalog/catalog';
import { serialTypeOf } from '../catalog/column-type';
import { indexesOf } from '../catalog/resolve';
import type { AddColumn } from '../operation/table';
import { dataChangeKinds } from './data-change';
import type { OperationContext, PlacedOperation } from './migration';

/** Whether the migration has added the column without any value, and changed no row of its table since: it is NULL everywhere. */
export function wasAddedEmpty(context: OperationContext, table: ObjectId, column: string): boolean {
  const added = addition(context, table, column);
  return added !== null && !getsValue(added.operation) && !isChangedSince(context, table, added);
}

/** Whether the migration has added the column with a value for each row that no other row has: a number or a random one. */
export function hasOwnValues(context: OperationContext, table: ObjectId, column: string): boolean {
  const added = addition(context, table, column);
  if (added === null || isChangedSince(context, table, added)) return false;
  const { identity, type, default: value } = added.operation.column;
  const numbered = identity !== null || (type !== null && serialTypeOf(type) !== null);
  return numbered || (value !== null && value.columns.length === 0 && added.effect.rewrites.includes(table) && value.functions.length > 0);
}

/** Whether a unique index on some of the columns holds, or held until this migration: then no two rows agree in all of them. */
export function isUniqueAlready(context: OperationContext, table: ObjectId, columns: readonly string[]): boolean {
  return [context.before, context.beforeOperation].some((catalog) =>
    indexesOf(catalog, table).some(
      (index) =>
        index.unique &&
        index.valid &&
        index.where === null &&
        index.keys.every((key) => key.type === 'column' && columns.includes(key.column)),
    ),
  );
}

interface Addition extends PlacedOperation {
  readonly operation: AddColumn;
}

/** Where the migration has added the column, up to the operation at hand and including it. */
function addition(context: OperationContext, table: ObjectId, column: string): Addition | null {
  for (const placed of context.operationsOfKind(table, 'add-column')) {
    const { operation, statement } = placed;
    if (statement.index > context.statement.index) break;
    if (operation.kind === 'add-column' && operation.column.name.text === column) return { ...placed, operation };
  }
  return null;
}

function getsValue({ column }: AddColumn): boolean {
  if (column.default !== null) return column.default.constant === null || column.default.constant.value !== null;
  return column.identity !== null || column.generated !== null || (column.type !== null && serialTypeOf(column.type) !== null);
}

function isChangedSince(context: OperationContext, table: ObjectId, added: Addition): boolean {
  return dataChangeKinds
    .flatMap((kind) => context.operationsOfKind(table, kind))
    .some(({ statement: { index } }) => index > added.statement.index && index < context.statement.index);
}
