import type { Execution } from '../../analysis/migration/migration';
import type { Sizes } from '../../analysis/statistics/statistics';
import { executionFor } from '../../project/chain';
import type { Project } from '../../project/project';
import type { EnvironmentKind } from '../../project/settings';
import { sizesWith } from '../../project/statistics/sizes';
import type { DatabaseProblem } from '../connection/problem';
import type { Environment } from '../environments/environment';
import { measuredIn, readRehearsal } from '../rehearsal/stored';
import { readStatistics } from '../statistics/read-statistics';
import { pendingIn } from '../status/pending';
import { readStatus } from '../status/read-status';
import type { EnvironmentStatus } from '../status/status';
import { knownSizes } from './known-sizes';
import type { MigrationPreview } from './migration-preview';
import { previewPending } from './pending';

/** What a deploy to an environment would do now. Plain data. */
export interface DeployPreview {
  readonly environment: string;
  readonly kind: EnvironmentKind;
  /** `host:port/database`. */
  readonly target: string;
  readonly status: EnvironmentStatus;
  /** Names of what would be applied, in that order. */
  readonly pending: readonly string[];
  /** How Prisma runs the files. */
  readonly execution: Execution;
  /** What they do; empty where `unanalysed` says why that is not known. */
  readonly migrations: readonly MigrationPreview[];
  readonly unanalysed: string | null;
  /** Whose sizes are told; null where none are known. */
  readonly sizes: { readonly environment: string; readonly takenAt: string } | null;
  /** The rehearsal whose times are told; null where there was none. */
  readonly rehearsal: { readonly of: string | null; readonly at: string; readonly stale: readonly string[] } | null;
  /** What could not be found out, in sentences. */
  readonly notes: readonly string[];
  readonly now: Date;
}

export interface DeployPreviewGiven {
  readonly project: Project;
  readonly environment: Environment;
  /** Where statistics and catalogs are kept; null for nowhere. */
  readonly cacheDirectory: string | null;
  /** Whether the sizes of tables are asked of the database now, and not taken from the cache. */
  readonly fresh: boolean;
  readonly now: Date;
}

export type DeployPreviewOutcome =
  | { readonly type: 'previewed'; readonly preview: DeployPreview }
  /** The database cannot be asked what is pending. */
  | { readonly type: 'unreachable'; readonly problem: DatabaseProblem };

/** Asks the environment what is pending there and works out what that does. It only reads, and never rejects. */
export async function previewDeploy(given: DeployPreviewGiven): Promise<DeployPreviewOutcome> {
  const { project, environment, cacheDirectory, now } = given;
  const notes: string[] = [];
  const [status, sizes] = await Promise.all([readStatus(environment, project), sizesFor(given, notes)]);
  if (status.error !== null) return { type: 'unreachable', problem: status.error };
  const stored = (await readRehearsal(project, environment.name)) ?? (await readRehearsal(project, null));
  const measured = stored === null ? () => null : measuredIn(stored);
  const analysis = await previewPending(project, status, { cacheDirectory, sizes, measured });
  return {
    type: 'previewed',
    preview: {
      environment: environment.name,
      kind: environment.kind,
      target: status.target ?? '',
      status,
      pending: pendingIn(status, project) ?? [],
      execution: executionFor(project),
      migrations: analysis.ok ? analysis.migrations : [],
      unanalysed: analysis.ok ? null : analysis.reason,
      sizes: sizes === null ? null : { environment: sizes.statistics.environment, takenAt: sizes.statistics.takenAt },
      rehearsal: stored === null ? null : { of: stored.rehearsal.environment, at: stored.rehearsal.startedAt, stale: stored.stale },
      notes,
      now,
    },
  };
}

async function sizesFor({ project, environment, cacheDirectory, fresh, now }: DeployPreviewGiven, notes: string[]): Promise<Sizes | null> {
  const known = knownSizes(project, environment.name, cacheDirectory, now);
  if (!fresh) return known;
  const read = await readStatistics(environment, now);
  if (read.ok) return sizesWith(read.value, project, now.getTime());
  notes.push(`The sizes of tables could not be taken: ${read.problem.message}`);
  return known;
}
