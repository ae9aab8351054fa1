import type { OperationEnd } from './operations';

/** Operations around backups of an environment's database. */
export type BackupOperation =
  | { readonly type: 'back-up' }
  /** What there is. Nothing is connected. */
  | { readonly type: 'list-backups' }
  | RestoreOperation;

export interface AboutBackups {
  readonly 'back-up': OperationEnd;
  readonly 'list-backups': BackupsEnd;
  readonly restore: RestoreEnd;
}

export interface RestoreOperation {
  readonly type: 'restore';
  /** As `list-backups` names it. */
  readonly path: string;
  /** `scratch`: a new database on the environment's server, beside what is there. `environment`: in place of what is there. */
  readonly to: 'scratch' | 'environment';
  /** Whether what is there may be dropped. */
  readonly isClean: boolean;
  /** Whether it is only looked at: what it would do, and what has to be typed first. */
  readonly isPreview: boolean;
  /** What was typed; null where nothing was. */
  readonly confirmed: string | null;
}

export interface RestoreEnd extends OperationEnd {
  /** What has to be typed first; left out where nothing is lost. */
  readonly confirmation?: string;
}

export interface BackupsEnd extends OperationEnd {
  /** The newest first. */
  readonly backups?: readonly ShownBackup[];
}

export interface ShownBackup {
  readonly path: string;
  readonly name: string;
  /** `14 min old · 2.1 GB · verified`. */
  readonly words: string;
  /** What it holds: `42 migrations up to 20261103_add_teams`. */
  readonly holds: string;
}
