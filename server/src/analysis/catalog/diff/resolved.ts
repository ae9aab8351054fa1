import type { ObjectId, Table } from '../catalog';
import type { DiffOptions } from './options';
import type { Sides } from './table-change';
import type { VisibleCatalog, VisibleTable } from './visible';

interface Unclear {
  readonly tables: ReadonlySet<ObjectId>;
  readonly columns: ReadonlyMap<ObjectId, ReadonlySet<string>>;
  /** Tables whose primary key and indexes are not clear. */
  readonly keys: ReadonlySet<ObjectId>;
  readonly foreignKeys: ReadonlySet<ObjectId>;
  /** A model without a name may be any table. */
  readonly anyTable: boolean;
}

/**
 * Both sides without what the schema leaves unclear: tables, columns, and the keys and indexes that they take part in. A
 * half-typed type must not look like a dropped column.
 */
export function resolvedParts(sides: Sides, unresolved: DiffOptions['unresolved']): Sides {
  const unclear = unclearParts(sides, unresolved);
  if (unclear === null) return sides;
  const kept = { before: keep(sides.before, sides.after, unclear), after: keep(sides.after, sides.before, unclear) };
  const unchanged = [...enumsInDoubt(sides.before, kept.before)].flatMap((id) => {
    const type = kept.before.enums.get(id);
    return type === undefined ? [] : [[id, type] as const];
  });
  return unchanged.length === 0 ? kept : { ...kept, after: { ...kept.after, enums: new Map([...kept.after.enums, ...unchanged]) } };
}

function keep(side: VisibleCatalog, other: VisibleCatalog, unclear: Unclear): VisibleCatalog {
  // A half-typed line leaves a column unclear, and all tables and enums.
  if (!unclear.anyTable && unclear.tables.size === 0) return { ...side, tables: clearTables(side, other, unclear) };
  const tables = new Map<ObjectId, VisibleTable>();
  side.tables.forEach((table, id) => {
    if (isClear(id, other, unclear)) tables.set(id, clearTable(table, other, unclear));
  });
  const enums = [...side.enums].filter(([id]) => !unclear.tables.has(id) && (!unclear.anyTable || other.enums.has(id)));
  return { ...side, tables, enums: new Map(enums) };
}

/** All of its tables, in their order; the same map where all of each is clear. */
function clearTables(side: VisibleCatalog, other: VisibleCatalog, unclear: Unclear): VisibleCatalog['tables'] {
  let tables: Map<ObjectId, VisibleTable> | null = null;
  side.tables.forEach((table, id) => {
    const clear = clearTable(table, other, unclear);
    if (clear === table) return;
    tables ??= copyOf(side.tables);
    tables.set(id, clear);
  });
  return tables ?? side.tables;
}

/** `new Map` makes an object for each entry. */
function copyOf<K, V>(map: ReadonlyMap<K, V>): Map<K, V> {
  const copy = new Map<K, V>();
  map.forEach((value, key) => {
    copy.set(key, value);
  });
  return copy;
}

/** Those of columns that are left out: whether a value, or the whole enum, can go depends on what becomes of the columns. */
function enumsInDoubt(all: VisibleCatalog, clear: VisibleCatalog): ReadonlySet<ObjectId> {
  const inDoubt = new Set<ObjectId>();
  if (all.tables === clear.tables) return inDoubt;
  for (const { id, table } of all.tables.values()) {
    const kept = clear.tables.get(id)?.table;
    if (kept === table) continue;
    for (const column of table.columns) {
      if (column.type.user && kept?.columns.includes(column) !== true) inDoubt.add(column.type.name);
    }
  }
  return inDoubt;
}

function unclearParts({ before, after }: Sides, unresolved: DiffOptions['unresolved']): Unclear | null {
  const tables = new Set<ObjectId>();
  const columns = new Map<ObjectId, Set<string>>();
  const addColumn = (table: ObjectId, column: string) => columns.set(table, (columns.get(table) ?? new Set<string>()).add(column));
  const keys = new Set<ObjectId>();
  const foreignKeys = new Set<ObjectId>();
  let anyTable = false;
  for (const { table, column, part } of unresolved) {
    if (table === null) anyTable = true;
    else if (column !== null) addColumn(table, column);
    else (part === 'everything' ? tables : part === 'keys' ? keys : foreignKeys).add(table);
  }
  for (const { id, table } of before.tables.values()) {
    if (table.complete) continue;
    // The text of the history does not show all columns of such a table: those that it lacks may well be there.
    const known = new Set(table.columns.map(({ name }) => name));
    for (const { name } of after.tables.get(id)?.table.columns ?? []) if (!known.has(name)) addColumn(id, name);
  }
  const isUnclear = anyTable || [tables, columns, keys, foreignKeys].some(({ size }) => size > 0);
  return isUnclear ? { tables, columns, keys, foreignKeys, anyTable } : null;
}

function isClear(id: ObjectId, other: VisibleCatalog, { tables, anyTable }: Unclear): boolean {
  return !tables.has(id) && (!anyTable || other.tables.has(id));
}

/** The same object where all of the table is clear, as of most. */
function clearTable(visible: VisibleTable, other: VisibleCatalog, unclear: Unclear): VisibleTable {
  if (isWhollyClear(visible, other, unclear)) return visible;
  const columns = unclear.columns.get(visible.id);
  const isUnclear = (name: string) => columns?.has(name) === true;
  const isNew = !other.tables.has(visible.id);
  const hasKeys = isNew || !unclear.keys.has(visible.id);
  const hasForeignKeys = isNew || !unclear.foreignKeys.has(visible.id);
  const foreignKeys = visible.foreignKeys.filter(({ columns: own, references, referencedColumns }) => {
    const far = unclear.columns.get(references);
    return (
      hasForeignKeys &&
      isClear(references, other, unclear) &&
      !own.some(isUnclear) &&
      !referencedColumns.some((name) => far?.has(name) === true)
    );
  });
  const dropsKey = visible.primaryKey?.columns.some(({ name }) => isUnclear(name)) === true;
  const otherKey = other.tables.get(visible.id)?.primaryKey?.columns.some(({ name }) => isUnclear(name)) === true;
  return {
    ...visible,
    table: columns === undefined ? visible.table : withoutColumns(visible.table, isUnclear),
    primaryKey: !hasKeys || dropsKey || otherKey || lacksKeyOnOneSide(visible, other, columns) ? null : visible.primaryKey,
    indexes: visible.indexes.filter((index) => hasKeys && !index.columns.some(({ name }) => isUnclear(name))),
    foreignKeys,
  };
}

function isWhollyClear({ id, foreignKeys }: VisibleTable, other: VisibleCatalog, unclear: Unclear): boolean {
  if (unclear.columns.has(id) || unclear.keys.has(id) || unclear.foreignKeys.has(id)) return false;
  for (const { references } of foreignKeys) if (!isClear(references, other, unclear) || unclear.columns.has(references)) return false;
  return true;
}

function withoutColumns(table: Table, isUnclear: (name: string) => boolean): Table {
  return {
    ...table,
    columns: table.columns.filter(({ name }) => !isUnclear(name)),
    constraints: table.constraints.filter((constraint) => constraint.type !== 'primary-key' || !constraint.columns.some(isUnclear)),
  };
}

/** The wanted table has no key while the type of its column is unclear: then the other one's is no dropped key. */
function lacksKeyOnOneSide({ id, primaryKey }: VisibleTable, other: VisibleCatalog, columns: ReadonlySet<string> | undefined): boolean {
  return columns !== undefined && (primaryKey === null) !== ((other.tables.get(id)?.primaryKey ?? null) === null);
}
