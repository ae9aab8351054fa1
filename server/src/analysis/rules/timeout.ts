import type { AnalysedStatement, MigrationContext } from './rule';

type TimeoutVariable = 'lock_timeout' | 'statement_timeout';

/**
 * Whether a timeout that the file sets before a statement holds for it. SET holds until the next one; SET LOCAL only in its
 * transaction block, and outside of one it does nothing.
 */
export function hasTimeout(context: MigrationContext, statement: AnalysedStatement, variable: TimeoutVariable): boolean {
  let limited = false;
  for (const earlier of context.statements) {
    if (earlier.index >= statement.index) break;
    for (const operation of earlier.operations) {
      if (operation.kind !== 'set-variable' || operation.variable !== variable) continue;
      if (operation.scope === 'transaction' && !holdsLocally(context, earlier.index, statement.index)) continue;
      limited = operation.values?.some((value) => !/^0\D*$/.test(value.trim())) ?? false;
    }
  }
  return limited;
}

function holdsLocally(context: MigrationContext, set: number, statement: number): boolean {
  return context.inTransaction(set) && context.sameTransaction(set, statement);
}
