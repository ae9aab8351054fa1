import type { OperationBase } from './operation';

/** Statements about the connection and its transaction. */
export type SessionOperation = SetVariable | TransactionControl | SessionOther;

export interface SetVariable extends OperationBase {
  readonly kind: 'set-variable';
  /** Lower case: `search_path`, `lock_timeout`. */
  readonly variable: string;
  /** Null for RESET and `TO DEFAULT`. */
  readonly values: readonly string[] | null;
  readonly scope: 'session' | 'transaction';
}

export interface TransactionControl extends OperationBase {
  readonly kind: 'transaction-control';
  readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback-to' | 'prepare';
}

/** DISCARD, NOTIFY, LISTEN, SET CONSTRAINTS, PREPARE, EXPLAIN, ALTER SYSTEM …: no relation is changed. */
export interface SessionOther extends OperationBase {
  readonly kind: 'session-other';
  readonly what: string;
  /** ALTER SYSTEM, CREATE DATABASE and the like refuse a transaction block. */
  readonly refusesTransaction: boolean;
}
