import type { Draft } from '../finding';
import type { AnalysedStatement, MigrationContext } from '../migration/migration';
import type { Operation } from '../operation/operation';
import type { StatementRule } from './rule';

export const concurrentlyInTransaction: StatementRule = {
  id: 'concurrently-in-transaction',
  severity: 'error',
  scope: 'statement',
  summary: 'A statement that refuses a transaction, such as CREATE INDEX CONCURRENTLY, runs in one.',
  help: 'Move it to a migration of its own, with nothing else in the file: not even a SET, and no BEGIN.',
  speaks: 'sql',
  detect: (statement, context) => {
    const refuses = !statement.effect.transactional || statement.operations.some(isConcurrent);
    if (!refuses || !context.inTransaction(statement.index)) return [];
    return [draft(statement, context)];
  },
};

/** Refused before the server looks at whether the index exists. */
function isConcurrent(operation: Operation): boolean {
  return (operation.kind === 'drop-index' || operation.kind === 'create-index' || operation.kind === 'reindex') && operation.concurrently;
}

function draft(statement: AnalysedStatement, context: MigrationContext): Draft {
  const what = nameOf(
    statement.operations.find((operation, index) => isConcurrent(operation) || statement.effects[index]?.transactional === false),
  );
  if (isBetweenBeginAndCommit(statement.index, context)) return { message: `${what} fails between BEGIN and COMMIT.` };
  return {
    message:
      context.execution === 'unknown'
        ? `${what} fails before Prisma 7.4: the file is one transaction there.`
        : `${what} fails, because Prisma runs this file as one transaction.`,
  };
}

function nameOf(operation: Operation | undefined): string {
  switch (operation?.kind) {
    case 'create-index':
      return 'CREATE INDEX CONCURRENTLY';
    case 'drop-index':
      return 'DROP INDEX CONCURRENTLY';
    case 'reindex':
      return 'REINDEX CONCURRENTLY';
    case 'detach-partition':
      return 'DETACH PARTITION CONCURRENTLY';
    case 'vacuum':
      return 'VACUUM';
    case 'session-other':
      return operation.what;
    default:
      return 'This statement';
  }
}

function isBetweenBeginAndCommit(index: number, context: MigrationContext): boolean {
  return context.statements.some(
    (other) =>
      other.index < index &&
      context.sameTransaction(other.index, index) &&
      other.operations.some((operation) => operation.kind === 'transaction-control' && operation.action === 'begin'),
  );
}
