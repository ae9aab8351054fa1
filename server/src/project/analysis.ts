import { relative } from 'node:path';
import { type AnalysisSettings, analyzeMigration, foldMigration, type MigrationAnalysis, prepare } from '../analysis/analyze';
import type { Catalog, ObjectId } from '../analysis/catalog/catalog';
import { emptyCatalog } from '../analysis/catalog/draft';
import { buildId } from './build-id';
import { cachePath } from './cache-file';
import { type ChainLink, chainOf, executionFor, settingsKey } from './chain';
import { contentHash } from './content';
import { createFoldCache } from './fold-cache';
import type { Project } from './project';
import { openProjectCache, type ProjectCache } from './project-cache';
import { isDirectory } from './read-files';
import type { Report, SchemaReport } from './report';
import { type Built, createSchemaAnalyzer, type SchemaResult, schemaReportOf } from './schema-analysis';
import type { MigrationFile, Snapshot } from './snapshot';

/** Which migrations are asked for: those that are not history, all, or these by name. */
export type Scope = 'pending' | 'all' | ReadonlySet<string>;

export interface AnalysedMigration {
  readonly file: MigrationFile;
  readonly analysis: MigrationAnalysis;
}

export interface MigrationReport {
  readonly file: MigrationFile;
  readonly report: Report;
}

/** Everything that is asked for, in Prisma's order. */
export interface ProjectAnalysis {
  readonly snapshot: Snapshot;
  readonly migrations: readonly AnalysedMigration[];
}

export interface ProjectReport {
  readonly snapshot: Snapshot;
  readonly migrations: readonly MigrationReport[];
}

export interface SchemaPart {
  readonly schema: SchemaReport;
}

/**
 * Analyses snapshots of one project and remembers what it has computed: an edit costs the migration it is in, and those behind
 * it when they are asked for. All that are asynchronous yield to the event loop and reject with the signal's reason when it aborts.
 */
export interface Analyzer {
  /** Statements, operations, effects and findings of each migration in the scope. */
  readonly analyze: (snapshot: Snapshot, scope: Scope, signal?: AbortSignal) => Promise<ProjectAnalysis>;
  /** The same, one at a time, for callers that keep none of it. */
  readonly each: (snapshot: Snapshot, scope: Scope, signal?: AbortSignal) => AsyncGenerator<AnalysedMigration>;
  /** How many migrations of the scope have to be analysed for a report, because no cache has theirs. */
  readonly missing: (snapshot: Snapshot, scope: Scope) => number;
  /** Findings and counts alone. Kept for all migrations, on disk too: what has not changed is not read again. */
  readonly report: (snapshot: Snapshot, scope: Scope, signal?: AbortSignal) => Promise<ProjectReport>;
  /** The schema against what all migrations build, pending ones included; without migrations, against the default branch. */
  readonly schema: (snapshot: Snapshot, signal?: AbortSignal) => Promise<SchemaResult>;
  /** `report`, and findings and counts of the schema, which are kept on disk too. */
  readonly reportWithSchema: (snapshot: Snapshot, scope: Scope, signal?: AbortSignal) => Promise<ProjectReport & SchemaPart>;
}

export interface AnalyzerOptions {
  /** Where caches are kept; null: in memory only. */
  readonly cacheDirectory: string | null;
  /** Build that the cache belongs to; this one when left out. */
  readonly build?: string;
  /**
   * Milliseconds without an analysis before the cache is written again, once it has been written: an editor analyses with every
   * keystroke. 0 when left out: each analysis writes what it found.
   */
  readonly saveDelay?: number;
}

/** The project must be one that `supportOf` supports. */
export function createAnalyzer({ cacheDirectory, build = buildId, saveDelay = 0 }: AnalyzerOptions): Analyzer {
  const folds = createFoldCache();
  const save = saveDelay === 0 ? saveCatalogs : delayedSave(saveDelay);
  let cache: ProjectCache | null = null;
  let chain: { readonly links: readonly ChainLink[]; readonly settings: string } = { links: [], settings: '' };

  const cacheOf = ({ migrationsDirectory }: Project): ProjectCache => {
    const path = cacheDirectory === null || migrationsDirectory === null ? null : cachePath(cacheDirectory, migrationsDirectory);
    cache ??= openProjectCache(path, build);
    return cache;
  };

  const begin = (snapshot: Snapshot, signal: AbortSignal | undefined): Run => {
    const settings = settingsKey(snapshot.project);
    const links = chainOf(snapshot, settings, settings === chain.settings ? chain.links : []);
    chain = { links, settings };
    return { snapshot, links, folds, cache: cacheOf(snapshot.project), pause: pauseOf(signal) };
  };

  async function* each(snapshot: Snapshot, scope: Scope, signal?: AbortSignal): AsyncGenerator<AnalysedMigration> {
    await prepare();
    const run = begin(snapshot, signal);
    const newTables = new Set<ObjectId>();
    for (const [index, { file }] of run.links.entries()) {
      if (isIn(scope, file)) yield { file, analysis: await analyzeAt(run, index, newTables) };
      await followPending(run, index, newTables);
    }
    save(run);
  }

  let latest: { readonly snapshot: Snapshot; readonly key: string; readonly built: Built } | null = null;
  async function built(snapshot: Snapshot, signal?: AbortSignal): Promise<Built> {
    // An edit of the schema leaves all of this as it is: nothing is to be computed per migration then, not even a key.
    if (latest !== null && sameMigrations(latest.snapshot, snapshot)) return latest.built;
    const run = begin(snapshot, signal);
    const key = builtKey(run);
    if (latest?.key === key) return latest.built;
    const newTables = new Set<ObjectId>();
    for (const index of run.links.keys()) await followPending(run, index, newTables);
    const catalog = await catalogBefore(run, run.links.length);
    latest = { snapshot, key, built: { catalog, newTables } };
    return latest.built;
  }

  const schemas = createSchemaAnalyzer({ built, settings: ({ project }, newTables) => settingsOf(project, newTables) });

  async function schemaReport(run: Run, signal?: AbortSignal): Promise<SchemaReport> {
    const key = schemaKey(run);
    const { git } = run.snapshot;
    const commit = git.ok ? git.committed.commit : null;
    const known = run.cache.schema(key, commit);
    if (known !== null) return known;
    const result = await schemas.analyze(run.snapshot, signal);
    const report = schemaReportOf(result);
    if (result.ok && report.ok) run.cache.setSchema(key, result.asked ? { commit } : null, report);
    return report;
  }

  return {
    each,
    schema: schemas.analyze,
    async analyze(snapshot, scope, signal) {
      const migrations: AnalysedMigration[] = [];
      for await (const migration of each(snapshot, scope, signal)) migrations.push(migration);
      return { snapshot, migrations };
    },
    missing(snapshot, scope) {
      const { links, cache: reports } = begin(snapshot, undefined);
      return links.filter(({ file, report }) => isIn(scope, file) && reports.report(report) === null).length;
    },
    async report(snapshot, scope, signal) {
      const run = begin(snapshot, signal);
      const migrations = await reportsIn(run, scope);
      save(run);
      return { snapshot, migrations };
    },
    async reportWithSchema(snapshot, scope, signal) {
      const run = begin(snapshot, signal);
      const migrations = await reportsIn(run, scope);
      const schema = await schemaReport(run, signal);
      save(run);
      return { snapshot, migrations, schema };
    },
  };
}

