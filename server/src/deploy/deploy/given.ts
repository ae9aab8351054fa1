import type { Project } from '../../project/project';
import type { Environment, UrlSources } from '../environments/environment';
import type { GateOverride } from '../gates/gate';
import type { Variables } from '../programs/find-tools';
import type { DeployEvent } from './outcome';

/** What a deploy is given. It asks nothing back. */
export interface DeployGiven {
  readonly project: Project;
  readonly environment: Environment;
  readonly sources: UrlSources;
  readonly overrides: readonly GateOverride[];
  /** The name of the environment as the person has typed it; null where nobody was asked. */
  readonly confirmed: string | null;
  /** Whether a backup is made before the first statement. */
  readonly withBackup: boolean;
  /** Where statistics and catalogs are kept; null for nowhere. */
  readonly cacheDirectory: string | null;
  /** Who deploys, for others to see. */
  readonly by: string;
  readonly now: Date;
  readonly onEvent: (event: DeployEvent) => void;
  readonly abort: AbortSignal;
  /** Of this process: what programs inherit. */
  readonly variables: Variables;
}
