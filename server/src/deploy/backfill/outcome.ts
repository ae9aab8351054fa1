import type { Batch } from './batch';
import type { Progress } from './progress';
import type { KeyRange } from './statements';
import type { Target } from './target';

/** What a runner is going to do. */
export interface Plan {
  readonly id: string;
  readonly target: Target;
  /** The update of a batch, with parameters for its keys. */
  readonly sql: string;
  /** Yields how many rows are still to do. */
  readonly verification: string;
  readonly notes: readonly string[];
}

/** What a runner tells while it works. */
export type BackfillEvent =
  | { readonly type: 'planned'; readonly plan: Plan; readonly progress: Progress }
  | { readonly type: 'batch'; readonly batch: Batch; readonly size: number; readonly estimatedRows: number | null }
  /** A batch did not get through; it is tried again after so many milliseconds. */
  | {
      readonly type: 'retry';
      readonly why: string;
      readonly attempt: number;
      readonly of: number;
      readonly wait: number;
      readonly size: number;
    }
  /** Other runners work on the last chunks. */
  | { readonly type: 'waiting'; readonly chunks: number }
  /** It waits until it is told to go on; and then it goes on. */
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'verified'; readonly verification: Verification }
  /** Rows were written behind the runner: it walks once more. */
  | { readonly type: 'pass'; readonly pass: number; readonly remaining: number };

/** What the final queries have yielded. */
export interface Verification {
  /** Rows still to do. */
  readonly remaining: number;
  /** The first value of the spec's own `check`; null where it has none. */
  readonly check: string | null;
}

export type Outcome =
  | { readonly state: 'done'; readonly progress: Progress; readonly verification: Verification }
  /** It can be resumed with the same spec. */
  | { readonly state: 'cancelled'; readonly progress: Progress | null }
  | { readonly state: 'failed'; readonly stop: Stop; readonly progress: Progress | null }
  /** Nothing was begun. */
  | { readonly state: 'refused'; readonly problem: string; readonly next: string };

/** Why a runner has stopped, and what to do. */
export interface Stop {
  /** SQLSTATE; null where it was not the server that refused. */
  readonly code: string | null;
  readonly problem: string;
  readonly next: string;
  readonly range: KeyRange | null;
  readonly column: string | null;
}
