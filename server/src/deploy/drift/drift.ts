import type { Catalog } from '../../analysis/catalog/catalog';
import type { MigrationText } from '../../analysis/revert/definitions';
import { readSchema } from '../../analysis/schema/read';
import type { Wanted } from '../../analysis/schema/wanted/wanted';
import { wantedCatalog } from '../../analysis/schema/wanted/wanted-catalog';
import { prepareGrammar } from '../../analysis/sql/postgres/grammar';
import type { Project } from '../../project/project';
import { readSchemaText } from '../../project/read-schema';
import { supportOf } from '../../project/support';
import type { DatabaseProblem } from '../connection/problem';
import type { Environment } from '../environments/environment';
import { introspect, introspectionTimeLimit, type SeenDatabase } from '../introspection/introspect';
import { readLocalMigrations } from '../status/local-migrations';
import { builtByHistory, namedSchemas } from './built-by-history';
import { differencesBetween } from './compare';
import type { Against, Difference } from './difference';
import { changedBodies } from './function-bodies';
import { type Sorted, withoutIgnored } from './ignored';
import { schemaDifferences } from './schema-differences';

export interface DriftGiven {
  readonly project: Project;
  readonly environment: Environment;
  readonly against: Against;
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
  readonly database: Catalog;
  /** Statements that would make the database again. */
  readonly definitions: string;
  readonly expected: Catalog;
  /** The migrations that are applied, in their order. */
  readonly applied: readonly MigrationText[];
  /** What the schema asks for; null where it cannot be read. */
  readonly wanted: Wanted | null;
}

/** Compares the database of an environment with the history that it has, or with the schema. It only reads, and never rejects. */
export async function driftOf(given: DriftGiven): Promise<DriftOutcome> {
  const { project, environment, against } = given;
  const support = supportOf(project);
  if (!support.ok) return { type: 'impossible', reason: support.reason };
  await prepareGrammar();
  const local = await readLocalMigrations(project);
  const wanted = wantedBy(project, given.overlay ?? new Map());
  if (against === 'schema' && wanted === null) return { type: 'impossible', reason: 'The project has no schema that can be read.' };
  const schemas = [...(await namedSchemas(local)), ...(wanted?.schemas ?? [])];
  const seen = await introspect(environment, { schemas, timeLimit: given.timeLimit ?? introspectionTimeLimit });
  if (!seen.ok) return { type: 'unreachable', problem: seen.problem };
  const { introspection, history } = seen.value;
  const built = await builtByHistory(local, history);
  const sides: DriftSides = {
    database: introspection.catalog,
    definitions: introspection.definitions,
    expected: against === 'schema' && wanted !== null ? wanted.catalog : built.catalog,
    applied: built.applied,
    wanted,
  };
  const found =
    against === 'schema' && wanted !== null
      ? schemaDifferences(introspection.catalog, wanted, project)
      : historyDifferences(seen.value, sides);
  const external = [...(project.config?.external.tables ?? []), ...(project.config?.external.enums ?? [])];
  const { unusedIgnores, ...sorted } = withoutIgnored(found, [...project.settings.drift.ignore, ...external]);
  return {
    type: 'compared',
    ...{ environment: environment.name, against, serverVersion: introspection.serverVersion, sides },
    target: environment.connection.ok ? environment.connection.address.target : '',
    ...sorted,
    unusedIgnores: unusedIgnores.filter((entry) => !external.includes(entry)),
    notes: [...(against === 'history' ? built.notes : []), ...introspection.unread.map(unreadNote)],
  };
}

function historyDifferences({ introspection }: SeenDatabase, { expected, applied }: DriftSides): readonly Difference[] {
  return [...differencesBetween(introspection.catalog, expected, 'history'), ...changedBodies(introspection, expected, applied)];
}

function unreadNote(statement: string): string {
  return `Not understood, and left out: ${statement}`;
}

function wantedBy(project: Project, overlay: ReadonlyMap<string, string>): Wanted | null {
  const notes: string[] = [];
  const text = readSchemaText(project.schema, overlay, notes);
  if (notes.length > 0 || text.files.length === 0) return null;
  return wantedCatalog(readSchema(text.text), 'postgresql');
}
