import type { ObjectId } from '../../catalog/catalog';
import { findTable, referencesTo } from '../../catalog/resolve';
import type { DeleteRows, InsertRows, UpdateRows } from '../../operation/data';
import type { EffectContext } from '../effect';
import type { LockMode } from '../lock-mode';
import { foreignKeysOf } from './dependents';

/** Tables that new values of these columns reference; of all columns with null. */
export function referencedOnWrite(
  operation: InsertRows | UpdateRows,
  at: EffectContext,
  columns: readonly string[] | null,
): readonly ObjectId[] {
  const table = findTable(at.before, operation.table);
  if (table === null) return [];
  return foreignKeysOf(table.table)
    .filter((key) => columns === null || key.columns.some((column) => columns.includes(column)))
    .map((key) => key.references)
    .filter((id) => id !== table.id);
}

/** What the triggers of foreign keys do in the tables that reference deleted rows, and in those that reference these. */
export function locksOfDeletion(operation: DeleteRows, at: EffectContext): ReadonlyMap<ObjectId, LockMode> {
  const locks = new Map<ObjectId, LockMode>();
  const table = findTable(at.before, operation.table);
  if (table !== null) followDeletion(table.id, at, locks);
  if (table !== null) locks.delete(table.id);
  return locks;
}

/** What the triggers of foreign keys do in the tables that reference a changed key. */
export function locksOfKeyChange(operation: UpdateRows, at: EffectContext): ReadonlyMap<ObjectId, LockMode> {
  const locks = new Map<ObjectId, LockMode>();
  const table = findTable(at.before, operation.table);
  if (table === null) return locks;
  const changed = operation.columns.map(({ text }) => text);
  for (const { table: referencing, constraint } of referencesTo(at.before, table.id)) {
    if (!constraint.referencedColumns.some((column) => changed.includes(column))) continue;
    const passive = constraint.onUpdate === 'no-action' || constraint.onUpdate === 'restrict';
    locks.set(referencing, passive ? 'ROW SHARE' : 'ROW EXCLUSIVE');
  }
  return locks;
}

function followDeletion(id: ObjectId, at: EffectContext, locks: Map<ObjectId, LockMode>): void {
  for (const { table, constraint } of referencesTo(at.before, id)) {
    if (constraint.onDelete === 'no-action' || constraint.onDelete === 'restrict') {
      if (!locks.has(table)) locks.set(table, 'ROW SHARE');
      continue;
    }
    const followed = locks.get(table) === 'ROW EXCLUSIVE';
    locks.set(table, 'ROW EXCLUSIVE');
    if (constraint.onDelete === 'cascade' && !followed) followDeletion(table, at, locks);
  }
}
