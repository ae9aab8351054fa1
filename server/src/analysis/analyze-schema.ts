import type { AnalysisSettings } from './analyze';
import type { Catalog } from './catalog/catalog';
import type { Change } from './catalog/diff/change';
import type { Subject } from './catalog/subject';
import type { Finding } from './finding';
import type { AnalysedStatement } from './migration/migration';
import type { SqlPart, SqlText } from './render/sql-text';
import type { Schema } from './schema/schema';
import type { SchemaText } from './schema/schema-text';
import type { Wanted, WantedProvider } from './schema/wanted/wanted';
import type { Span } from './text/span';

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

/** What an edited schema does to the database that the migrations have left, and what is to be said about that. */
export declare function analyzeSchema(input: SchemaInput, settings: AnalysisSettings): SchemaAnalysis;
