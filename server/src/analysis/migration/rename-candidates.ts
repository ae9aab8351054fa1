import type { ObjectId, Table } from '../catalog/catalog';
import { typeText } from '../catalog/column-type';
import { columnOf, findTable, objectId } from '../catalog/resolve';
import type { MigrationContext } from './migration';
import { type NamedTable, netColumns, netTables } from './net-changes';

/**
 * The one column that a dropped column may have become: added to the same table by the same migration with the same type,
 * where nothing else comes into question. Null when its values are copied over first, for then it is no oversight.
 */
export function renameOfColumn(context: MigrationContext, id: ObjectId, dropped: string): string | null {
  const table = context.before.tables.get(id);
  const old = table === undefined ? null : columnOf(table, dropped);
  if (old === null) return null;
  const { gone, come } = netColumns(context, id);
  const type = typeText(old.type);
  const [candidate, ...others] = come.get(type) ?? [];
  if (candidate === undefined || others.length > 0 || gone.get(type)?.join('\n') !== dropped) return null;
  return isAdded(context, id, candidate) && !isCopied(context, id, candidate, dropped) ? candidate : null;
}

/** Whether the migration drops a column and adds another one of its name to the same table. */
export function isReplaced(context: MigrationContext, table: ObjectId, column: string): boolean {
  return isAdded(context, table, column) && isDropped(context, table, column);
}

/**
 * The one table that a dropped table may have become: created by the same migration with the same columns, where nothing else
 * comes into question. Null when its rows are copied over first.
 */
export function renameOfTable(context: MigrationContext, dropped: ObjectId): ObjectId | null {
  const { gone, come } = netTables(context);
  const old = gone.find(({ id }) => id === dropped);
  if (old === undefined || come.length === 0) return null;
  const isLike = ({ table }: NamedTable) => shapeOf(table) === shapeOf(old.table);
  const [candidate, ...others] = come.filter(isLike);
  if (candidate === undefined || others.length > 0 || gone.filter(isLike).length > 1) return null;
  return context.operationsOfKind(candidate.id, 'create-table').length > 0 && !isFilledFrom(context, candidate.id, dropped)
    ? candidate.id
    : null;
}

/**
 * Whether another table gets the name of a dropped one and holds its rows: filled from it by the same migration, with all of
 * its columns.
 */
export function isReplacedByCopy(context: MigrationContext, dropped: ObjectId): boolean {
  const old = context.before.tables.get(dropped);
  const replacement = context.after.tables.get(dropped);
  if (old === undefined || replacement === undefined || !old.columns.every(({ name }) => columnOf(replacement, name) !== null))
    return false;
  return context.operations.some(({ operation, before }) => {
    const from = operation.kind === 'rename-table' ? findTable(before, operation.table) : null;
    if (operation.kind !== 'rename-table' || from === null) return false;
    return objectId(from.table.schema, operation.to.text) === dropped && isFilledFrom(context, from.id, dropped);
  });
}

/** Equal for tables with the same columns, whatever their order. */
function shapeOf(table: Table): string {
  const columns = table.columns.map(({ name, type }) => `${name} ${typeText(type)}`);
  return columns.sort().join('\n');
}

function isAdded(context: MigrationContext, table: ObjectId, column: string): boolean {
  return context
    .operationsOfKind(table, 'add-column')
    .some(({ operation }) => operation.kind === 'add-column' && operation.column.name.text === column);
}

function isDropped(context: MigrationContext, table: ObjectId, column: string): boolean {
  return context
    .operationsOfKind(table, 'drop-column')
    .some(({ operation }) => operation.kind === 'drop-column' && operation.column.text === column);
}

function isCopied(context: MigrationContext, table: ObjectId, to: string, from: string): boolean {
  return context
    .operationsOfKind(table, 'update-rows')
    .some(
      ({ operation }) =>
        operation.kind === 'update-rows' &&
        operation.columns.some(({ text }) => text === to) &&
        operation.query.columns.some(({ column }) => column === from),
    );
}

function isFilledFrom(context: MigrationContext, table: ObjectId, source: ObjectId): boolean {
  return context
    .operationsOfKind(table, 'insert-rows')
    .some(
      ({ operation, before }) =>
        operation.kind === 'insert-rows' && operation.query.relations.some(({ name }) => findTable(before, name)?.id === source),
    );
}
