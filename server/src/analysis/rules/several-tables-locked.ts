import { locksTakenAfterWork } from '../migration/held-locks';
import type { MigrationRule } from './rule';

export const severalTablesLocked: MigrationRule = {
  id: 'several-tables-locked',
  severity: 'warning',
  scope: 'migration',
  summary: 'A transaction waits for a second table while it keeps a first one locked after long work on it.',
  help: 'Change one table in each migration: the locks on the first one are then released before the second one is waited for.',
  speaks: 'sql',
  detect: (context) =>
    locksTakenAfterWork(context).map(({ statement, first, second }) => ({
      message: `Locking ${context.names.relation(second)} while ${context.names.relation(first)} is still locked can deadlock with running code.`,
      statement: statement.index,
      relation: second,
    })),
};
