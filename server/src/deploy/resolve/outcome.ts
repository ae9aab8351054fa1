import type { DatabaseProblem } from '../connection/problem';

export type ResolveAction = 'rolled-back' | 'applied';

/** How resolving a migration has ended. Sentences without secrets. */
export type ResolveOutcome =
  /** `overridden`: what spoke against it and did not count, because of the reason that was given. */
  | {
      readonly state: 'resolved';
      readonly preview: readonly string[];
      readonly overridden: readonly string[];
      readonly warnings: readonly string[];
    }
  /** Nothing was changed. `help`: what to do next. */
  | { readonly state: 'refused'; readonly reasons: readonly string[]; readonly help: string }
  | { readonly state: 'unreachable'; readonly problem: DatabaseProblem }
  /** Prisma's command has failed, or the database does not show what it should have done. */
  | { readonly state: 'failed'; readonly message: string; readonly output: string }
  | { readonly state: 'cancelled' };

export type ResolveEvent =
  | { readonly type: 'checked'; readonly preview: readonly string[] }
  /** A line of the project's own Prisma CLI. */
  | { readonly type: 'line'; readonly text: string };
