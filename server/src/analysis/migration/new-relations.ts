import type { Catalog, ObjectId } from '../catalog/catalog';
import { findTable, objectId, resolveRelation } from '../catalog/resolve';
import type { Query } from '../operation/expression';
import type { PlacedOperation } from './migration';

/**
 * The tables and views that a migration creates, under every name that they have in it. Left out are tables that are filled
 * from one that may have rows, and those that take the place of an earlier table of their name.
 */
export function newRelations(
  operations: readonly PlacedOperation[],
  before: Catalog,
  isNewBefore: (relation: ObjectId) => boolean,
): ReadonlySet<ObjectId> {
  const created = new Set<ObjectId>();
  const readsRows = (query: Query | null, catalog: Catalog): boolean =>
    query?.relations.some(({ name, access }) => {
      const id = resolveRelation(catalog, name)?.id ?? null;
      return access === 'read' && (id === null || !(created.has(id) || isNewBefore(id)));
    }) ?? false;

  for (const { operation, before: catalog, effect } of operations) {
    if (operation.kind === 'create-table' && readsRows(operation.query, catalog)) continue;
    for (const relation of effect.creates) if (!before.tables.has(relation)) created.add(relation);
    if (operation.kind === 'insert-rows' || operation.kind === 'rename-table') {
      const table = findTable(catalog, operation.table);
      if (table === null || !created.has(table.id)) continue;
      if (operation.kind === 'rename-table') created.add(objectId(table.table.schema, operation.to.text));
      else if (readsRows(operation.query, catalog)) created.delete(table.id);
    }
  }
  return created;
}
