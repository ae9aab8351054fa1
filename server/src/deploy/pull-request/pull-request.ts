import type { Finding } from '../../analysis/finding';
import type { Sizes } from '../../analysis/statistics/statistics';
import type { Analyzer } from '../../project/analysis';
import { schemaReportOf } from '../../project/schema-analysis';
import type { Snapshot } from '../../project/snapshot';
import { type MigrationPreview, previewMigrations } from '../preview/migration-preview';
import { type BackfillCost, backfillCosts } from './backfill-costs';
import { type Checklist, checklistOf } from './checklist';
import { type Rollback, rollbackOf } from './rollback';

/** What a pull request will do to the databases that it reaches: plain data. */
export interface PullRequest {
  readonly migrations: readonly ReportedMigration[];
  /** What the schema changes that is in none of the migrations yet. */
  readonly schema: { readonly changes: number; readonly findings: readonly Finding[] };
  readonly backfills: readonly BackfillCost[];
  readonly checklist: Checklist;
  /** Whose sizes are told; null where none are known. */
  readonly sizes: { readonly environment: string; readonly takenAt: string } | null;
  readonly now: Date;
}

export interface ReportedMigration {
  readonly preview: MigrationPreview;
  readonly rollback: Rollback;
}

export interface ReportOptions {
  /** Names of the migrations that the pull request brings. */
  readonly names: ReadonlySet<string>;
  readonly sizes: Sizes | null;
  readonly measured: (migration: string, statement: number) => number | null;
  readonly now: Date;
}

/** Reads the project alone: no database is asked. */
export async function pullRequestOf(snapshot: Snapshot, analyzer: Analyzer, options: ReportOptions): Promise<PullRequest> {
  const { sizes, now } = options;
  const previews = await previewMigrations(snapshot, analyzer, options);
  const migrations: ReportedMigration[] = [];
  for (const preview of previews) migrations.push({ preview, rollback: await rollbackOf(snapshot, preview.file, now) });
  const schema = schemaReportOf(await analyzer.schema(snapshot));
  const backfills = backfillCosts(snapshot, previews, sizes);
  return {
    migrations,
    schema: schema.ok ? { changes: schema.changes, findings: schema.findings } : { changes: 0, findings: [] },
    backfills,
    checklist: checklistOf({ project: snapshot.project, migrations, backfills }),
    sizes: sizes === null ? null : { environment: sizes.statistics.environment, takenAt: sizes.statistics.takenAt },
    now,
  };
}
