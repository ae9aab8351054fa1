import type { ObjectId } from '../../analysis/catalog/catalog';
import { type LockMode, strongerLock } from '../../analysis/effects/lock-mode';
import type { Sizes } from '../../analysis/statistics/statistics';
import { createAnalyzer } from '../../project/analysis';
import type { Project } from '../../project/project';
import { readSnapshot } from '../../project/snapshot';
import { cachedSizes, sizesWith } from '../../project/statistics/sizes';
import { readStatisticsFile, statisticsPath } from '../../project/statistics/statistics-file';
import { supportOf } from '../../project/support';
import { type MigrationPreview, previewMigrations, type StatementPreview } from '../preview/migration-preview';
import { asAppliedIn } from '../status/as-applied';
import type { EnvironmentStatus } from '../status/status';

/** What the pending migrations of an environment do there; `reason` is a sentence. */
export type PendingAnalysis =
  | { readonly ok: true; readonly migrations: readonly MigrationPreview[] }
  | { readonly ok: false; readonly reason: string };

/** Follows the pending migrations of an environment from what is applied there, whatever git holds. */
export async function analysePending(
  project: Project,
  status: EnvironmentStatus,
  cacheDirectory: string | null,
  now: Date,
): Promise<PendingAnalysis> {
  const support = supportOf(project);
  if (!support.ok) return { ok: false, reason: support.reason };
  if (status.error !== null) return { ok: false, reason: 'The database cannot be asked which migrations are pending.' };
  const snapshot = asAppliedIn(await readSnapshot(project, new Map(), { git: gitIsNotAsked }), status);
  const names = new Set(snapshot.migrations.flatMap(({ name, facts }) => (facts.state === 'pending' ? [name] : [])));
  if (names.size === 0) return { ok: true, migrations: [] };
  const sizes = sizesIn(project, status.name, cacheDirectory, now);
  const options = { names, sizes, measured: () => null };
  return { ok: true, migrations: await previewMigrations(snapshot, createAnalyzer({ cacheDirectory }), options) };
}

const gitIsNotAsked = { ok: false, reason: 'the environment tells what is applied' } as const;

/** Those of this environment, else those of the one that matters most. */
function sizesIn(project: Project, environment: string, cacheDirectory: string | null, now: Date): Sizes | null {
  if (cacheDirectory === null) return null;
  const own = readStatisticsFile(statisticsPath(cacheDirectory, project.root, environment));
  return own.ok ? sizesWith(own.statistics, project, now.getTime()) : cachedSizes(project, cacheDirectory, now.getTime());
}

/** The strongest lock that migrations take on each relation in use. */
export function strongestLocks(migrations: readonly MigrationPreview[]): ReadonlyMap<ObjectId, LockMode> {
  const strongest = new Map<ObjectId, LockMode>();
  for (const { relation, lock } of migrations.flatMap(({ statements }) => statements.flatMap(({ tables }) => tables))) {
    if (lock === null) continue;
    const known = strongest.get(relation);
    strongest.set(relation, known === undefined ? lock : strongerLock(known, lock));
  }
  return strongest;
}

/** Whether it builds or drops an index without locking writers out, which waits for every transaction that is older. */
export function waitsForOlder({ effect }: StatementPreview): boolean {
  return !effect.transactional && (effect.builds.length > 0 || effect.reindexes.length > 0 || effect.drops.length > 0);
}
