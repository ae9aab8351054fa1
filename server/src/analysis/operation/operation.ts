import type { Span } from '../text/span';
import type { DataOperation } from './data';
import type { IndexOperation } from './index-operation';
import type { ObjectOperation } from './object';
import type { SessionOperation } from './session';
import type { TableOperation } from './table';
import type { TypeOperation } from './type-operation';

/**
 * The hub of the engine: one change of the schema or its data, whoever asked for it. SQL statements yield operations, and so
 * does the difference between the history and an edited schema; effects, rules and plans see nothing else. One statement may
 * hold several (`ALTER TABLE … , …`); the union is closed, every `switch` over `kind` is exhaustive.
 */
export type Operation =
  | TableOperation
  | IndexOperation
  | TypeOperation
  | ObjectOperation
  | DataOperation
  | SessionOperation
  | UnknownOperation;

export type OperationKind = Operation['kind'];

export type OperationOf<K extends OperationKind> = Extract<Operation, { readonly kind: K }>;

/** A statement, or a part of one, whose meaning Lockstep does not know. It is said, never passed over as safe. */
export interface UnknownOperation extends OperationBase {
  readonly kind: 'unknown';
  /** What it is and why it could not be read, as a phrase: "dynamic SQL in a DO block". */
  readonly reason: string;
}

export interface OperationBase {
  /** The clause: `DROP COLUMN "a"` within its ALTER TABLE; the whole statement where it has a single clause. */
  readonly span: Span;
  /** In a DO block: inside an IF, CASE, loop or exception handler, in a block that has a handler, or behind a possible RETURN. It may run, or not, or fail quietly. */
  readonly conditional: boolean;
}