/** One pass over the migrations of a snapshot. */
interface Run {
  readonly snapshot: Snapshot;
  readonly links: readonly ChainLink[];
  readonly folds: ReturnType<typeof createFoldCache>;
  readonly cache: ProjectCache;
  readonly pause: () => Promise<void>;
}

/** Whether a migration is asked for. */
export function isIn(scope: Scope, { name, facts }: MigrationFile): boolean {
  if (scope === 'all') return true;
  return scope === 'pending' ? facts.state !== 'history' : scope.has(name);
}

async function reportsIn(run: Run, scope: Scope): Promise<readonly MigrationReport[]> {
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

async function analyzeAt(run: Run, index: number, newTables: ReadonlySet<ObjectId>): Promise<MigrationAnalysis> {
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
async function followPending(run: Run, index: number, newTables: Set<ObjectId>): Promise<void> {
  const link = run.links[index];
  if (link === undefined || link.file.facts.state !== 'pending' || !run.snapshot.historyIsKnown) return;
  const created = run.folds.get(link.fold)?.createdTables ?? (await reportAt(run, index, newTables)).createdTables;
  for (const table of created) newTables.add(table);
}

function sameMigrations(a: Snapshot, b: Snapshot): boolean {
  return a.migrations === b.migrations && a.project === b.project && a.historyIsKnown === b.historyIsKnown;
}

/** Of what all migrations build: the last one's key tells their texts, which of them are pending tells the new tables. */
function builtKey({ links, snapshot }: Run): string {
  const pending = links.flatMap(({ file }) => (file.facts.state === 'pending' ? [file.name] : []));
  return JSON.stringify([links.at(-1)?.fold ?? null, snapshot.historyIsKnown ? pending : null, settingsKey(snapshot.project)]);
}

function schemaKey(run: Run): string {
  const { project, schema } = run.snapshot;
  const files = schema.files.map(({ path, text }) => [relative(project.root, path), text]);
  return contentHash(JSON.stringify([builtKey(run), project.prismaVersion, files]));
}

/** From the nearest migration whose catalog is known, in memory or on disk, folded forward. */
async function catalogBefore(run: Run, index: number): Promise<Catalog> {
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

/** Keeps the catalogs that the next process will ask for first: after the newest history migration, and after the last. */
function saveCatalogs(run: Run): void {
  const { migrationsDirectory } = run.snapshot.project;
  // A project that was deleted meanwhile must not come back as a folder with nothing but a cache.
  if (migrationsDirectory === null || !isDirectory(migrationsDirectory)) return;
  const newest = run.links.findLastIndex(({ file }) => file.facts.state !== 'pending');
  const wanted = new Map<string, Catalog | null>();
  for (const index of [newest, run.links.length - 1]) {
    const key = run.links[index]?.fold ?? '';
    const catalog = run.folds.get(key)?.after ?? null;
    if (catalog !== null || run.cache.catalogs.has(key)) wanted.set(key, catalog);
  }
  run.cache.save(wanted, run.links.length);
}

/** The first time at once, so that a process that ends soon leaves its work to the next one. */
function delayedSave(delay: number): (run: Run) => void {
  let timer: NodeJS.Timeout | undefined;
  let first = true;
  return (run) => {
    clearTimeout(timer);
    if (first) saveCatalogs(run);
    else timer = setTimeout(() => saveCatalogs(run), delay).unref();
    first = false;
  };
}

function settingsOf(project: Project, newTables: ReadonlySet<ObjectId>): AnalysisSettings {
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
function pauseOf(signal: AbortSignal | undefined): () => Promise<void> {
  let start = performance.now();
  return async () => {
    if (performance.now() - start < turn) return signal?.throwIfAborted();
    await new Promise(setImmediate);
    signal?.throwIfAborted();
    start = performance.now();
  };
}
