import type { AnalysisSettings } from './analyze';
import type { Catalog, ObjectId } from './catalog/catalog';
import type { Change } from './catalog/diff/change';
import { changedSubjects } from './catalog/diff/changed-subjects';
import { diffCatalogs } from './catalog/diff/diff';
import type { Subject } from './catalog/subject';
import { createRecorder } from './catalog/watched-catalog';
import type { Finding } from './finding';
import { judge } from './judge/judge';
import { schemaPage } from './judge/schema-page';
import { type Gathered, migrationContext } from './migration/context';
import { createFollower } from './migration/follow';
import type { AnalysedStatement, MigrationFacts } from './migration/migration';
import { writeMigration } from './render/migration';
import { schemaSpelling } from './render/schema-spelling';
import type { SqlPart, SqlText } from './render/sql-text';
import { type Placing, placeOf } from './schema/place/place';
import type { Schema } from './schema/schema';
import type { SchemaText } from './schema/schema-text';
import type { Wanted, WantedProvider } from './schema/wanted/wanted';
import { wantedCatalog } from './schema/wanted/wanted-catalog';
import { readPostgresPieces } from './sql/postgres/read-pieces';
import type { Span } from './text/span';
import { schemaNames } from './wording/schema-names';

export interface SchemaInput {
  readonly source: SchemaText;
  readonly provider: WantedProvider;
  /** What the migrations have built, pending ones included; without migrations what `previous` asks for. */
  readonly history: Catalog;
  /** Whether the history is one of migrations: only then something can be in none of them yet. */
  readonly hasMigrations: boolean;
  /** The schema before the edit, on the default branch or as first opened: names and places of what is gone. Null: not known. */
  readonly previous: Schema | null;
  readonly prismaVersion: string | null;
  /** Tables and enums that Prisma leaves to others: whatever the schema says of them is no change. */
  readonly external?: readonly ObjectId[];
  /** A reader that remembers blocks by their text: `createSchemaReader()`, one for each project. */
  readonly read: (text: string) => Schema;
}

export interface SchemaAnalysis {
  readonly schema: Schema;
  readonly wanted: Wanted;
  /** What Prisma would do. */
  readonly changes: readonly Change[];
  /** What changes, each thing once, as a person counts: a table and not its columns too, a column and not each of its clauses. */
  readonly changed: readonly Subject[];
  /** The migration that Prisma would write. */
  readonly sql: SqlText;
  /** Of `sql`, with spans in its text. */
  readonly statements: readonly AnalysedStatement[];
  /**
   * With spans in the joined text of the schema, sorted by them; suppressed ones left out. `statement` is the position in
   * `statements`, and the spans inside `operation` are those of the SQL.
   */
  readonly findings: readonly Finding[];
  /** Errors beside these, were Prisma to send the file as one transaction: what is written is to be right in either way. */
  readonly failuresInTransaction: readonly Finding[];
  /** Where the parts of the SQL come from, in the order of `sql.parts`. */
  readonly places: readonly SchemaPlace[];
  /** The history with the change. */
  readonly after: Catalog;
  /** Places that cannot be judged yet: half-typed, contradictory. */
  readonly unresolved: number;
}

/** A part of the SQL that a place in the schema asks for. */
export interface SchemaPlace {
  readonly part: SqlPart;
  /** Position in `statements` of the statement that the part is of. */
  readonly statement: number;
  /** In the joined text. */
  readonly span: Span;
}

/** The follower of all schemas: of an edit it follows the statements that have changed, and those that meet another catalog for it. */
const follow = createFollower(createRecorder());

/** Follows what becomes of the SQL of an edit: what it begins with as that does is known already. */
export const followBesideSchema = follow.beside;

/** Follows what is left of the SQL of an edit without some of its statements; null where that is not what was followed just now. */
export const followSchemaWithout = follow.without;

/** The migration that nobody has written yet. */
const facts: MigrationFacts = { name: '', state: 'pending', newestInHistory: null };

/** What a schema asks for that the history does not have. */
export type SchemaChanges = Pick<SchemaAnalysis, 'schema' | 'wanted' | 'changes'>;

/** The part of the analysis that needs no `previous`. */
export function schemaChanges({ source, provider, history, hasMigrations, prismaVersion, external, read }: SchemaInput): SchemaChanges {
  const schema = read(source.text);
  const wanted = wantedCatalog(schema, provider);
  const left = (external ?? []).map((table) => ({ table, column: null, part: 'everything' as const }));
  const unresolved = [...wanted.unresolved, ...left];
  const changes = diffCatalogs(history, wanted.catalog, { ...wanted, unresolved, from: fromOf(hasMigrations), prismaVersion });
  return { schema, wanted, changes };
}

function fromOf(hasMigrations: boolean): 'migrations' | 'schema' {
  return hasMigrations ? 'migrations' : 'schema';
}

/**
 * What an edited schema does to the database that the migrations have left, and what is to be said about that. `found`: what
 * `schemaChanges` gives for the same input, where that is known already.
 */
export function analyzeSchema(input: SchemaInput, settings: AnalysisSettings, found: SchemaChanges = schemaChanges(input)): SchemaAnalysis {
  const { source, provider, history, prismaVersion } = input;
  const { schema, wanted, changes } = found;
  const from = fromOf(input.hasMigrations);
  const changed = changedSubjects(changes, history);
  const sql = writeMigration(changes, { schemas: wanted.schemas, from, prismaVersion, spelling: schemaSpelling(wanted.origins) });
  const script = readPostgresPieces(sql.text, sql.pieces);
  const followed = follow(script, sql.text, history, settings.server);
  const previous = () => (input.previous === null ? null : wantedOf(input.previous, provider));
  const gathered: Gathered = {
    ...settings,
    ...followed,
    migration: facts,
    text: sql.text,
    script,
    before: history,
    history,
    names: schemaNames(wanted, previous),
    edit: { wanted, before: input.previous, previous, changes, changed, hasMigrations: input.hasMigrations },
  };
  const { context } = migrationContext(gathered);
  const placing: Placing = { text: source.text, wanted, previous, history };
  const page = schemaPage(sql, source, placing);
  const findings = judge(context, settings.rules, page);
  let places: readonly SchemaPlace[] | null = null;
  return {
    schema,
    wanted,
    changes,
    changed,
    sql,
    statements: followed.statements,
    findings,
    get failuresInTransaction() {
      if (settings.execution !== 'per-statement') return [];
      const together = migrationContext({ ...gathered, execution: 'one-transaction' });
      return judge(together.context, settings.rules, page).filter(
        ({ severity, rule, operation }) =>
          severity === 'error' && !findings.some((other) => other.rule === rule && other.operation === operation),
      );
    },
    // Asked for where somebody points, not at each keystroke.
    get places() {
      places ??= placesOf(sql, followed.statements, placing);
      return places;
    },
    after: followed.after,
    unresolved: wanted.unresolved.length,
  };
}

/** The schema before the edit stays the same from one keystroke to the next. */
const known = new WeakMap<Schema, Wanted>();

function wantedOf(schema: Schema, provider: WantedProvider): Wanted {
  const found = known.get(schema);
  if (found?.provider === provider) return found;
  const wanted = wantedCatalog(schema, provider);
  known.set(schema, wanted);
  return wanted;
}

function placesOf({ parts }: SqlText, statements: readonly AnalysedStatement[], placing: Placing): readonly SchemaPlace[] {
  let statement = 0;
  return parts.map((part) => {
    while (statement < statements.length - 1 && (statements[statement]?.span.end ?? 0) <= part.span.start) statement++;
    return { part, statement, span: placeOf(part.subject, placing) };
  });
}
