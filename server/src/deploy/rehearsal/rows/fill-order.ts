import type { Catalog, ObjectId, Table } from '../../../analysis/catalog/catalog';

/**
 * Tables that are filled, those first that others refer to. Partitions are filled by way of their parents. In a circle, the keys that may be missing are left
 * empty; where none may, the table is among the last and says why it stays empty.
 */
export function fillOrder({ tables }: Catalog): readonly (readonly [ObjectId, Table])[] {
  const open = new Map([...tables].filter(([, { partitionOf, temporary }]) => partitionOf === null && !temporary));
  const order: (readonly [ObjectId, Table])[] = [];
  const place = (isReady: (id: ObjectId, table: Table) => boolean): boolean => {
    const ready = [...open].filter(([id, table]) => isReady(id, table));
    for (const [id] of ready) open.delete(id);
    order.push(...ready);
    return ready.length > 0;
  };
  const waits = (id: ObjectId, table: Table, needed: boolean): boolean =>
    table.constraints.some((constraint) => {
      if (constraint.type !== 'foreign-key' || constraint.references === id || !open.has(constraint.references)) return false;
      return !needed || constraint.columns.every((name) => table.columns.find((column) => column.name === name)?.notNull === true);
    });
  while (open.size > 0) {
    if (place((id, table) => !waits(id, table, false))) continue;
    if (!place((id, table) => !waits(id, table, true))) place(() => true);
  }
  return order;
}
