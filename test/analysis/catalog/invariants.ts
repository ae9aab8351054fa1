import { strict as assert } from 'node:assert';
import { catalogOf, objectsOf } from '../../../server/src/analysis/catalog/build';
import type { Catalog, Dependents, TableConstraint } from '../../../server/src/analysis/catalog/catalog';
import { describeCatalog } from '../../../server/src/analysis/catalog/describe';
import { parseCatalog, serializeCatalog } from '../../../server/src/analysis/catalog/serialize';

/** What holds for every catalog, whatever was folded into it. */
export function assertSound(catalog: Catalog): void {
  assertKeys(catalog);
  assertNothingDangles(catalog);
  assert.deepEqual(sorted(catalog.dependents), sorted(catalogOf(objectsOf(catalog)).dependents));
  const back = parseCatalog(serializeCatalog(catalog));
  assert.ok(back !== null);
  assert.deepEqual(describeCatalog(back), describeCatalog(catalog));
}

function assertKeys(catalog: Catalog): void {
  const { tables, indexes, views, sequences, types, functions } = catalog;
  for (const map of [tables, indexes, views, sequences, types, functions]) {
    for (const [id, object] of map) assert.equal(id, `${object.schema}.${object.name}`);
    assert.equal(map.size, [...map.keys()].length);
  }
}

function assertNothingDangles(catalog: Catalog): void {
  for (const [id, index] of catalog.indexes) {
    assert.ok(catalog.tables.has(index.table) || catalog.views.has(index.table), `${id} is on ${index.table}`);
    assert.ok(index.partOf === null || catalog.indexes.has(index.partOf), `${id} is part of ${index.partOf}`);
    const constraints = catalog.tables.get(index.table)?.constraints ?? [];
    assert.ok(index.constraint === null || constraints.some(({ name }) => name === index.constraint), `${id} holds ${index.constraint}`);
  }
  for (const [id, table] of catalog.tables) {
    for (const constraint of table.constraints) {
      const index = indexOf(constraint);
      assert.ok(index === null || catalog.indexes.get(index)?.constraint === constraint.name, `${id} ${constraint.name}: ${index}`);
    }
    for (const column of table.columns) assert.equal(table.columns.filter(({ name }) => name === column.name).length, 1);
    assert.ok(table.partitionOf === null || catalog.tables.has(table.partitionOf.parent), id);
    for (const parent of table.inherits) assert.ok(catalog.tables.has(parent), id);
  }
  for (const [id, { ownedBy }] of catalog.sequences) assert.ok(ownedBy === null || catalog.tables.has(ownedBy.table), id);
}

function indexOf(constraint: TableConstraint): string | null {
  return 'index' in constraint ? constraint.index : null;
}

function sorted(dependents: Dependents): unknown {
  return Object.entries(dependents).map(([role, map]) => [
    role,
    [...map].map(([id, ids]) => [id, [...ids].sort()] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
