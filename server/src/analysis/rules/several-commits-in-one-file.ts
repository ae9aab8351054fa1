import type { ObjectId } from '../catalog/catalog';
import { findIndex, findTable } from '../catalog/resolve';
import type { Draft } from '../finding';
import { isDataChange } from '../migration/data-change';
import { locksHeldAcross, locksTakenAfterWork } from '../migration/held-locks';
import { mayHoldRows } from '../migration/in-use';
import type { AnalysedStatement, MigrationContext } from '../migration/migration';
import { transactionsOf } from '../migration/transactions';
import type { Operation } from '../operation/operation';
import type { MigrationRule } from './rule';

export const severalCommitsInOneFile: MigrationRule = {
  id: 'several-commits-in-one-file',
  severity: 'warning',
  scope: 'migration',
  summary: 'A statement may be refused after an earlier one, which it belongs to, has been committed on its own.',
  help:
    'Move this statement to the next migration, so that a retry starts with it. ' +
    'Where all of it has to happen or nothing, write BEGIN and COMMIT around the file.',
  speaks: 'sql',
  detect: (context) => {
    const committed = context.statements.filter(leavesTrace);
    if (committed.length === 0 || !commitsStatementByStatement(context)) return [];
    const { sameTransaction } = transactionsOf(context.statements, 'per-statement');
    for (const { operation, statement, effect } of context.operations) {
      if (!effect.failures.some(({ when }) => when !== 'certain')) continue;
      const before = committed.filter(({ index }) => index < statement.index && !sameTransaction(index, statement.index));
      const draft = halfDone(operation, statement, before, context);
      if (draft !== null) return [draft];
    }
    return [];
  },
};

/** Where the version is not known, one transaction's own dangers come first: a file cannot be run both ways. */
function commitsStatementByStatement(context: MigrationContext): boolean {
  switch (context.execution) {
    case 'per-statement':
      return true;
    case 'one-transaction':
      return false;
    case 'unknown':
      return locksHeldAcross(context).length === 0 && locksTakenAfterWork(context).length === 0;
  }
}

/** Whether what a statement does is missed, or in the way, when the file is run again: it changes rows or drops what holds rows to a rule. */
function leavesTrace({ operations }: AnalysedStatement): boolean {
  return operations.some((operation) => isDataChange(operation) || operation.kind === 'drop-index' || operation.kind === 'drop-constraint');
}

/** What stays half done when the operation is refused: rows that were changed for it, or what it was to replace. */
function halfDone(
  operation: Operation,
  statement: AnalysedStatement,
  before: readonly AnalysedStatement[],
  context: MigrationContext,
): Draft | null {
  if (isDataChange(operation) || !('table' in operation) || operation.table === null) return null;
  const table = findTable(statement.before, operation.table)?.id;
  if (table === undefined || !mayHoldRows(context, statement, table)) return null;
  const place = { statement: statement.index, operation, relation: table };
  const name = addedName(operation);
  if (name !== null && before.some((earlier) => drops(earlier, table, name))) {
    return { ...place, message: `If this fails, ${context.names.part(table, name)} stays dropped: every statement commits on its own.` };
  }
  if (before.some((earlier) => changesRows(earlier, table))) {
    return { ...place, message: `If this fails, the rows of ${context.names.relation(table)} stay changed: each statement commits alone.` };
  }
  return null;
}

/** The name of what an operation adds and may refuse rows for; foreign keys are left out: what the old one held to, the new one accepts. */
function addedName(operation: Operation): string | null {
  switch (operation.kind) {
    case 'create-index':
      return operation.name?.text ?? null;
    case 'add-primary-key':
    case 'add-unique':
    case 'add-check':
      return operation.constraint.name?.text ?? null;
    default:
      return null;
  }
}

function drops(statement: AnalysedStatement, table: ObjectId, name: string): boolean {
  return statement.operations.some((operation) => {
    switch (operation.kind) {
      case 'drop-index':
        return operation.index.name === name && findIndex(statement.before, operation.index)?.index.table === table;
      case 'drop-constraint':
        return operation.constraint.text === name && findTable(statement.before, operation.table)?.id === table;
      default:
        return false;
    }
  });
}

function changesRows(statement: AnalysedStatement, table: ObjectId): boolean {
  return statement.operations.some((operation) => isDataChange(operation) && findTable(statement.before, operation.table)?.id === table);
}
