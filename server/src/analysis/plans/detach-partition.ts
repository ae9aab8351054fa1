import { findTable, partitionsOf } from '../catalog/resolve';
import { statementText } from './clause';
import { folderWords, writtenTable } from './names';
import { instantOnly, type PlanKind, refused } from './plan';

/** A partition is detached while everyone reads and writes the others, in a migration of its own. */
export const detachPartition: PlanKind = {
  id: 'detach-partition',
  summary: 'Detaches a partition CONCURRENTLY, alone in its migration.',
  answers: ['partition-detach-blocks'],
  make: (operation, { statement, before, server, text }) => {
    if (operation.kind !== 'detach-partition') return null;
    const parent = findTable(before, operation.table);
    if (parent === null) return refused('it is not known which table that is');
    if (server.version < 14) return refused('DETACH PARTITION … CONCURRENTLY exists since PostgreSQL 14');
    const isDefault = (id: string): boolean => before.tables.get(id)?.partitionOf?.bound.type === 'default';
    if (partitionsOf(before, parent.id).some(isDefault))
      return refused('PostgreSQL detaches nothing concurrently where there is a DEFAULT partition');
    if (operation.ifExists || operation.conditional || statement.operations.length > 1) return refused('the statement may not run');
    const [table, partition] = [writtenTable(operation.table), writtenTable(operation.partition)];
    return {
      ok: true,
      plan: {
        id: detachPartition.id,
        title: 'Detach the partition without blocking: CONCURRENTLY, alone in its migration',
        way: 'one-release',
        preferred: true,
        promise: instantOnly('ACCESS EXCLUSIVE'),
        replaces: [{ statement: statement.index, operation, replacement: null }],
        steps: [
          {
            phase: 'finish',
            alone: true,
            name: folderWords('detach', operation.partition.name),
            purpose: `Detaches ${partition} while everyone reads and writes ${table}. Alone in its file: it refuses a transaction.`,
            statements: [`${statementText(text, statement)} CONCURRENTLY`],
            undo: `attach ${partition} again with its bound. The check that PostgreSQL leaves on it spares the scan.`,
            notes: [
              `It waits until the transactions that have used ${table} are over.`,
              `If it is interrupted, end it by hand: ALTER TABLE ${table} DETACH PARTITION ${partition} FINALIZE; and mark the migration as applied.`,
            ],
          },
        ],
      },
    };
  },
};
