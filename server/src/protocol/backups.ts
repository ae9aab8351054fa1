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
  readonly restore: OperationEnd;
}

export interface RestoreOperation {
  readonly type: 'restore';
  /** As `list-backups` names it. */
  readonly path: string;
  /** `scratch`: a new database on the environment's server, beside what is there. `environment`: in place of what is there. */
  readonly to: 'scratch' | 'environment';
  /** Whether what is there may be dropped. */
  readonly isClean: boolean;
  /** The name of a protected environment as it was typed; null where nothing was. */
  readonly confirmed: string | null;
}

export interface BackupsEnd extends OperationEnd {
  /** The newest first. */
  readonly backups?: readonly ShownBackup[];
  readonly isProtected?: boolean;
}

export interface ShownBackup {
  readonly path: string;
  readonly name: string;
  /** `14 min old · 2.1 GB · verified`. */
  readonly words: string;
  /** What it holds: `42 migrations up to 20261103_add_teams`. */
  readonly holds: string;
}
