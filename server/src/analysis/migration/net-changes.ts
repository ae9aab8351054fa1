import type { Catalog, ObjectId, Table } from '../catalog/catalog';
import { LayeredMap } from '../catalog/layered-map';
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
  const found = known.get(operations) ?? compare(before, after);
  known.set(operations, found);
  return found;
}

function compare(before: Catalog, after: Catalog): NetTables {
  const differing = LayeredMap.differing(before.tables, after.tables);
  return { gone: onlyIn(before, after, differing), come: onlyIn(after, before, differing) };
}

function onlyIn(catalog: Catalog, other: Catalog, differing: readonly ObjectId[]): readonly NamedTable[] {
  return differing.flatMap((id) => {
    const table = other.tables.has(id) ? undefined : catalog.tables.get(id);
    return table === undefined ? [] : [{ id, table }];
  });
}
