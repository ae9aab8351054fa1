import type { EnvironmentKind } from '../../project/settings';
import type { BackupEvent } from '../backup/outcome';
import type { Backup } from '../backup/stamp';
import type { GateId, GateResult } from '../gates/gate';
import type { HalfBuilt } from './half-built';
import type { SmokeTest } from './smoke-test';

/** What a deploy itself asks before it begins, beside the gates: that nobody else deploys there, the way of the CLI, and the person's word. */
export type CheckId = GateId | 'only-deploy' | 'prisma-cli' | 'confirmation';

/** What a gate or a check of the deploy has answered. */
export type CheckResult = Omit<GateResult, 'gate'> & { readonly gate: CheckId };

/** What happens during a deploy. All texts are without secrets. */
export type DeployEvent =
  | { readonly type: 'step'; readonly text: string }
  | { readonly type: 'check'; readonly result: CheckResult }
  | { readonly type: 'backup'; readonly event: BackupEvent }
  | { readonly type: 'migration-began'; readonly migration: string }
  /** `milliseconds`: by the clock of the database; null where it does not tell. */
  | {
      readonly type: 'migration-ended';
      readonly migration: string;
      readonly state: 'applied' | 'failed';
      readonly milliseconds: number | null;
    }
  /** A statement of the migration waits for others. */
  | { readonly type: 'waiting'; readonly text: string }
  /** A line that the CLI or the smoke test has printed. */
  | { readonly type: 'output'; readonly from: 'prisma' | 'smoke-test'; readonly text: string }
  | { readonly type: 'warning'; readonly text: string };

/** An event, and when it happened; ISO 8601 in UTC. */
export interface TimedEvent {
  readonly at: string;
  readonly event: DeployEvent;
}

/** Why a deploy has failed. The form of `lockstep deploy --format json`. */
export interface DeployFailure {
  /** Null where no migration is to blame. */
  readonly migration: string | null;
  /** Position of the refused statement in its file, from 0; null where nothing tells. */
  readonly statement: number | null;
  /** Prisma's code, or one of `SMOKE_TEST`, `OTHER_DATABASE`, `NOT_STARTED`, `NOT_KNOWN`; null where there is none. */
  readonly code: string | null;
  /** Sentences without secrets and without values of rows. */
  readonly message: string;
  /** Lines for a terminal, in order. */
  readonly next: readonly string[];
}

/** What was looked at behind the deploy; null where it could not be, or where the provider has no such thing. */
export interface Verification {
  /** Not usable now, and they were not there like that before. */
  readonly halfBuilt: readonly HalfBuilt[] | null;
  readonly smokeTest: SmokeTest | null;
}

/** A backup that was there already when the deploy began. */
export interface StandingBackup {
  /** As people know it, with its size. */
  readonly name: string;
  readonly isVerified: boolean;
  /** Milliseconds, when the deploy began. */
  readonly age: number;
}

interface DeployFacts {
  readonly environment: string;
  readonly kind: EnvironmentKind;
  /** `host:port/database`; null where there is no URL. */
  readonly target: string | null;
  readonly by: string;
  /** ISO 8601 in UTC, by the clock of this machine. */
  readonly beganAt: string;
  readonly endedAt: string;
  /** Of the CLI; null where there is none. */
  readonly prismaVersion: string | null;
  readonly checks: readonly CheckResult[];
  /** What was to be applied, in that order; empty where nobody could tell. */
  readonly pending: readonly string[];
  /** Of those, what the database has now. */
  readonly applied: readonly string[];
  readonly backup: Backup | null;
  /** The newest backup of this database that was there already, a verified one before others; null where none is known. */
  readonly standingBackup: StandingBackup | null;
  readonly verification: Verification | null;
  readonly timeLine: readonly TimedEvent[];
  /** One or more sentences: what came of it. */
  readonly words: string;
  /** Absolute path; null where none was written. */
  readonly report: string | null;
}

/** What came of a deploy. `refused`: nothing was begun. `cancelled`: `words` says what of it has happened all the same. */
export type DeployOutcome = DeployFacts &
  (
    | { readonly type: 'deployed' | 'nothing-to-do' | 'refused' | 'cancelled'; readonly failed: null }
    | { readonly type: 'failed'; readonly failed: DeployFailure }
  );
