import { blocksReads } from '../effects/lock-mode';
import { lockDuring } from './blocking';
import { type DataChange, type DataChangeOperation, dataChangeKinds, dataChangeOf } from './data-change';
import { type OperationContext, operationRule } from './rule';
import { objectName } from './wording';

export const unbatchedDataChange = operationRule({
  id: 'unbatched-data-change',
  severity: 'warning',
  summary: 'A migration changes or copies rows of a table in use in one statement.',
  help: 'Change the rows in batches by primary key, each committed on its own, outside of the migration.',
  on: dataChangeKinds,
  detect: (operation, context) => {
    const change = dataChangeOf(operation, context.beforeOperation, context);
    if (change === null || change.extent === 'every-row') return [];
    return [{ message: message(operation, change, context), relation: change.table }];
  },
});

function message(operation: DataChangeOperation, change: DataChange, context: OperationContext): string {
  const table = objectName(change.table);
  const lock = lockDuring(context, context.statement, change.table);
  if (lock !== null && blocksReads(lock)) return `${verb(operation)} ${table} in one statement, under a lock that blocks all access to it.`;
  if (change.extent === 'copy') return `Copying rows of ${table} in one statement takes as long as the table is large.`;
  return `${verb(operation)} ${table} in one statement keeps all changed rows locked until it ends.`;
}

function verb(operation: DataChangeOperation): string {
  switch (operation.kind) {
    case 'update-rows':
      return 'Updating rows of';
    case 'delete-rows':
      return 'Deleting rows of';
    case 'insert-rows':
    case 'merge-rows':
      return 'Copying rows of';
  }
}
