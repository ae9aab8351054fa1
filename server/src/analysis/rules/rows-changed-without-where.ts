import { blocksReads } from '../effects/lock-mode';
import { dataChangeOf } from './data-change';
import { operationRule } from './rule';
import { objectName } from './wording';

export const rowsChangedWithoutWhere = operationRule({
  id: 'rows-changed-without-where',
  severity: 'warning',
  summary: 'UPDATE or DELETE without WHERE reaches every row of a table in use.',
  help: 'Say which rows with WHERE. Where every row is meant, change them in batches by primary key, outside of the migration.',
  on: ['update-rows', 'delete-rows'],
  detect: (operation, context) => {
    const change = dataChangeOf(operation, context.beforeOperation, context);
    if (change?.extent !== 'every-row') return [];
    const lock = context.lockDuring(context.statement.index, change.table);
    const how = lock !== null && blocksReads(lock) ? ' under a lock that blocks all access' : ' in one statement';
    const what = operation.kind === 'update-rows' ? 'UPDATE without WHERE changes' : 'DELETE without WHERE deletes';
    return [{ message: `${what} every row of ${objectName(change.table)}${how}.`, relation: change.table }];
  },
});
