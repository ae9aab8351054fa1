import type { Statement } from '../../../analysis/sql/statement';

function hasAction(statement: Statement, ...actions: readonly string[]): boolean {
  return statement.operations.some((operation) => operation.kind === 'transaction-control' && actions.includes(operation.action));
}

export function begins(statement: Statement): boolean {
  return hasAction(statement, 'begin');
}

export function ends(statement: Statement): boolean {
  return hasAction(statement, 'commit', 'rollback', 'prepare');
}

/** BEGIN, COMMIT, SAVEPOINT and their like. */
export function controls(statement: Statement): boolean {
  return statement.operations.some(({ kind }) => kind === 'transaction-control');
}

/** Refused outside of a transaction block, so that a block around it would hide a failure. */
export function needsBlock(statement: Statement): boolean {
  return statement.operations.some(({ kind }) => kind === 'lock-tables');
}
