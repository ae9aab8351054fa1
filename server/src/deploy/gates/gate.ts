import type { Project } from '../../project/project';
import type { Environment, UrlSources } from '../environments/environment';
import type { GateFacts } from './facts';

/** In the order in which people read them: what Prisma itself would refuse, what the deploy does, whether it is its time. */
export const gateIds = [
  'prisma-version',
  'status',
  'migration-lock',
  'pooled-connection',
  'long-transactions',
  'drift',
  'findings',
  'statements',
  'rehearsal',
  'promotion',
  'branch',
  'clean-tree',
  'backup',
] as const;

export type GateId = (typeof gateIds)[number];

/** One thing that has to be true before migrations are deployed. Nothing is believed that can be looked at. */
export interface Gate {
  readonly id: GateId;
  /** What it asks, in two or three words. */
  readonly title: string;
  readonly check: (question: GateQuestion) => Promise<GateAnswer>;
  /** What it says where it could not look, in time or at all: `blocked` where not to know is dangerous. */
  readonly unanswered: 'blocked' | 'skipped';
}

export interface GateQuestion {
  readonly project: Project;
  readonly environment: Environment;
  readonly sources: UrlSources;
  readonly now: Date;
  /** Whether a backup is made before the first statement. */
  readonly withBackup: boolean;
  /** Where statistics and catalogs are kept; null for nowhere. */
  readonly cacheDirectory: string | null;
  /** What several gates want to know is asked once. */
  readonly facts: GateFacts;
}

export interface GateAnswer {
  readonly state: 'ok' | 'warning' | 'blocked' | 'skipped';
  /** What was seen, or why it cannot be: one sentence without secrets. */
  readonly evidence: string;
  /** Markdown that a person can open; left out where the sentence says all. */
  readonly details?: string;
  /** A command line that helps, where there is one. */
  readonly fix?: string;
  /** Why an override would not help, as a sentence; left out where it may be overridden. */
  readonly refusesOverride?: string;
}

/** What a gate has answered: plain data, the form of `lockstep deploy --format json` with more beside it. */
export interface GateResult {
  readonly gate: GateId;
  readonly title: string;
  /**
   * `overridden`: it was blocked, and somebody goes on for the reason that `evidence` gives first. `skipped`: it does not apply, or cannot
   * tell.
   */
  readonly state: 'ok' | 'warning' | 'blocked' | 'overridden' | 'skipped';
  readonly evidence: string;
  /** Why somebody goes on, on one line; null where it was not overridden. */
  readonly reason: string | null;
  readonly details: string | null;
  readonly fix: string | null;
  /** Whether it is blocked and an override with a reason would be accepted. */
  readonly mayOverride: boolean;
  /** Where it is blocked and may not be overridden: why, and what to do; sentences. */
  readonly refusal: string | null;
}

/** Somebody goes on in spite of a gate. `reason` is kept in the report. */
export interface GateOverride {
  readonly gate: GateId;
  readonly reason: string;
}

/** What must not pass in an environment that others depend on is worth a warning where one develops. */
export function blockedUnlessDevelopment({ kind }: Environment): 'blocked' | 'warning' {
  return kind === 'development' ? 'warning' : 'blocked';
}
