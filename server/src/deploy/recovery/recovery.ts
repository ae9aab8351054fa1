import type { Provider } from '../../project/project';
import type { EnvironmentKind } from '../../project/settings';
import type { EnvironmentState } from '../status/status';

/** What is wrong with the migrations of an environment, and what to do about it. Holds neither secrets nor values of rows. */
export interface Recovery {
  readonly environment: string;
  readonly kind: EnvironmentKind;
  readonly provider: Provider | null;
  /** `host:port/database`; null where there is no URL. */
  readonly target: string | null;
  readonly state: EnvironmentState;
  /** The worst first: what stops every deploy stands before what only has to be known. Empty where all is well. */
  readonly troubles: readonly Trouble[];
}

export type Trouble =
  | FailedMigration
  | (TroubleBase & { readonly kind: 'running'; readonly migration: string })
  | (TroubleBase & { readonly kind: 'lock-held' })
  | (TroubleBase & { readonly kind: 'unreachable' })
  | (TroubleBase & { readonly kind: 'unmanaged'; readonly satisfied: readonly string[] })
  | (TroubleBase & { readonly kind: 'edited'; readonly migration: string })
  | (TroubleBase & { readonly kind: 'missing'; readonly migration: string })
  | (TroubleBase & { readonly kind: 'out-of-order'; readonly migration: string });

interface TroubleBase {
  /** Prisma's code: `P3009`; null where Prisma says nothing of it. */
  readonly code: string | null;
  /** One sentence: what happened. */
  readonly title: string;
  /** What is known of it, in sentences. */
  readonly facts: readonly string[];
  /** A text to be seen beside it: how a file differs from what was applied. */
  readonly detail: { readonly title: string; readonly language: 'diff' | 'sql'; readonly text: string } | null;
  /** Ways out, the best first. */
  readonly ways: readonly Way[];
}

/** A migration that was begun and did not come to its end. */
export interface FailedMigration extends TroubleBase {
  readonly kind: 'failed-migration';
  readonly migration: string;
  readonly startedAt: string | null;
  /** What the database has said, without values of rows; null where nothing is stored. */
  readonly error: { readonly code: string | null; readonly message: string } | null;
  /** Position of the refused statement, from 0; null where nothing tells. */
  readonly statement: number | null;
  /** How the file ran, as far as the database shows; null where it does not. */
  readonly ranAs: 'one-transaction' | 'per-statement' | null;
  readonly statements: readonly StatementOutcome[];
  /** Rows that stand in the way of the refused statement. */
  readonly offending: readonly OffendingRows[];
}

export interface StatementOutcome {
  /** From 0. */
  readonly index: number;
  /** From 1. */
  readonly line: number;
  /** The statement in one line, shortened. */
  readonly sql: string;
  readonly state: 'taken' | 'not-taken' | 'unknown';
}

/** Rows that a statement does not get along with. */
export interface OffendingRows {
  readonly what: 'duplicates' | 'nulls' | 'rows' | 'orphans' | 'violations' | 'uncastable';
  /** As messages name them: `"User"."email"`. */
  readonly subject: string;
  /** Null where counting takes too long, or where the database could not be asked. */
  readonly count: number | null;
  /** Shows them; with values, which is why it is for the person alone. */
  readonly query: string;
}

/** Steps that lead out, in order. */
export interface Way {
  readonly title: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly kind: 'query' | 'resolve-rolled-back' | 'resolve-applied' | 'revert' | 'restore' | 'edit' | 'deploy' | 'wait' | 'cancel-session';
  readonly title: string;
  readonly why: string;
  /** The exact line for a terminal; null for what is done by hand. */
  readonly command: string | null;
  /** To be run by the person in the database; null where there is none. */
  readonly sql: string | null;
  /** What it will do, in a sentence. */
  readonly preview: string;
}
