import type { Catalog, ColumnType, ObjectId, Table } from '../catalog/catalog';
import { columnOf, findTable } from '../catalog/resolve';
import type { MigrationContext } from './rule';

/**
 * The one column that a dropped column may have become: added to the same table by the same migration with the same type,
 * where nothing else comes into question. Null when its values are copied over first, for then it is no oversight.
 */
export function renameOfColumn(context: MigrationContext, table: ObjectId, dropped: string): string | null {
  const before = context.before.tables.get(table);
  const after = context.after.tables.get(table);
  if (before === undefined || after === undefined) return null;
  const old = columnOf(before, dropped);
  if (old === null) return null;
  const gone = before.columns.filter((column) => columnOf(after, column.name) === null && sameType(column.type, old.type));
  const come = after.columns.filter((column) => columnOf(before, column.name) === null && sameType(column.type, old.type));
  const [candidate] = come;
  if (gone.length !== 1 || come.length !== 1 || candidate === undefined) return null;
  return isAdded(context, table, candidate.name) && !isCopied(context, table, candidate.name, dropped) ? candidate.name : null;
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
  const old = context.before.tables.get(dropped);
  if (old === undefined || context.after.tables.has(dropped)) return null;
  const gone = onlyIn(context.before, context.after).filter(([, table]) => sameColumns(table, old));
  const come = onlyIn(context.after, context.before).filter(([, table]) => sameColumns(table, old));
  const [candidate] = come;
  if (gone.length !== 1 || come.length !== 1 || candidate === undefined) return null;
  const [id] = candidate;
  return isCreated(context, id) && !isFilledFrom(context, id, dropped) ? id : null;
}

function onlyIn(catalog: Catalog, other: Catalog): readonly (readonly [ObjectId, Table])[] {
  return [...catalog.tables].filter(([id]) => !other.tables.has(id));
}

function sameColumns(a: Table, b: Table): boolean {
  return (
    a.columns.length === b.columns.length &&
    a.columns.every((column) => {
      const other = columnOf(b, column.name);
      return other !== null && sameType(column.type, other.type);
    })
  );
}

function sameType(a: ColumnType, b: ColumnType): boolean {
  return a.name === b.name && a.dimensions === b.dimensions && a.modifiers.join() === b.modifiers.join();
}

function isAdded(context: MigrationContext, table: ObjectId, column: string): boolean {
  return context.operationsOn(table).some(({ operation }) => operation.kind === 'add-column' && operation.column.name.text === column);
}

function isDropped(context: MigrationContext, table: ObjectId, column: string): boolean {
  return context.operationsOn(table).some(({ operation }) => operation.kind === 'drop-column' && operation.column.text === column);
}

function isCopied(context: MigrationContext, table: ObjectId, to: string, from: string): boolean {
  return context
    .operationsOn(table)
    .some(
      ({ operation }) =>
        operation.kind === 'update-rows' &&
        operation.columns.some(({ text }) => text === to) &&
        operation.query.columns.some(({ column }) => column === from),
    );
}

function isCreated(context: MigrationContext, table: ObjectId): boolean {
  return context.operationsOn(table).some(({ operation }) => operation.kind === 'create-table');
}

function isFilledFrom(context: MigrationContext, table: ObjectId, source: ObjectId): boolean {
  return context
    .operationsOn(table)
    .some(
      ({ operation, before }) =>
        operation.kind === 'insert-rows' && operation.query.relations.some(({ name }) => findTable(before, name)?.id === source),
    );
}
