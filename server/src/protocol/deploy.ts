import type { OperationEnd } from './operations';

/** Operations around the deploy of pending migrations to an environment. */
export type DeployOperation = PreviewOperation | RunDeployOperation;

export interface AboutDeploys {
  readonly preview: PreviewEnd;
  readonly deploy: DeployEnd;
}

/** What a deploy would do, and whether its gates are open. */
export interface PreviewOperation extends DeployTerms {
  readonly type: 'preview';
}

/** The deploy itself. */
export interface RunDeployOperation extends DeployTerms {
  readonly type: 'deploy';
  /** The name of a protected environment as it was typed; null where nothing was. */
  readonly confirmed: string | null;
}

export interface DeployTerms {
  /** Gates that are blocked, and why it goes on in spite of them. */
  readonly overrides: readonly GateReason[];
  /** Whether a backup is made before the first statement. */
  readonly withBackup: boolean;
}

export interface GateReason {
  readonly gate: string;
  readonly reason: string;
}

export interface PreviewEnd extends OperationEnd {
  readonly plan?: DeployPlan;
}

export interface DeployPlan {
  /** The database as it may be shown. */
  readonly target: string;
  /** Names of what would be applied, in that order. */
  readonly pending: readonly string[];
  readonly gates: readonly DeployGate[];
  /** Whether its name has to be typed. */
  readonly isProtected: boolean;
}

export interface DeployGate {
  readonly gate: string;
  readonly title: string;
  readonly state: 'ok' | 'warning' | 'blocked' | 'overridden' | 'skipped';
  /** What was seen; a sentence. */
  readonly evidence: string;
  /** Markdown; null where the sentence says all. */
  readonly details: string | null;
  /** A command line that helps. */
  readonly fix: string | null;
  readonly mayOverride: boolean;
}

export interface DeployEnd extends OperationEnd {
  /** Whether a migration failed, so that there is something to recover from. */
  readonly isRecoverable?: boolean;
}
