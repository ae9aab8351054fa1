import { blocksReads } from '../effects/lock-mode';
import { type DataChange, type DataChangeOperation, dataChangeKinds, dataChangeOf } from '../migration/data-change';
import type { OperationContext } from '../migration/migration';
import { operationRule } from './rule';

export const unbatchedDataChange = operationRule({
  id: 'unbatched-data-change',
  severity: 'warning',
  summary: 'A migration changes or copies rows of a table in use in one statement.',
  help: 'Change the rows in batches by primary key, each committed on its own, outside of the migration.',
  speaks: 'sql',
  on: dataChangeKinds,
  detect: (operation, context) => {
    const change = dataChangeOf(operation, context.beforeOperation, context);
    if (change === null || change.extent === 'every-row') return [];
    const help =
      operation.kind === 'update-rows' ? { help: 'Change the rows in batches with `lockstep backfill`, outside of the migration.' } : {};
    return [{ message: message(operation, change, context), ...help, relation: change.table }];
  },
});

function message(operation: DataChangeOperation, change: DataChange, context: OperationContext): string {
  const table = context.names.relation(change.table);
  const lock = context.lockDuring(context.statement.index, change.table);
  if (lock !== null && blocksReads(lock)) return `This ${verb(operation)} runs while its transaction blocks all access to ${table}.`;
  if (change.extent === 'copy') return `Copying rows of ${table} in one statement takes as long as it is large.`;
  return `One ${verb(operation)} locks all the rows of ${table} that it changes until it ends.`;
}

function verb(operation: DataChangeOperation): string {
  switch (operation.kind) {
    case 'update-rows':
      return 'UPDATE';
    case 'delete-rows':
      return 'DELETE';
    case 'insert-rows':
      return 'INSERT';
    case 'merge-rows':
      return 'MERGE';
  }
}
