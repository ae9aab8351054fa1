import type { Catalog, ObjectId, Table } from '../catalog/catalog';
import { typeText } from '../catalog/column-type';
import type { MigrationContext, PlacedOperation } from './migration';

/** The tables that a migration takes away and those that it brings, when only its two ends are compared. */
export interface NetTables {
  readonly gone: readonly NamedTable[];
  readonly come: readonly NamedTable[];
}

/** The same for the columns of one table: their names, by type. */
export interface NetColumns {
  readonly gone: ReadonlyMap<string, readonly string[]>;
  readonly come: ReadonlyMap<string, readonly string[]>;
}

export interface NamedTable {
  readonly id: ObjectId;
  readonly table: Table;
}

interface Known {
  tables: NetTables | null;
  readonly columns: Map<ObjectId, NetColumns>;
}

/** Each drop asks again, and a migration may hold thousands; all contexts of one migration share their operations. */
const known = new WeakMap<readonly PlacedOperation[], Known>();

function knownOf({ operations }: MigrationContext): Known {
  const found = known.get(operations) ?? { tables: null, columns: new Map() };
  known.set(operations, found);
  return found;
}

/** Tables that exist at one end only. */
export function netTables(context: MigrationContext): NetTables {
  const found = knownOf(context);
  found.tables ??= { gone: onlyIn(context.before, context.after), come: onlyIn(context.after, context.before) };
  return found.tables;
}

function onlyIn(catalog: Catalog, other: Catalog): readonly NamedTable[] {
  return [...catalog.tables].filter(([id]) => !other.tables.has(id)).map(([id, table]) => ({ id, table }));
}

/** Columns of a table that exist at one end only, by their type; none where the table itself does. */
export function netColumns(context: MigrationContext, table: ObjectId): NetColumns {
  const { columns } = knownOf(context);
  const change = columns.get(table) ?? compareColumns(context.before.tables.get(table), context.after.tables.get(table));
  columns.set(table, change);
  return change;
}

function compareColumns(before: Table | undefined, after: Table | undefined): NetColumns {
  if (before === undefined || after === undefined) return { gone: new Map(), come: new Map() };
  return { gone: namesByType(before, namesOf(after)), come: namesByType(after, namesOf(before)) };
}

function namesOf(table: Table): ReadonlySet<string> {
  return new Set(table.columns.map(({ name }) => name));
}

function namesByType(table: Table, except: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const byType = new Map<string, string[]>();
  for (const { name, type } of table.columns) {
    if (except.has(name)) continue;
    const text = typeText(type);
    const names = byType.get(text);
    if (names === undefined) byType.set(text, [name]);
    else names.push(name);
  }
  return byType;
}
