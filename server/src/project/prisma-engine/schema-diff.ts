import { relative, sep } from 'node:path';
import { type AnalysisSettings, analyzeMigration } from '../../analysis/analyze';
import { analyzeSchema } from '../../analysis/analyze-schema';
import type { Catalog } from '../../analysis/catalog/catalog';
import type { AnalysedStatement, MigrationFacts } from '../../analysis/migration/migration';
import { writeDatamodel } from '../../analysis/schema/datamodel/write-datamodel';
import { createSchemaReader } from '../../analysis/schema/read';
import { joinSchema, type SchemaFile } from '../../analysis/schema/schema-text';
import { wantedCatalog } from '../../analysis/schema/wanted/wanted-catalog';
import { counted } from '../../analysis/wording/wording';
import type { Analyzer } from '../analysis';
import type { Project } from '../project';
import type { SchemaResult } from '../schema-analysis';
import { committedSchema } from '../schema-baseline';
import type { Snapshot } from '../snapshot';
import { providerNames, supportOf } from '../support';
import type { Engine } from './engine';
import { type PrismaDiff, prismaDiff } from './prisma-engine';

/** What an edited schema changes, as the migration that Prisma would write. `problem` is a sentence. */
export type SchemaDiff =
  | {
      readonly ok: true;
      /** Empty where nothing has changed. */
      readonly sql: string;
      readonly writtenBy: 'prisma' | 'lockstep';
      /** Of `sql`; null where the provider's SQL is not analysed. */
      readonly statements: readonly AnalysedStatement[] | null;
      /** The branch whose schema it was compared with; null: everything that the migrations have built. */
      readonly comparedWith: string | null;
      /** What is worth knowing about how the SQL came about, in sentences. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/**
 * The schema of a snapshot against what its migrations have built, without migrations against the default branch. The SQL is
 * that of Prisma's own engine, which needs no database for it; where it cannot answer it is Lockstep's, and a note says so.
 */
export async function schemaDiff(engine: Engine, analyzer: Pick<Analyzer, 'schema'>, snapshot: Snapshot): Promise<SchemaDiff> {
  if (snapshot.project.provider === 'sqlite') return sqliteDiff(engine, snapshot);
  const support = supportOf(snapshot.project);
  if (!support.ok) return { ok: false, problem: support.reason };
  const result = await analyzer.schema(snapshot);
  if (!result.ok) return { ok: false, problem: `The schema is not analysed: ${result.reason}.` };
  return postgresDiff(engine, snapshot, result);
}

/** The name under which the engine is given what the migrations have built. */
const historyFile = 'what the migrations have built';

async function postgresDiff(engine: Engine, snapshot: Snapshot, result: SchemaResult & { readonly ok: true }): Promise<SchemaDiff> {
  const { analysis, baseline } = result;
  const history = analysis.statements[0]?.before ?? analysis.after;
  const from =
    baseline.type === 'branch'
      ? named(snapshot, baseline.committed.schema.files)
      : [{ path: historyFile, text: writeDatamodel(history, analysis.wanted, snapshot.project.prismaVersion) }];
  const official = await prismaDiff(engine, 'postgresql', from, named(snapshot, snapshot.schema.files), snapshot.project.config?.external);
  const comparedWith = baseline.type === 'branch' ? baseline.ref : null;
  const own = analysis.sql.text;
  if (!official.ok || same(official.sql, own) || same(withoutSequences(official.sql), withoutSequences(betweenSchemas(from, snapshot)))) {
    const notes = official.ok ? [] : [unansweredNote(official), ...unclearNotes(analysis.unresolved)];
    return { ok: true, sql: own, writtenBy: official.ok ? 'prisma' : 'lockstep', statements: analysis.statements, comparedWith, notes };
  }
  const statements = statementsOf(official.sql, history, snapshot);
  const notes = ["Prisma's engine writes other SQL than Lockstep expects; this is the engine's."];
  return { ok: true, sql: official.sql, writtenBy: 'prisma', statements, comparedWith, notes };
}

function same(a: string, b: string): boolean {
  return a.trim() === b.trim();
}

/** Between two schemas the engine takes all sequences for one without a name: it drops that, or keeps it for others. */
function withoutSequences(sql: string): string {
  return sql.replaceAll(/\nDROP SEQUENCE "[^"]*";/g, '');
}

/**
 * What the engine is expected to write here. It is given a schema on either side, where `migrate dev` reads the tables of a shadow
 * database, and names types in another way then. What people get is the migration of `migrate dev`.
 */
function betweenSchemas(from: readonly SchemaFile[], { project, schema }: Snapshot): string {
  const read = createSchemaReader();
  const before = wantedCatalog(read(joinSchema(from).text), 'postgresql').catalog;
  const { prismaVersion, config } = project;
  const external = [...(config?.external.tables ?? []), ...(config?.external.enums ?? [])];
  const given = { provider: 'postgresql', hasMigrations: false, previous: null, prismaVersion, external, read } as const;
  return analyzeSchema({ ...given, source: schema, history: before }, settingsFor(project)).sql.text;
}

function unansweredNote({ problem, invalid }: PrismaDiff & { readonly ok: false }): string {
  if (!invalid.some(({ path }) => path === historyFile)) return `${problem} Lockstep has written the SQL itself.`;
  return "Prisma's engine cannot read what the migrations have built, so Lockstep has written the SQL itself.";
}

function unclearNotes(places: number): readonly string[] {
  if (places === 0) return [];
  return [`${counted(places, 'place')} of the schema ${places === 1 ? 'is' : 'are'} not clear yet and left out.`];
}

const facts: MigrationFacts = { name: '', state: 'pending', newestInHistory: null };

function statementsOf(sql: string, history: Catalog, { project }: Snapshot): readonly AnalysedStatement[] {
  return analyzeMigration({ facts, text: sql }, history, settingsFor(project)).statements;
}

/** Enough for statements and their effects. */
function settingsFor({ settings }: Project): AnalysisSettings {
  const { postgresql, timeZone } = settings.server;
  return {
    server: { provider: 'postgresql', version: postgresql, timeZone },
    execution: 'unknown',
    rules: new Map(),
    newTables: new Set(),
  };
}

/** The migrations of SQLite are not read yet, so its schema is compared with that of the default branch. */
async function sqliteDiff(engine: Engine, snapshot: Snapshot): Promise<SchemaDiff> {
  const committed = await committedSchema(snapshot);
  if (!committed.ok) return { ok: false, problem: `There is nothing to compare the schema with: ${committed.reason}.` };
  const [from, to] = [named(snapshot, committed.schema.files), named(snapshot, snapshot.schema.files)];
  const official = await prismaDiff(engine, 'sqlite', from, to, snapshot.project.config?.external);
  if (!official.ok) return { ok: false, problem: official.problem };
  const notes = official.sql === '' ? [] : [`What ${providerNames.sqlite} does for a statement is not analysed yet.`];
  return { ok: true, sql: official.sql, writtenBy: 'prisma', statements: null, comparedWith: committed.ref, notes };
}

/** With names that a person knows them by: the engine's errors hold them. */
function named({ project }: Snapshot, files: readonly SchemaFile[]): readonly SchemaFile[] {
  return files.map(({ path, text }) => ({ path: relative(project.root, path).split(sep).join('/'), text }));
}
