import { relative } from 'node:path';
import { type MigrationAnalysis, prepare } from '../analysis/analyze';
import type { ObjectId } from '../analysis/catalog/catalog';
import { buildId } from './build-id';
import { cachePath } from './cache-file';
import { type ChainLink, chainOf, settingsKey } from './chain';
import { contentHash } from './content';
import { createFoldCache } from './fold-cache';
import type { Project } from './project';
import { openProjectCache, type ProjectCache } from './project-cache';
import type { SchemaReport } from './report';
import {
  analyzeAt,
  builtKey,
  catalogBefore,
  followPending,
  isIn,
  type MigrationReport,
  pauseOf,
  type Run,
  reportsIn,
  type Scope,
  settingsOf,
} from './run';
import { delayedSave, saveCatalogs } from './save-catalogs';
import { type Built, createSchemaAnalyzer, type SchemaResult, schemaReportOf } from './schema-analysis';
import type { MigrationFile, Snapshot } from './snapshot';

export interface AnalysedMigration {
  readonly file: MigrationFile;
  readonly analysis: MigrationAnalysis;
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
  let unsaved: Run | null = null;
  async function built(snapshot: Snapshot, signal?: AbortSignal): Promise<Built> {
    // An edit of the schema leaves all of this as it is: nothing is to be computed per migration then, not even a key.
    if (latest !== null && sameMigrations(latest.snapshot, snapshot)) return latest.built;
    const run = begin(snapshot, signal);
    const key = builtKey(run);
    if (latest?.key === key) return latest.built;
    const newTables = new Set<ObjectId>();
    for (const index of run.links.keys()) await followPending(run, index, newTables);
    const catalog = await catalogBefore(run, run.links.length);
    if (!run.cache.catalogs.has(run.links.at(-1)?.fold ?? '')) unsaved = run;
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
    async schema(snapshot, signal) {
      const result = await schemas.analyze(snapshot, signal);
      // Without a pending migration nobody else saves what the schema has folded, and the next process would fold it again.
      if (unsaved !== null) save(unsaved);
      unsaved = null;
      return result;
    },
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

function sameMigrations(a: Snapshot, b: Snapshot): boolean {
  return a.migrations === b.migrations && a.project === b.project && a.historyIsKnown === b.historyIsKnown;
}

function schemaKey(run: Run): string {
  const { project, schema, unread } = run.snapshot;
  const files = schema.files.map(({ path, text }) => [relative(project.root, path), text]);
  return contentHash(JSON.stringify([builtKey(run), project.prismaVersion, project.config?.external ?? null, unread, files]));
}
