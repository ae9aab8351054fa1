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
