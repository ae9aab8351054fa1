import type { ObjectId } from '../catalog/catalog';
import { type ColumnRename, type RenameCandidate, renameCandidates } from '../catalog/diff/renames';
import { columnOf, findTable, objectId } from '../catalog/resolve';
import type { MigrationContext, PlacedOperation } from './migration';
import { isMapping } from './removed-enum-values';

/** Every drop asks, and a migration may hold thousands; all contexts of one migration share their operations. */
const known = new WeakMap<readonly PlacedOperation[], readonly RenameCandidate[]>();

/**
 * What the migration drops and adds under another name, where that looks like an oversight: nothing is renamed, and no values are
 * copied. Columns of a table that looks renamed are here too, with both tables.
 */
export function renamesOf(context: MigrationContext): readonly RenameCandidate[] {
  const found = known.get(context.operations) ?? overlooked(context);
  known.set(context.operations, found);
  return found;
}

/** The column of its table that a dropped column looks renamed to; null where there is none. */
export function renameOfColumn(context: MigrationContext, table: ObjectId, dropped: string): string | null {
  const found = renamesOf(context).find(
    (rename) => rename.kind === 'column' && rename.table === table && rename.toTable === table && rename.from === dropped,
  );
  return found?.kind === 'column' ? found.to : null;
}

/** The table that a dropped table looks renamed to; null where there is none. */
export function renameOfTable(context: MigrationContext, dropped: ObjectId): ObjectId | null {
  const found = renamesOf(context).find((rename) => rename.kind === 'table' && rename.from === dropped);
  return found?.kind === 'table' ? found.to : null;
}

/** The enum that a dropped enum looks renamed to, where columns lose their values over it; null where there is none. */
export function renameOfEnum(context: MigrationContext, dropped: ObjectId): ObjectId | null {
  const found = renamesOf(context).find((rename) => rename.kind === 'enum' && rename.from === dropped);
  return found?.kind === 'enum' ? found.to : null;
}

/** The value that a removed value of an enum looks renamed to; null where there is none. */
export function renameOfEnumValue(context: MigrationContext, type: ObjectId, removed: string): string | null {
  const found = renamesOf(context).find((rename) => rename.kind === 'enum-value' && rename.type === type && rename.from === removed);
  return found?.kind === 'enum-value' ? found.to : null;
}

/** Whether the migration drops a column and adds another one of its name to the same table. */
export function isReplaced(context: MigrationContext, table: ObjectId, column: string): boolean {
  return isAdded(context, table, column) && isDropped(context, table, column);
}

/** Whether that is because the enum of the column looks renamed: Prisma knows no cast from one enum to another. */
export function isReplacedForEnum(context: MigrationContext, table: ObjectId, column: string): boolean {
  const [before, after] = [context.before.tables.get(table), context.after.tables.get(table)];
  const [from, to] = [before, after].map((found) => (found === undefined ? null : columnOf(found, column)));
  return from != null && to != null && from.type.user && renameOfEnum(context, from.type.name) === to.type.name;
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

/** In a schema the columns stand where the person sees them; a migration adds them at the end. */
function overlooked(context: MigrationContext): readonly RenameCandidate[] {
  if (!mayRename(context)) return [];
  const { before, after, edit } = context;
  const previous = edit?.previous()?.catalog ?? null;
  return renameCandidates(before, edit?.wanted.catalog ?? after, { previous }).filter((rename) => isOverlooked(context, rename));
}

/**
 * Whether `isOverlooked` may hold at all: to find candidates takes a look at the whole catalog, and most drops are only drops. A column
 * or an enum that is overlooked leaves a column dropped and one added in the same table; a value, a column of an enum with another type.
 */
function mayRename(context: MigrationContext): boolean {
  let [drops, creates] = [false, false];
  for (const { operation, before } of context.operations) {
    switch (operation.kind) {
      case 'drop-table':
        drops = true;
        break;
      case 'create-table':
        creates = true;
        break;
      case 'drop-column': {
        const table = findTable(before, operation.table);
        if (table !== null && context.operationsOfKind(table.id, 'add-column').length > 0) return true;
        break;
      }
      case 'change-type': {
        const table = findTable(before, operation.table)?.table;
        if (table !== undefined && columnOf(table, operation.column.text)?.type.user === true) return true;
        break;
      }
    }
  }
  return drops && creates;
}

function isOverlooked(context: MigrationContext, rename: RenameCandidate): boolean {
  switch (rename.kind) {
    case 'table':
      return isTableOverlooked(context, rename.from, rename.to);
    case 'column':
      return rename.table === rename.toTable
        ? isColumnOverlooked(context, rename)
        : isTableOverlooked(context, rename.table, rename.toTable);
    case 'enum':
      return isEnumOverlooked(context, rename.from);
    case 'enum-value':
      return rename.type === rename.toType ? isValueOverlooked(context, rename.type) : isEnumOverlooked(context, rename.type);
  }
}

function isTableOverlooked(context: MigrationContext, from: ObjectId, to: ObjectId): boolean {
  const isCreated = context.operationsOfKind(to, 'create-table').length > 0;
  return isCreated && context.operationsOfKind(from, 'drop-table').length > 0 && !isFilledFrom(context, to, from);
}

function isColumnOverlooked(context: MigrationContext, { table, from, to }: ColumnRename): boolean {
  return isAdded(context, table, to) && isDropped(context, table, from) && !isCopied(context, table, to, from);
}

/** A column that is changed to the new enum keeps its values. */
function isEnumOverlooked(context: MigrationContext, from: ObjectId): boolean {
  return [...context.before.tables].some(([id, table]) =>
    table.columns.some(({ name, type }) => type.name === from && isReplaced(context, id, name)),
  );
}

/** RENAME VALUE, and a conversion that maps the old values, leave no column that is cast to an enum without them. */
function isValueOverlooked(context: MigrationContext, type: ObjectId): boolean {
  return context.operations.some(({ operation, before }) => {
    if (operation.kind !== 'change-type' || isMapping(operation)) return false;
    const table = findTable(before, operation.table)?.table;
    return table !== undefined && columnOf(table, operation.column.text)?.type.name === type;
  });
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
