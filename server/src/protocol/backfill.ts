import type { EnvironmentParams } from './environments';

/**
 * Client to server: starts `lockstep backfill` as a process of its own. Parameters: `BackfillParams`; result: `BackfillStarted`. How it goes on is told
 * by `backfillChanged`.
 */
export const startBackfillRequest = 'lockstep/startBackfill';

export interface BackfillParams {
  /** Of the `*.backfill.json`. */
  readonly uri: string;
  /** Where it runs; null: what `DATABASE_URL` names, as for the command line. */
  readonly environment: EnvironmentParams | null;
}

export interface BackfillStarted {
  /** Sentences; null where it runs. */
  readonly problem: string | null;
  readonly id: number;
  /** The database as it may be shown. */
  readonly target: string;
}

/** Client to server, for a backfill that runs. Parameters: `BackfillControl`; no result. A cancelled one goes on from there when it is started again. */
export const controlBackfill = 'lockstep/controlBackfill';

export interface BackfillControl {
  readonly id: number;
  readonly action: 'pause' | 'resume' | 'cancel';
}

/** Server to client. Parameters: `BackfillChange`. */
export const backfillChanged = 'lockstep/backfillChanged';

export interface BackfillChange {
  readonly id: number;
  readonly state: 'running' | 'paused' | 'done' | 'cancelled' | 'failed';
  /** `12,400 rows · 22,400 rows/s · about 9 s left`; in the end, what was done and verified, or why not and what to do. */
  readonly words: string;
  /** Of the table's estimated rows, from 0 to 100; null where that is not known. */
  readonly percent: number | null;
}
