import type { Database, TransactionSettings } from '../connection/database';
import type { Work } from './batch';
import type { Gate } from './gate';
import type { BackfillEvent, Plan } from './outcome';
import type { BackfillSpec } from './spec';

/** How often something is tried again before the runner stops. */
export interface Patience {
  /** Tries of one batch that locks, timeouts or deadlocks keep from getting through. */
  readonly tries: number;
  /** Connections in a row that cannot be had. With the waits between them, 12 are about 45 seconds. */
  readonly connections: number;
  /** Passes over the table in one run, the first included. */
  readonly passes: number;
}

export const usualPatience: Patience = { tries: 10, connections: 12, passes: 5 };

/** What stays the same while one runner works. */
export interface Run {
  readonly spec: BackfillSpec;
  readonly plan: Plan;
  readonly database: Database;
  readonly emit: (event: BackfillEvent) => void;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly gate: Gate;
  readonly work: Work;
}

/** Of every transaction that writes. */
export function settingsOf({ lockTimeout, statementTimeout }: BackfillSpec): TransactionSettings {
  return { lockTimeout, statementTimeout, access: 'read-write' };
}
