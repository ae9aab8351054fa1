import type { Column, ObjectId, TableForeignKey } from '../catalog';
import type { Clause } from './change';
import { compareNames } from './compare-names';
import { type ColumnChange, columnChange, sameIndex, unchanged } from './flavours/postgres';
import { type RenamedForeignKey, renamedForeignKeys, sameForeignKey } from './foreign-key-changes';
import { type IndexChanges, indexChanges } from './index-changes';
import type { PrimaryKey, VisibleCatalog, VisibleTable } from './visible';

/** What changes of a table that both sides have; each list in the order in which Prisma numbers its members. */
export interface TableChange extends IndexChanges {
  readonly table: ObjectId;
  readonly droppedForeignKeys: readonly TableForeignKey[];
  readonly addedForeignKeys: readonly TableForeignKey[];
  readonly renamedForeignKeys: readonly RenamedForeignKey[];
  readonly clauses: readonly Clause[];
}

interface ColumnPair {
  readonly before: Column;
  readonly after: Column;
  readonly change: ColumnChange;
}

export interface Sides {
  readonly before: VisibleCatalog;
  readonly after: VisibleCatalog;
}

/**
 * Prisma's `TableDiffer`; null for a table that is the same on both sides, as most are.
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_schema_differ/table.rs
 */
export function tableChange(before: VisibleTable, after: VisibleTable, sides: Sides): TableChange | null {
  const known = remembered.get(after);
  if (known?.before === before && isStill(known, sides)) return known.change;
  const change = isUnchanged(before, after, sides) ? null : changeOf(before, after, sides);
  const types = userTypesOf(before, after, sides);
  if (types !== null) remembered.set(after, { before, types, change });
  return change;
}

/** What was found of two tables that are still the same objects, with all that it depends on beside them. */
interface Remembered {
  readonly before: VisibleTable;
  readonly types: readonly SeenType[];
  readonly change: TableChange | null;
}

/** From one keystroke to the next most tables stay the same objects. */
const remembered = new WeakMap<VisibleTable, Remembered>();

/** A type that columns name, and on which sides it is an enum. */
interface SeenType {
  readonly name: ObjectId;
  readonly before: boolean;
  readonly after: boolean;
}

function isStill({ types }: Remembered, { before, after }: Sides): boolean {
  return types.every((type) => type.before === before.enums.has(type.name) && type.after === after.enums.has(type.name));
}

const noTypes: readonly SeenType[] = [];

/** Null where one is a domain, of which more counts than its name. */
function userTypesOf(before: VisibleTable, after: VisibleTable, sides: Sides): readonly SeenType[] | null {
  const columns = [...before.table.columns, ...after.table.columns].filter(({ type }) => type.user);
  if (columns.length === 0) return noTypes;
  const names = [...new Set(columns.map(({ type }) => type.name))];
  const isDomain = (name: ObjectId) => [sides.before, sides.after].some(({ catalog }) => catalog.types.get(name)?.type === 'domain');
  if (names.some(isDomain)) return null;
  return names.map((name) => ({ name, before: sides.before.enums.has(name), after: sides.after.enums.has(name) }));
}

function changeOf(before: VisibleTable, after: VisibleTable, sides: Sides): TableChange {
  const pairs = columnPairs(before, after, sides);
  const changedTypes = new Set(pairs.filter(({ change }) => change.type !== 'none').map((pair) => pair.before.name));
  const recreated = new Set(pairs.filter(({ change }) => change.type === 'recreate').map((pair) => pair.before.name));
  const sameKey = (from: TableForeignKey, to: TableForeignKey) => sameForeignKey(from, to, changedTypes);
  const indexes = indexChanges(before, after, recreated);
  return {
    table: before.id,
    droppedForeignKeys: before.foreignKeys.filter((from) => !after.foreignKeys.some((to) => sameKey(from, to))),
    addedForeignKeys: after.foreignKeys.filter((to) => !before.foreignKeys.some((from) => sameKey(from, to))),
    renamedForeignKeys: renamedForeignKeys(before, after, sameKey),
    ...indexes,
    clauses: clausesOf(before, after, pairs, changedTypes),
  };
}

