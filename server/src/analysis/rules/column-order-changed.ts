import type { ObjectId, Table } from '../catalog/catalog';
import { findTable, idForNew, objectId } from '../catalog/resolve';
import type { OperationContext } from '../migration/migration';
import type { OperationOf } from '../operation/operation';
import { objectName } from '../wording/wording';
import { operationRule } from './rule';

export const columnOrderChanged = operationRule({
  id: 'column-order-changed',
  severity: 'information',
  summary: 'A table is replaced by one with the same columns in another order.',
  help: 'Keep the table as it is: Prisma names every column that it reads or writes, so their order changes nothing for it.',
  on: ['create-table', 'rename-table'],
  detect: (operation, context) => {
    const id = nameTaken(operation, context);
    const old = id === null || context.isNew(id) ? undefined : context.before.tables.get(id);
    const replacement = id === null ? undefined : context.after.tables.get(id);
    if (id === null || old === undefined || replacement === undefined || !isReordered(old, replacement)) return [];
    return [{ message: `${objectName(id)} is replaced by a table with its columns in another order.`, relation: id }];
  },
});

/** The name that a table has from this operation on; null where it has it already, as with IF NOT EXISTS. */
function nameTaken(operation: OperationOf<'create-table' | 'rename-table'>, context: OperationContext): ObjectId | null {
  if (operation.kind === 'create-table') {
    const id = idForNew(context.beforeOperation, operation.table);
    return context.beforeOperation.tables.has(id) ? null : id;
  }
  const found = findTable(context.beforeOperation, operation.table);
  return found === null ? null : objectId(found.table.schema, operation.to.text);
}

/** Whether both have the same columns, by name, and not in the same places. */
function isReordered(old: Table, replacement: Table): boolean {
  if (!old.complete || !replacement.complete || old.columns.length !== replacement.columns.length) return false;
  const names = old.columns.map(({ name }) => name);
  const present = new Set(replacement.columns.map(({ name }) => name));
  return names.every((name) => present.has(name)) && replacement.columns.some(({ name }, at) => name !== names[at]);
}
