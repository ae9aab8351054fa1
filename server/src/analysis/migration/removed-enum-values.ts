import type { Catalog, ObjectId } from '../catalog/catalog';
import { resolveType } from '../catalog/column-type';
import { columnOf, findTable } from '../catalog/resolve';
import type { OperationOf } from '../operation/operation';
import type { OperationContext } from './migration';

/** The change of a column from one enum to another that lacks some of its values. */
export interface EnumChange {
  readonly table: ObjectId;
  readonly from: ObjectId;
  readonly to: ObjectId;
  /** Those that no earlier statement of the migration has moved away from the rows, nor the conversion itself. */
  readonly values: readonly string[];
}

/** What an operation removes from an enum, told at the first column that changes; null for every other operation. */
export function removedEnumValues(operation: OperationOf<'change-type'>, context: OperationContext): EnumChange | null {
  const change = enumChange(operation, context.beforeOperation);
  if (change === null || context.isNew(change.table) || isLaterOfSame(operation, change, context)) return null;
  const column = operation.column.text;
  return {
    ...change,
    values: isMapping(operation) ? [] : change.values.filter((value) => !isMovedAway(value, change.table, column, context)),
  };
}

function enumChange(operation: OperationOf<'change-type'>, catalog: Catalog): EnumChange | null {
  const found = findTable(catalog, operation.table);
  const from = found === null ? undefined : columnOf(found.table, operation.column.text)?.type.name;
  const to = resolveType(catalog, operation.type).name;
  const old = from === undefined ? undefined : catalog.types.get(from);
  const next = catalog.types.get(to);
  if (found === null || from === undefined || old?.type !== 'enum' || next?.type !== 'enum') return null;
  const removed = old.values.filter((value) => !next.values.includes(value));
  return removed.length === 0 ? null : { table: found.id, from, to, values: removed };
}

/** Whether a USING expression says what becomes of each value; a cast does not. */
export function isMapping({ using, column }: OperationOf<'change-type'>): boolean {
  return using !== null && using.castOfColumn !== column.text;
}

/** One removal is told once, at the first column that changes. */
function isLaterOfSame(operation: OperationOf<'change-type'>, change: EnumChange, context: OperationContext): boolean {
  const first = context.operations.find(({ operation: other, before }) => {
    const same = other.kind === 'change-type' ? enumChange(other, before) : null;
    return same !== null && same.from === change.from && same.to === change.to && !context.isNew(same.table);
  });
  return first !== undefined && first.operation !== operation;
}

/** Whether an earlier statement of the migration gives the rows that hold the value another one. */
function isMovedAway(value: string, table: ObjectId, column: string, context: OperationContext): boolean {
  return context.operationsOn(table).some(({ operation, statement }) => {
    if (statement.index >= context.statement.index) return false;
    if (operation.kind !== 'update-rows' && operation.kind !== 'delete-rows') return false;
    if (operation.kind === 'update-rows' && !operation.columns.some(({ text }) => text === column)) return false;
    if (operation.where === null) return true;
    return operation.where.comparisons.some(
      (comparison) => comparison.column === column && ['=', 'in'].includes(comparison.operator) && comparison.values.includes(value),
    );
  });
}
