import { findIndex } from '../catalog/resolve';
import { quotedName } from '../render/postgres-names';
import { statementText } from './clause';
import { folderWords, writtenTable } from './names';
import { nothingBlocked, type PlanKind, refused } from './plan';

/** An index is dropped while everyone reads and writes, in a migration of its own. */
export const dropIndex: PlanKind = {
  id: 'drop-index',
  summary: 'Drops an index CONCURRENTLY, alone in its migration.',
  answers: ['index-drop-blocks', 'concurrently-in-transaction'],
  make: (operation, { statement, before, text }) => {
    if (operation.kind !== 'drop-index') return null;
    const found = findIndex(before, operation.index);
    const table = found === null ? undefined : before.tables.get(found.index.table);
    if (found === null || table === undefined) return refused('it is not known which index that is');
    if (statement.operations.length > 1)
      return refused('the statement drops several indexes; one that is dropped concurrently stands alone');
    if (operation.cascade) return refused('CASCADE cannot be concurrent');
    if (found.index.constraint !== null) return refused('the index holds a constraint');
    if (table.partitionBy !== null || found.index.partOf !== null)
      return refused('an index of a partitioned table cannot be dropped concurrently');
    if (operation.conditional || !beginning.test(statementText(text, statement))) return refused('the statement cannot be rewritten');
    const name = writtenTable(operation.index);
    return {
      ok: true,
      plan: {
        id: dropIndex.id,
        title: 'Drop the index without blocking: CONCURRENTLY, alone in its migration',
        way: 'one-release',
        preferred: true,
        promise: nothingBlocked,
        replaces: [{ statement: statement.index, operation, replacement: null }],
        steps: [
          {
            phase: 'build',
            alone: true,
            name: folderWords('drop', operation.index.name),
            purpose: `Drops ${quotedName(operation.index.name)} while everyone reads and writes. Alone in its file: it refuses a transaction.`,
            // An interrupted drop leaves an invalid index, and one that nobody has recorded leaves none: both may run again.
            statements: [`DROP INDEX CONCURRENTLY IF EXISTS ${name}`],
            undo: 'create the index again, CONCURRENTLY and alone in a migration.',
            notes: ['If it fails, run it again.'],
          },
        ],
      },
    };
  },
};

const beginning = /^DROP\s+INDEX\s/i;
