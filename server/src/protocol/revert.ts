import type { AskedValue, GivenValue } from './create';
import type { OfferedEdit } from './offered-edit';

/** Client to server: the migrations that undo another one. Parameters: `RevertParams`; result: `RevertResult`. */
export const revertRequest = 'lockstep/revert';

export interface RevertParams {
  /** Of the `migration.sql` that is to be undone. */
  readonly uri: string;
  readonly values: readonly GivenValue[];
}

export interface RevertResult {
  /** A sentence; null where there is something to write. */
  readonly problem: string | null;
  readonly edit: OfferedEdit | null;
  /** What it does not bring back, what it takes away, and what is left to do, in sentences. */
  readonly notes: readonly string[];
  readonly asks: readonly AskedValue[];
}

/** Client to server: the migrations of the project that a file belongs to, newest first. Parameters: `{ uri }`, null for the only project. */
export const migrationsRequest = 'lockstep/migrations';

export interface MigrationsResult {
  readonly problem: string | null;
  readonly migrations: readonly { readonly name: string; readonly uri: string; readonly state: string }[];
}
