import { type AnalysisSettings, analyzeMigration, foldMigration, type MigrationAnalysis, prepare } from '../analysis/analyze';
import type { Catalog, ObjectId } from '../analysis/catalog/catalog';
import { emptyCatalog } from '../analysis/catalog/draft';
import { type ChainLink, executionFor, settingsKey } from './chain';
import type { FoldCache } from './fold-cache';
import type { Project } from './project';
import type { ProjectCache } from './project-cache';
import type { Report } from './report';
import type { MigrationFile, Snapshot } from './snapshot';

/** Which migrations are asked for: those that are not history, all, or these by name. */
export type Scope = 'pending' | 'all' | ReadonlySet<string>;

export interface MigrationReport {
  readonly file: MigrationFile;
  readonly report: Report;
}

/** One pass over the migrations of a snapshot. */
export interface Run {
  readonly snapshot: Snapshot;
  readonly links: readonly ChainLink[];
  readonly folds: FoldCache;
  readonly cache: ProjectCache;
  readonly pause: () => Promise<void>;
}

/** Whether a migration is asked for. */
export function isIn(scope: Scope, { name, facts }: MigrationFile): boolean {
  if (scope === 'all') return true;
  return scope === 'pending' ? facts.state !== 'history' : scope.has(name);
}

/** Reports of the migrations in the scope, in Prisma's order. */
export async function reportsIn(run: Run, scope: Scope): Promise<readonly MigrationReport[]> {
  const newTables = new Set<ObjectId>();
  const migrations: MigrationReport[] = [];
  for (const [index, { file }] of run.links.entries()) {
    if (isIn(scope, file)) migrations.push({ file, report: await reportAt(run, index, newTables) });
    await followPending(run, index, newTables);
  }
  return migrations;
}

async function reportAt(run: Run, index: number, newTables: ReadonlySet<ObjectId>): Promise<Report> {
  const key = run.links[index]?.report ?? '';
  const known = run.cache.report(key);
  if (known !== null) return known;
  await prepare();
  const { script, unanalysed, findings, createdTables } = await analyzeAt(run, index, newTables);
  const report: Report = {
    statements: script.statements.length,
    unanalysed,
    findings: findings.map((finding) => ({ ...finding, operation: null })),
    createdTables: [...createdTables],
  };
  run.cache.setReport(key, report);
  return report;
}

/** `newTables`: those of the pending migrations before it. */
export async function analyzeAt(run: Run, index: number, newTables: ReadonlySet<ObjectId>): Promise<MigrationAnalysis> {
  const link = run.links[index];
  if (link === undefined) throw new RangeError(`no migration ${index}`);
  const before = await catalogBefore(run, index);
  const analysis = analyzeMigration(link.file, before, settingsOf(run.snapshot.project, newTables));
  run.folds.set(link.fold, index, { after: analysis.after, createdTables: analysis.createdTables });
  await run.pause();
  return analysis;
}

/**
 * Adds the tables of a pending migration to those that the next ones find new: pending migrations go out together. Only where
 * history is known; otherwise nobody can say that they do.
 */
export async function followPending(run: Run, index: number, newTables: Set<ObjectId>): Promise<void> {
  const link = run.links[index];
  if (link === undefined || link.file.facts.state !== 'pending' || !run.snapshot.historyIsKnown) return;
  const created = run.folds.get(link.fold)?.createdTables ?? (await reportAt(run, index, newTables)).createdTables;
  for (const table of created) newTables.add(table);
}

/** Of what all migrations build: the last one's key tells their texts, which of them are pending tells the new tables. */
export function builtKey({ links, snapshot }: Run): string {
  const pending = links.flatMap(({ file }) => (file.facts.state === 'pending' ? [file.name] : []));
  return JSON.stringify([links.at(-1)?.fold ?? null, snapshot.historyIsKnown ? pending : null, settingsKey(snapshot.project)]);
}

/**
 * The catalog that the migration at `index` finds; behind the last one, what all have built. From the nearest one whose catalog is known, in memory or on
 * disk, folded forward.
 */
export async function catalogBefore(run: Run, index: number): Promise<Catalog> {
  let start = index;
  let catalog: Catalog | null = null;
  while (start > 0 && catalog === null) {
    const key = run.links[--start]?.fold ?? '';
    catalog = run.folds.get(key)?.after ?? (run.cache.catalogs.has(key) ? run.cache.catalog(key) : null);
  }
  let position = catalog === null ? 0 : start + 1;
  catalog ??= emptyCatalog('postgresql');
  if (position < index) await prepare();
  for (; position < index; position++) {
    const link = run.links[position];
    if (link === undefined) break;
    catalog = foldMigration(link.file.text, catalog);
    run.folds.set(link.fold, position, { after: catalog, createdTables: null });
    await run.pause();
  }
  return catalog;
}

export function settingsOf(project: Project, newTables: ReadonlySet<ObjectId>): AnalysisSettings {
  const { postgresql, timeZone } = project.settings.server;
  return {
    server: { provider: 'postgresql', version: postgresql, timeZone },
    execution: executionFor(project),
    rules: project.settings.rules,
    newTables,
  };
}

/** Milliseconds of work before others get their turn. */
const turn = 8;

/** Lets the event loop run when a turn is over; rejects when the signal has aborted. */
export function pauseOf(signal: AbortSignal | undefined): () => Promise<void> {
  let start = performance.now();
  return async () => {
    if (performance.now() - start < turn) return signal?.throwIfAborted();
    await new Promise(setImmediate);
    signal?.throwIfAborted();
    start = performance.now();
  };
}
