import { findTable } from '../catalog/resolve';
import { isHistoryKnown } from '../migration/history';
import { operationRule } from './rule';

export const truncate = operationRule({
  id: 'truncate',
  severity: 'error',
  summary: 'TRUNCATE deletes every row of a table.',
  help: 'Keep a copy of the rows, or delete only those that have to go, in batches and outside of the migration.',
  speaks: 'sql',
  on: ['truncate'],
  detect: (operation, context) => {
    const id = findTable(context.beforeOperation, operation.table)?.id ?? null;
    const isOld = id === null ? !isHistoryKnown(context) : context.before.tables.has(id) && !context.isNew(id);
    if (!isOld) return [];
    const table = id === null ? context.names.written(operation.table) : context.names.relation(id);
    const reach = operation.cascade ? ' and of every table that refers to it' : '';
    return [{ message: `TRUNCATE deletes every row of ${table}${reach}.`, relation: id, span: operation.table.span }];
  },
});
