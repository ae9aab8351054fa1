import type { Catalog, ObjectId, Table } from '../catalog/catalog';
import type { MigrationContext, PlacedOperation } from './migration';

/** The tables that a migration takes away and those that it brings, when only its two ends are compared. */
export interface NetTables {
  readonly gone: readonly NamedTable[];
  readonly come: readonly NamedTable[];
}

export interface NamedTable {
  readonly id: ObjectId;
  readonly table: Table;
}

/** Each table asks again; all contexts of one migration share their operations. */
const known = new WeakMap<readonly PlacedOperation[], NetTables>();

/** Tables that exist at one end only. */
export function netTables({ operations, before, after }: MigrationContext): NetTables {
  const found = known.get(operations) ?? { gone: onlyIn(before, after), come: onlyIn(after, before) };
  known.set(operations, found);
  return found;
}

function onlyIn(catalog: Catalog, other: Catalog): readonly NamedTable[] {
  return [...catalog.tables].filter(([id]) => !other.tables.has(id)).map(([id, table]) => ({ id, table }));
}
