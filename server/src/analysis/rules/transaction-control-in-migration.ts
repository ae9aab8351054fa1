import { assertNever } from '../assert-never';
import type { Draft } from '../finding';
import type { MigrationContext } from '../migration/migration';
import type { TransactionControl } from '../operation/session';
import type { MigrationRule } from './rule';

export const transactionControlInMigration: MigrationRule = {
  id: 'transaction-control-in-migration',
  severity: 'error',
  scope: 'migration',
  summary: 'BEGIN, COMMIT or ROLLBACK in a migration does not do what it says.',
  help: 'Write BEGIN and COMMIT as a pair around statements that belong together, or leave both out; never write ROLLBACK.',
  speaks: 'sql',
  detect: (context) => {
    const controls = context.operations.flatMap(({ operation, statement }) =>
      operation.kind === 'transaction-control' ? [{ operation, statement: statement.index }] : [],
    );
    const drafts: Draft[] = [];
    let open: Placed | null = null;
    for (const control of controls) {
      const problem = problemOf(control, open !== null, context);
      if (problem !== null) drafts.push(draft(problem, control));
      const { action } = control.operation;
      if (action === 'begin') open ??= control;
      if (action === 'commit' || action === 'rollback' || action === 'prepare') open = null;
    }
    if (open !== null) drafts.push(draft('BEGIN without COMMIT: nothing after it is ever committed.', open));
    return drafts;
  },
};

interface Placed {
  readonly operation: TransactionControl;
  readonly statement: number;
}

function draft(message: string, { operation, statement }: Placed): Draft {
  return { message, statement, operation };
}

function problemOf({ operation: { action }, statement }: Placed, open: boolean, context: MigrationContext): string | null {
  switch (action) {
    case 'begin':
      return open ? 'BEGIN inside a transaction does nothing: the first COMMIT ends them both.' : null;
    case 'commit':
      return open ? null : 'COMMIT without BEGIN commits half of the migration, or does nothing.';
    case 'rollback':
      return 'ROLLBACK undoes the migration, and Prisma records it as applied all the same.';
    case 'prepare':
      return 'PREPARE TRANSACTION leaves its locks in place until somebody commits it by hand.';
    case 'savepoint':
    case 'release':
    case 'rollback-to':
      return context.inTransaction(statement) ? null : 'SAVEPOINT fails, because Prisma commits each statement on its own.';
    default:
      return assertNever(action);
  }
}
