import type { OperationEnd } from './operations';

/** Operations around rehearsals: migrations on a throw-away copy. */
export type RehearsalOperation =
  /** `rows`: how many are generated for each table where the copy has none; null for none. Without an environment: what is not on the default branch. */
  | { readonly type: 'rehearse'; readonly rows: number | null }
  /** What rehearsals and restores that were killed have left behind. */
  | { readonly type: 'list-leftovers' }
  | { readonly type: 'remove-leftovers'; readonly ids: readonly string[] };

export interface AboutRehearsals {
  readonly rehearse: OperationEnd;
  readonly 'list-leftovers': LeftoversEnd;
  readonly 'remove-leftovers': OperationEnd;
}

export interface LeftoversEnd extends OperationEnd {
  readonly leftovers?: readonly ShownLeftover[];
}

export interface ShownLeftover {
  readonly id: string;
  readonly name: string;
  /** Where it is and since when. */
  readonly words: string;
}
