import type { Project } from '../../project/project';
import type { BackupEvent } from '../backup/outcome';
import type { UrlSources } from '../environments/environment';
import type { Variables } from '../programs/find-tools';
import type { RestoreTarget } from './target';

export interface RestoreJob {
  readonly project: Project;
  /** Path of the backup. */
  readonly backup: string;
  readonly target: RestoreTarget;
  /** Whether what is in the target may be dropped. */
  readonly clean: boolean;
  /** What a person has typed to confirm it; null for nothing. */
  readonly confirmed: string | null;
  /** Whether a protected environment that is not empty is backed up first. */
  readonly backUpFirst: boolean;
  readonly sources: UrlSources;
  readonly variables: Variables;
  readonly now: Date;
  readonly onEvent: (event: BackupEvent) => void;
  readonly abort: AbortSignal;
}
