import type { OperationEnd } from './operations';

/** Operations around rehearsals: migrations on a throw-away copy. */
export type RehearsalOperation =
  /** `rows`: how many are generated for each table where the copy has none; 0 for none. Without an environment: what is not on the default branch. */
  | { readonly type: 'rehearse'; readonly rows: number }
  /** What rehearsals that were killed have left behind. Needs no environment. */
  | { readonly type: 'list-leftovers' }
  | { readonly type: 'remove-leftovers' }
  /** Drops a scratch database that a backup was restored into. `name` comes from `restored` of the list. */
  | { readonly type: 'drop-restored'; readonly name: string };

export interface AboutRehearsals {
  readonly rehearse: OperationEnd;
  readonly 'list-leftovers': LeftoversEnd;
  readonly 'remove-leftovers': OperationEnd;
  readonly 'drop-restored': OperationEnd;
}

export interface LeftoversEnd extends OperationEnd {
  /** `database lockstep_scratch_… on localhost:5432`. */
  readonly leftovers?: readonly string[];
  /** Scratch databases that backups were restored into. `words`: `database lockstep_scratch_… on localhost:5432, restored 2026-11-20 15:04 UTC`. */
  readonly restored?: readonly { readonly name: string; readonly words: string }[];
}
