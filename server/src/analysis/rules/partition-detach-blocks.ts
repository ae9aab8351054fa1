import { findTable } from '../catalog/resolve';
import { blocksReads } from '../effects/lock-mode';
import { isInUse } from '../migration/in-use';
import { hasTimeout } from '../migration/timeout';
import { writtenName } from '../wording/wording';
import { operationRule } from './rule';

export const partitionDetachBlocks = operationRule({
  id: 'partition-detach-blocks',
  severity: 'warning',
  summary: 'Detaching a partition waits for every query on the partitioned table, and blocks it meanwhile.',
  help: 'Set a lock_timeout before it, so that it gives up soon.',
  speaks: 'sql',
  on: ['detach-partition'],
  detect: (operation, context) => {
    const parent = findTable(context.beforeOperation, operation.table)?.id;
    if (parent === undefined || !isInUse(context, parent)) return [];
    const lock = context.effect.locks.get(parent);
    if (lock === undefined || !blocksReads(lock) || hasTimeout(context, context.statement, 'lock_timeout')) return [];
    const partition = writtenName(operation.partition);
    return [
      {
        message: `Detaching ${context.names.written(operation.partition)} waits for all queries on ${context.names.relation(parent)} and blocks new ones.`,
        ...(context.server.version >= 14 && {
          help: `Write DETACH PARTITION ${partition} CONCURRENTLY as the only statement of a migration of its own, or set a lock_timeout before it.`,
        }),
        relation: parent,
      },
    ];
  },
});
