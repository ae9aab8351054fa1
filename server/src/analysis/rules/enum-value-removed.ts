import type { Catalog, ObjectId } from '../catalog/catalog';
import { resolveType } from '../catalog/column-type';
import { columnOf, findTable } from '../catalog/resolve';
import type { Draft } from '../finding';
import type { OperationContext } from '../migration/migration';
import { isWarnedOf } from '../migration/prisma-comments';
import type { OperationOf } from '../operation/operation';
import { listed } from '../wording/wording';
import { operationRule } from './rule';

export const enumValueRemoved = operationRule({
  id: 'enum-value-removed',
  severity: 'error',
  summary: 'A column changes to an enum that lacks values of its old one.',
  help: 'Move the rows to another value in an earlier migration or backfill, then remove the value.',
  speaks: 'everywhere',
  on: ['change-type'],
  detect: (operation, context) => {
    const change = enumChange(operation, context.beforeOperation);
    if (change === null || context.isNew(change.table) || isLaterOfSame(operation, change, context)) return [];
    const column = operation.column.text;
    const isMapped = operation.using !== null && operation.using.castOfColumn !== column;
    const removed = change.removed.filter((value) => !isMapped && !isMovedAway(value, change.table, column, context));
    if (removed.length === 0) return isWarnedOf(context, `on the enum \`${enumName(change)}\``) ? [handled(change, column, context)] : [];
    return [
      {
        message: `Removing ${listed(removed.map((value) => context.names.value(change.from, value)))} from ${context.names.type(change.from)} fails while rows still hold it.`,
        help: `Move the rows of ${context.names.column(change.table, column)} to another value first, in an earlier migration or a backfill.`,
        relation: change.table,
        column,
      },
    ];
  },
});

/** Prisma warns of it all the same. */
function handled(change: EnumChange, column: string, { names }: OperationContext): Draft {
  return {
    severity: 'information',
    message: `The rows of ${names.column(change.table, column)} are moved before ${names.type(change.from)} loses values.`,
    help: 'Prisma warns of rows that still hold a removed value; this migration gives them another one first.',
    relation: change.table,
    column,
  };
}

function enumName({ from }: EnumChange): string {
  return from.slice(from.indexOf('.') + 1);
}

interface EnumChange {
  readonly table: ObjectId;
  readonly from: ObjectId;
  readonly to: ObjectId;
  readonly removed: readonly string[];
}

/** The change of a column from one enum to another that lacks some of its values; null for every other change. */
function enumChange(operation: OperationOf<'change-type'>, catalog: Catalog): EnumChange | null {
  const found = findTable(catalog, operation.table);
  const from = found === null ? undefined : columnOf(found.table, operation.column.text)?.type.name;
  const to = resolveType(catalog, operation.type).name;
  const old = from === undefined ? undefined : catalog.types.get(from);
  const next = catalog.types.get(to);
  if (found === null || from === undefined || old?.type !== 'enum' || next?.type !== 'enum') return null;
  const removed = old.values.filter((value) => !next.values.includes(value));
  return removed.length === 0 ? null : { table: found.id, from, to, removed };
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
