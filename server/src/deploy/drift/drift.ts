import type { Catalog } from '../../analysis/catalog/catalog';
import { emptyCatalog } from '../../analysis/catalog/draft';
import type { MigrationText } from '../../analysis/revert/definitions';
import { readSchema } from '../../analysis/schema/read';
import type { Wanted, WantedProvider } from '../../analysis/schema/wanted/wanted';
import { wantedCatalog } from '../../analysis/schema/wanted/wanted-catalog';
import { prepareGrammar } from '../../analysis/sql/postgres/grammar';
import type { Project, Provider } from '../../project/project';
import { readSchemaText } from '../../project/read-schema';
import { migrationSystemProblem } from '../../project/support';
import type { DatabaseProblem } from '../connection/problem';
import type { Redact } from '../connection/redact';
import type { Environment, UrlSources } from '../environments/environment';
import { introspect, introspectionTimeLimit, type SeenDatabase } from '../introspection/introspect';
import type { Introspection } from '../introspection/introspection';
import { type LocalMigration, readLocalMigrations } from '../status/local-migrations';
import { type BuiltByHistory, builtByHistory, namedSchemas } from './built-by-history';
import { builtInMysql } from './built-in-mysql';
import { type BuiltInScratch, builtInSqlite } from './built-in-sqlite';
import { differencesBetween } from './compare';
import type { Against, Difference } from './difference';
import { changedBodies } from './function-bodies';
import { type Sorted, withoutIgnored } from './ignored';
import { schemaDifferences } from './schema-differences';

export interface DriftGiven {
  readonly project: Project;
  readonly environment: Environment;
  readonly against: Against;
  /** Where URLs come from. MySQL: without it no server for a scratch database is found, and so no history is compared. */
  readonly sources?: UrlSources;
  /** Milliseconds for the database. */
  readonly timeLimit?: number;
  /** Unsaved texts by absolute path, which win over the disk. */
  readonly overlay?: ReadonlyMap<string, string>;
}

export type DriftOutcome =
  | DriftFound
  /** The database cannot be asked. */
  | { readonly type: 'unreachable'; readonly problem: DatabaseProblem }
  /** There is nothing to compare with; a sentence. */
  | { readonly type: 'impossible'; readonly reason: string };

/** The comparison of a database with what it should be. No differences: no drift. */
export interface DriftFound extends Sorted {
  readonly type: 'compared';
  readonly environment: string;
  readonly against: Against;
  /** `host:port/database`. */
  readonly target: string;
  readonly serverVersion: string;
  /** What makes it less than certain, in sentences. */
  readonly notes: readonly string[];
  readonly sides: DriftSides;
}

/** What was compared. Plain data, for what is made of it: texts, statements, a migration. */
export interface DriftSides {
  readonly provider: WantedProvider;
  readonly database: Catalog;
  /** Statements that would make the database again. */
  readonly definitions: string;
  /** SQLite, MySQL: the statements that have made the objects of either side, by `definitionKey`. */
  readonly written: { readonly database: Introspection['written']; readonly expected: Introspection['written'] };
  readonly expected: Catalog;
  /** The migrations that are applied, in their order. */
  readonly applied: readonly MigrationText[];
  /** What the schema asks for; null where it cannot be read. */
  readonly wanted: Wanted | null;
}

/** Compares the database of an environment with the history that it has, or with the schema. It only reads, and never rejects. */
export async function driftOf(given: DriftGiven): Promise<DriftOutcome> {
  const { project, environment, against } = given;
  const provider = comparedProvider(project.provider);
  const system = migrationSystemProblem(project);
  if (system !== null) return { type: 'impossible', reason: system };
  if (provider === null) return { type: 'impossible', reason: 'Only databases of PostgreSQL, MySQL, MariaDB and SQLite are compared.' };
  await prepareGrammar();
  const local = readLocalMigrations(project);
  const wanted = wantedBy(project, provider, given.overlay ?? new Map());
  if (against === 'schema' && wanted === null) return { type: 'impossible', reason: 'The project has no schema that can be read.' };
  const schemas = provider === 'postgresql' ? [...(await namedSchemas(local)), ...(wanted?.schemas ?? [])] : [];
  const seen = await introspect(environment, { schemas, timeLimit: given.timeLimit ?? introspectionTimeLimit });
  if (!seen.ok) return { type: 'unreachable', problem: seen.problem };
  const made = await builtFor(provider, given, local, seen.value);
  if (against === 'history' && !made.ok) return { type: 'impossible', reason: made.reason };
  return comparisonOf({ ...given, provider }, seen.value, made.ok ? made.built : nothingBuilt, wanted);
}

