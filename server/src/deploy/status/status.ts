import type { Provider } from '../../project/project';
import type { EnvironmentKind } from '../../project/settings';
import type { DatabaseProblem } from '../connection/problem';

/** What is known of the migrations of one environment. The form of `lockstep status --format json`. */
export interface EnvironmentStatus {
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly provider: Provider | null;
  /** `host:port/database`; null where there is no URL. */
  readonly target: string | null;
  readonly state: EnvironmentState;
  readonly error: DatabaseProblem | null;
  /** In the order of their names; empty where the database told nothing. */
  readonly migrations: readonly MigrationStatus[];
}

export const environmentStates = ['up-to-date', 'pending', 'edited', 'missing', 'failed', 'unmanaged', 'unreachable', 'invalid'] as const;

/** `unmanaged`: there are tables, and nothing says which migrations made them. `invalid`: there is no URL, or it is none. */
export type EnvironmentState = (typeof environmentStates)[number];

export interface MigrationStatus {
  readonly name: string;
  readonly state: MigrationState;
  /** ISO 8601 in UTC; null where it was never begun. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly steps: number;
  /** What the database has said when it failed. */
  readonly error: string | null;
}

/** `missing`: applied, and not in the project. `rolled-back`: it failed, somebody has resolved that, and it is to be applied again. */
export type MigrationState = 'applied' | 'pending' | 'failed' | 'rolled-back' | 'edited' | 'missing';
