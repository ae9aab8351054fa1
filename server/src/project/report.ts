import type { ObjectId } from '../analysis/catalog/catalog';
import type { Finding } from '../analysis/finding';

/** What is told about one migration: small enough to be kept for every migration of a history, in memory and on disk. */
export interface Report {
  readonly statements: number;
  /** Statements that could not be read or only in part. */
  readonly unanalysed: number;
  /** `operation` is always null: an analysis has it. */
  readonly findings: readonly Finding[];
  readonly createdTables: readonly ObjectId[];
}

/** What is told about a schema; `reason` completes the sentence "The schema is not analysed: …". */
export type SchemaReport = KnownSchemaReport | { readonly ok: false; readonly reason: string };

/** Positions are offsets in the joined text of the schema, and so are the spans of the findings. */
export interface KnownSchemaReport {
  readonly ok: true;
  /** Things that change, as a person counts. */
  readonly changes: number;
  /** Of each statement that Prisma would write: where the schema asks for it. */
  readonly statements: readonly number[];
  /** Places that cannot be judged yet. */
  readonly unresolved: readonly number[];
  /** `operation` is always null. */
  readonly findings: readonly Finding[];
}
