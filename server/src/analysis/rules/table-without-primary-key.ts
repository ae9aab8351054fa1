import { idForNew } from '../catalog/resolve';
import { operationRule } from './rule';

export const tableWithoutPrimaryKey = operationRule({
  id: 'table-without-primary-key',
  severity: 'off',
  summary: 'A table is created that has no primary key when the migration is done.',
  help: 'Give it one: without it, rows cannot be named one by one, batches and logical replication do not work.',
  speaks: 'everywhere',
  on: ['create-table'],
  detect: (operation, { beforeOperation, after, names }) => {
    const id = idForNew(beforeOperation, operation.table);
    const table = after.tables.get(id);
    if (table === undefined || operation.temporary || table.partitionOf !== null || beforeOperation.tables.has(id)) return [];
    if (table.constraints.some(({ type }) => type === 'primary-key')) return [];
    return [{ message: `${names.relation(id)} has no primary key.`, span: operation.table.span, relation: id }];
  },
});