const nothingBuilt: BuiltByHistory = { catalog: emptyCatalog('postgresql'), written: new Map(), applied: [], notes: [] };

function comparedProvider(provider: Provider | null): WantedProvider | null {
  switch (provider) {
    case null:
    case 'postgresql':
      return 'postgresql';
    case 'mysql':
    case 'sqlite':
      return provider;
    case 'sqlserver':
    case 'mongodb':
    case 'cockroachdb':
      return null;
  }
}

async function builtFor(
  provider: WantedProvider,
  given: DriftGiven,
  local: readonly LocalMigration[],
  { history }: SeenDatabase,
): Promise<BuiltInScratch> {
  switch (provider) {
    case 'postgresql':
      return { ok: true, built: await builtByHistory(local, history) };
    case 'sqlite':
      return builtInSqlite(local, history);
    case 'mysql':
      return given.against === 'history' ? builtInMysql(given, local, history) : { ok: false, reason: '' };
  }
}

function comparisonOf(
  { project, environment, against, provider }: DriftGiven & Pick<DriftSides, 'provider'>,
  { introspection }: SeenDatabase,
  built: BuiltByHistory,
  wanted: Wanted | null,
): DriftFound {
  const bySchema = against === 'schema' ? wanted : null;
  const sides: DriftSides = {
    provider,
    database: introspection.catalog,
    definitions: introspection.definitions,
    written: { database: introspection.written, expected: built.written },
    expected: bySchema?.catalog ?? built.catalog,
    applied: built.applied,
    wanted,
  };
  const found =
    bySchema === null
      ? [...differencesBetween(sides.database, sides.expected, 'history'), ...changedBodies(introspection, sides.expected, built.applied)]
      : schemaDifferences(sides.database, bySchema, project);
  const external = [...(project.config?.external.tables ?? []), ...(project.config?.external.enums ?? [])];
  const redact: Redact = environment.connection.ok ? environment.connection.redact : (text) => text;
  const { unusedIgnores, ...sorted } = withoutIgnored(
    found.map((one) => redacted(one, redact)),
    [...project.settings.drift.ignore, ...external],
    sides.expected.searchPath[0],
  );
  return {
    type: 'compared',
    ...{ environment: environment.name, against, serverVersion: introspection.serverVersion, sides },
    target: environment.connection.ok ? environment.connection.address.target : '',
    ...sorted,
    unusedIgnores: unusedIgnores.filter((entry) => !external.includes(entry)),
    notes: [...(against === 'history' ? built.notes : []), ...introspection.unread.map((statement) => unreadNote(redact(statement)))],
  };
}

/** A default may hold anything. */
function redacted(difference: Difference, redact: Redact): Difference {
  const { sentence, database, expected } = difference;
  const hidden = (text: string | null): string | null => (text === null ? null : redact(text));
  return { ...difference, sentence: redact(sentence), database: hidden(database), expected: hidden(expected) };
}

function unreadNote(statement: string): string {
  return `Not understood, and left out: ${statement}`;
}

function wantedBy(project: Project, provider: WantedProvider, overlay: ReadonlyMap<string, string>): Wanted | null {
  const notes: string[] = [];
  const text = readSchemaText(project.schema, overlay, notes);
  return notes.length > 0 || text.files.length === 0 ? null : wantedCatalog(readSchema(text.text), provider);
}
