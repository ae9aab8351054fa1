import type { Sizes } from '../../analysis/statistics/statistics';
import { createAnalyzer } from '../../project/analysis';
import type { Project } from '../../project/project';
import { readSnapshot } from '../../project/snapshot';
import { supportOf } from '../../project/support';
import { asAppliedIn } from '../status/as-applied';
import type { EnvironmentStatus } from '../status/status';
import { type MigrationPreview, type PreviewOptions, previewMigrations } from './migration-preview';

/** What the pending migrations of an environment do there; `reason` is a sentence. */
export type PendingAnalysis =
  | { readonly ok: true; readonly migrations: readonly MigrationPreview[] }
  | { readonly ok: false; readonly reason: string };

export interface PendingOptions {
  readonly cacheDirectory: string | null;
  readonly sizes: Sizes | null;
  readonly measured: PreviewOptions['measured'];
}

/** Follows the pending migrations of an environment from what is applied there, whatever git holds. */
export async function previewPending(
  project: Project,
  status: EnvironmentStatus,
  { cacheDirectory, sizes, measured }: PendingOptions,
): Promise<PendingAnalysis> {
  const support = supportOf(project);
  if (!support.ok) return { ok: false, reason: support.reason };
  if (status.error !== null) return { ok: false, reason: 'The database cannot be asked which migrations are pending.' };
  const snapshot = asAppliedIn(await readSnapshot(project, new Map(), { git: gitIsNotAsked }), status);
  const names = new Set(snapshot.migrations.flatMap(({ name, facts }) => (facts.state === 'pending' ? [name] : [])));
  if (names.size === 0) return { ok: true, migrations: [] };
  return { ok: true, migrations: await previewMigrations(snapshot, createAnalyzer({ cacheDirectory }), { names, sizes, measured }) };
}

const gitIsNotAsked = { ok: false, reason: 'the environment tells what is applied' } as const;
