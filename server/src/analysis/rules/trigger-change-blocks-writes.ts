import type { ObjectId } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import { blocksReads, blocksWrites } from '../effects/lock-mode';
import { isInUse } from '../migration/in-use';
import type { OperationContext } from '../migration/migration';
import { hasTimeout } from '../migration/timeout';
import type { OperationOf } from '../operation/operation';
import { operationRule } from './rule';

const kinds = ['create-trigger', 'drop-trigger', 'rename-trigger', 'set-trigger-state'] as const;

export const triggerChangeBlocksWrites = operationRule({
  id: 'trigger-change-blocks-writes',
  severity: 'warning',
  summary: 'A trigger change waits for open transactions on the table, and blocks writes to it meanwhile.',
  help: "Put SET lock_timeout = '5s' above it: it then gives up soon, and can be deployed again at a calmer moment.",
  speaks: 'sql',
  on: kinds,
  detect: (operation, context) => {
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (table === undefined || !isInUse(context, table)) return [];
    const lock = context.effect.locks.get(table);
    if (lock === undefined || !blocksWrites(lock) || hasTimeout(context, context.statement, 'lock_timeout')) return [];
    if (isRepeated(context, table)) return [];
    const access = blocksReads(lock) ? 'queries on' : 'writes to';
    return [
      {
        message: `${described(operation)} waits for all ${access} ${context.names.relation(table)} and blocks new ones.`,
        relation: table,
      },
    ];
  },
});

/** One limit at the top of the file holds for all of them: the first change of a table speaks for the others. */
function isRepeated(context: OperationContext, table: ObjectId): boolean {
  return context
    .operationsOn(table)
    .some(({ operation, statement }) => statement.index < context.statement.index && kinds.some((kind) => kind === operation.kind));
}

function described(operation: OperationOf<(typeof kinds)[number]>): string {
  switch (operation.kind) {
    case 'create-trigger':
      return 'Creating the trigger';
    case 'drop-trigger':
      return 'Dropping the trigger';
    case 'rename-trigger':
      return 'Renaming the trigger';
    case 'set-trigger-state':
      return operation.enabled ? 'Enabling triggers' : 'Disabling triggers';
  }
}
