import type { AnalysedStatement, MigrationContext, PlacedOperation } from './migration';

type TimeoutVariable = 'lock_timeout' | 'statement_timeout';

/**
 * Whether a timeout that the file sets before a statement holds for it. SET holds until the next one; SET LOCAL only in its
 * transaction block, and outside of one it does nothing.
 */
export function hasTimeout(context: MigrationContext, statement: AnalysedStatement, variable: TimeoutVariable): boolean {
  let limited = false;
  for (const { operation, statement: earlier } of settingsIn(context)) {
    if (earlier.index >= statement.index) break;
    if (operation.kind !== 'set-variable' || operation.variable !== variable) continue;
    if (operation.scope === 'transaction' && !holdsLocally(context, earlier.index, statement.index)) continue;
    limited = operation.values?.some((value) => !/^0\D*$/.test(value.trim())) ?? false;
  }
  return limited;
}

/** Each statement of a file asks for them. */
const known = new WeakMap<readonly PlacedOperation[], readonly PlacedOperation[]>();

function settingsIn({ operations }: MigrationContext): readonly PlacedOperation[] {
  const settings = known.get(operations) ?? operations.filter(({ operation }) => operation.kind === 'set-variable');
  known.set(operations, settings);
  return settings;
}

function holdsLocally(context: MigrationContext, set: number, statement: number): boolean {
  return context.inTransaction(set) && context.sameTransaction(set, statement);
}
