import type { ObjectId, Table } from '../catalog/catalog';
import { findTable, idForNew, objectId } from '../catalog/resolve';
import type { OperationContext } from '../migration/migration';
import type { OperationOf } from '../operation/operation';
import { operationRule } from './rule';

export const columnOrderChanged = operationRule({
  id: 'column-order-changed',
  severity: 'information',
  summary: 'A table is replaced by one with the same columns in another order.',
  help: 'Keep the table as it is: Prisma names every column that it reads or writes, so their order changes nothing for it.',
  speaks: 'sql',
  on: ['create-table', 'rename-table'],
  detect: (operation, context) => {
    const named = tableNamed(operation, context);
    const old = named === null || context.isNew(named.id) ? undefined : context.before.tables.get(named.id);
    if (named === null || old === undefined || !isReordered(old, named.table)) return [];
    return [
      { message: `${context.names.relation(named.id)} is replaced by a table with its columns in another order.`, relation: named.id },
    ];
  },
});

/** The table that gets a name by this operation; null where it has the name already, as with IF NOT EXISTS. */
function tableNamed(
  operation: OperationOf<'create-table' | 'rename-table'>,
  { beforeOperation, after }: OperationContext,
): { readonly id: ObjectId; readonly table: Table } | null {
  if (operation.kind === 'create-table') {
    const id = idForNew(beforeOperation, operation.table);
    const table = beforeOperation.tables.has(id) ? undefined : after.tables.get(id);
    return table === undefined ? null : { id, table };
  }
  const found = findTable(beforeOperation, operation.table);
  return found === null ? null : { id: objectId(found.table.schema, operation.to.text), table: found.table };
}

/** Whether both have the same columns, by name, and not in the same places. */
function isReordered(old: Table, replacement: Table): boolean {
  if (!old.complete || !replacement.complete || old.columns.length !== replacement.columns.length) return false;
  const names = old.columns.map(({ name }) => name);
  const present = new Set(replacement.columns.map(({ name }) => name));
  return names.every((name) => present.has(name)) && replacement.columns.some(({ name }, at) => name !== names[at]);
}
