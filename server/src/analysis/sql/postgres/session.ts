import type { ExplainStmt, TransactionStmt, VariableSetStmt } from '@pgsql/types';
import type { Operation } from '../../operation/operation';
import type { SessionOther, SetVariable, TransactionControl } from '../../operation/session';
import { constantOf } from './expression';
import { optionsOf } from './functions';
import { base, type ReadStatement, type Source } from './source';

export function readSet(source: Source, node: VariableSetStmt): SetVariable {
  const isReset = node.kind !== 'VAR_SET_VALUE' && node.kind !== 'VAR_SET_MULTI';
  const values = (node.args ?? []).map((argument) => {
    if ('DefElem' in argument) return argument.DefElem.arg === undefined ? '' : (constantOf(argument.DefElem.arg, '')?.value ?? '');
    return constantOf(argument, '')?.value ?? '';
  });
  return {
    kind: 'set-variable',
    ...base(source),
    variable: (node.name ?? 'all').toLowerCase(),
    values: isReset ? null : values,
    scope: node.is_local === true || node.name === 'TRANSACTION' ? 'transaction' : 'session',
  };
}

const actions: Readonly<Record<NonNullable<TransactionStmt['kind']>, TransactionControl['action']>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
  TRANS_STMT_RELEASE: 'release',
  TRANS_STMT_ROLLBACK_TO: 'rollback-to',
  TRANS_STMT_PREPARE: 'prepare',
  TRANS_STMT_COMMIT_PREPARED: 'commit',
  TRANS_STMT_ROLLBACK_PREPARED: 'rollback',
};

export function readTransaction(source: Source, node: TransactionStmt): TransactionControl {
  return { kind: 'transaction-control', ...base(source), action: actions[node.kind ?? 'TRANS_STMT_BEGIN'] };
}

/** Statements that change no relation; some of them refuse to run inside a transaction block. */
export function sessionOther(source: Source, what: string, refusesTransaction: boolean): SessionOther {
  return { kind: 'session-other', ...base(source), what, refusesTransaction };
}

/** EXPLAIN only plans, EXPLAIN ANALYZE runs the statement. */
export function readExplain(source: Source, node: ExplainStmt, readStatement: ReadStatement): readonly Operation[] {
  const runs = optionsOf(node.options).some(({ defname }) => defname === 'analyze');
  return runs && node.query !== undefined ? readStatement(source, node.query) : [sessionOther(source, 'ExplainStmt', false)];
}