/** Whether each part has one of the same name and kind on the other side: nothing is compared across names then. */
function isUnchanged(before: VisibleTable, after: VisibleTable, sides: Sides): boolean {
  return (
    alike(before.table.columns, after.table.columns, (from, to) => columnChange(from, to, sides) === unchanged) &&
    before.primaryKey?.name === after.primaryKey?.name &&
    !primaryKeyChanged(before.primaryKey, after.primaryKey, none) &&
    alike(before.indexes, after.indexes, sameIndex) &&
    alike(before.foreignKeys, after.foreignKeys, (from, to) => sameForeignKey(from, to, none))
  );
}

const none: ReadonlySet<string> = new Set();

interface Named {
  readonly name: string;
}

/** Most often the parts stand in the same places. */
function alike<T extends Named>(before: readonly T[], after: readonly T[], same: (from: T, to: T) => boolean): boolean {
  return (
    before.length === after.length &&
    before.every((from, place) => {
      const beside = after[place];
      const to = beside?.name === from.name ? beside : after.find(({ name }) => name === from.name);
      return to !== undefined && same(from, to);
    })
  );
}

/** By name, in the order of the columns before. */
function columnPairs(before: VisibleTable, after: VisibleTable, sides: Sides): readonly ColumnPair[] {
  const wanted = new Map(after.table.columns.map((column) => [column.name, column]));
  const pairs: ColumnPair[] = [];
  for (const column of before.table.columns) {
    const other = wanted.get(column.name);
    if (other !== undefined) pairs.push({ before: column, after: other, change: columnChange(column, other, sides) });
  }
  return pairs;
}

/** Dropped columns, then added ones, each by name; changed ones where they stand; the primary key around them. */
function clausesOf(
  before: VisibleTable,
  after: VisibleTable,
  pairs: readonly ColumnPair[],
  changedTypes: ReadonlySet<string>,
): readonly Clause[] {
  const keyChanged = primaryKeyChanged(before.primaryKey, after.primaryKey, changedTypes);
  const clauses: Clause[] = [];
  if (keyChanged && before.primaryKey !== null) clauses.push({ kind: 'drop-primary-key', name: before.primaryKey.name });
  if (before.primaryKey !== null && after.primaryKey !== null && before.primaryKey.name !== after.primaryKey.name) {
    clauses.push({ kind: 'rename-primary-key', name: before.primaryKey.name, to: after.primaryKey.name });
  }
  for (const column of missing(before.table.columns, after.table.columns)) clauses.push({ kind: 'drop-column', column });
  for (const column of missing(after.table.columns, before.table.columns)) clauses.push({ kind: 'add-column', column });
  for (const { before: from, after: to, change } of pairs) {
    if (change.type === 'recreate') clauses.push({ kind: 'redefine-column', before: from, after: to });
    else if (change.parts.length > 0) {
      const { parts, droppedSequence } = change;
      clauses.push({ kind: 'alter-column', before: from, after: to, parts, droppedSequence });
    }
  }
  if (keyChanged && after.primaryKey !== null) {
    clauses.push({ kind: 'add-primary-key', name: after.primaryKey.name, columns: after.primaryKey.columns.map(({ name }) => name) });
  }
  return clauses;
}

/** The columns that the other side lacks, by name. */
function missing(columns: readonly Column[], others: readonly Column[]): readonly Column[] {
  const names = new Set(others.map(({ name }) => name));
  return columns.filter(({ name }) => !names.has(name)).sort((a, b) => compareNames(a.name, b.name));
}

function primaryKeyChanged(before: PrimaryKey | null, after: PrimaryKey | null, changedTypes: ReadonlySet<string>): boolean {
  if (before === null || after === null) return before !== after;
  if (before.columns.length !== after.columns.length) return true;
  return before.columns.some(({ name, descending }, place) => {
    const other = after.columns[place];
    return name !== other?.name || descending !== other.descending || changedTypes.has(name);
  });
}
