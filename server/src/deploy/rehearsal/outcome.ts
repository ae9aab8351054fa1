import type { Rehearsal, RehearsedMigration, RehearsedStatement } from './rehearsal';

/** How a rehearsal ended. Texts hold no secret. */
export type RehearsalOutcome =
  /** Every statement ran, or was skipped because the copy lacks what it needs. */
  | ({ readonly outcome: 'passed' } & Done)
  /** A statement failed. */
  | ({ readonly outcome: 'failed' } & Done)
  | { readonly outcome: 'nothing-to-do'; readonly message: string }
  | { readonly outcome: 'impossible'; readonly problem: RehearsalProblem }
  | { readonly outcome: 'cancelled'; readonly left: string | null };

interface Done {
  readonly rehearsal: Rehearsal;
  /** Where it is kept; null where that could not be written, which `notes` of the rehearsal say. */
  readonly path: string | null;
  /** What was not removed: asked for with `keep`, or because that failed; null where nothing is left. */
  readonly left: string | null;
}

/** Why there is no rehearsal. */
export interface RehearsalProblem {
  /** Prisma's code, where it has one. */
  readonly code: string | null;
  /** A sentence. */
  readonly message: string;
  /** What to do next; a sentence. */
  readonly help: string;
}

/** What happens meanwhile, for whoever shows it. */
export type RehearsalEvent =
  /** A phrase: `starting the embedded PostgreSQL`. */
  | { readonly type: 'step'; readonly text: string }
  | { readonly type: 'history'; readonly done: number; readonly of: number }
  | { readonly type: 'rows'; readonly table: string; readonly rows: number }
  | { readonly type: 'migration'; readonly name: string; readonly index: number; readonly of: number }
  | { readonly type: 'statement'; readonly migration: string; readonly index: number; readonly of: number; readonly sql: string }
  | { readonly type: 'statement-done'; readonly migration: string; readonly statement: RehearsedStatement }
  | { readonly type: 'migration-done'; readonly migration: RehearsedMigration };
