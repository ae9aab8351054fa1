import type { Catalog, ObjectId } from '../catalog/catalog';
import type { Effect, Server } from '../effects/effect';
import type { LockMode } from '../effects/lock-mode';
import type { Operation, OperationKind } from '../operation/operation';
import type { Script, Statement } from '../sql/statement';
import type { Names } from '../wording/names';
import type { SchemaEdit } from './schema-edit';

/** What the project knows of a migration apart from its text. */
export interface MigrationFacts {
  /** Folder name. */
  readonly name: string;
  /** `history`: on the default branch, or up to the baseline. `edited`: there too, but its text differs from it. */
  readonly state: 'history' | 'pending' | 'edited';
  /** Name of the last migration of the history; null when there is none. For order. */
  readonly newestInHistory: string | null;
}

/**
 * How Prisma runs a migration file on this provider. `one-transaction`: the whole file is one implicit transaction, a single
 * statement runs bare (PostgreSQL, Prisma up to 7.3). `per-statement`: each statement commits on its own (7.4 and later).
 * `unknown`: the version is not known; what is unsafe under either is reported.
 */
export type Execution = 'one-transaction' | 'per-statement' | 'unknown';

export interface AnalysedStatement extends Statement {
  readonly effect: Effect;
  /** One a operation, in the same order. */
  readonly effects: readonly Effect[];
  /** Catalog before the statement. A view of the fold: valid while rules run, not to be kept. */
  readonly before: Catalog;
}

/** An operation and where it stands. */
export interface PlacedOperation {
  readonly operation: Operation;
  readonly statement: AnalysedStatement;
  /** Catalog before this operation: earlier operations of the same statement are applied. */
  readonly before: Catalog;
  /** Effect of this operation alone. */
  readonly effect: Effect;
}

export interface MigrationContext {
  readonly migration: MigrationFacts;
  readonly statements: readonly AnalysedStatement[];
  /** The operations of all statements, in order. */
  readonly operations: readonly PlacedOperation[];
  readonly script: Script;
  readonly text: string;
  readonly server: Server;
  readonly execution: Execution;
  /** How messages name things. */
  readonly names: Names;
  /** The edit of a schema for which Prisma would write these statements; null for a migration, where they are written. */
  readonly edit: SchemaEdit | null;
  /** What earlier migrations have left. */
  readonly history: Catalog;
  /** Before the whole migration: `history`, or without one the tables that the migration takes for granted. */
  readonly before: Catalog;
  /** After the whole migration. */
  readonly after: Catalog;
  /** Catalog just before statement `index`; `index` = number of statements gives the one after. */
  readonly catalogBefore: (index: number) => Catalog;
  /** Created by this migration or by another pending one, and not filled from other tables: no rows, no users. */
  readonly isNew: (relation: ObjectId) => boolean;
  /**
   * The operations on that relation, in order; those that create or drop it included, and those on its indexes. Data that is
   * only read does not count.
   */
  readonly operationsOn: (relation: ObjectId) => readonly PlacedOperation[];
  /** The operations of one kind among them. Found without a walk over the others. */
  readonly operationsOfKind: (relation: ObjectId, kind: OperationKind) => readonly PlacedOperation[];
  /** Whether the two statements run in the same transaction, by `execution` and by BEGIN and COMMIT in the file. */
  readonly sameTransaction: (a: number, b: number) => boolean;
  /** Whether the statement runs inside a transaction block, explicit or implicit. */
  readonly inTransaction: (statement: number) => boolean;
  /**
   * The strongest lock on a relation while a statement runs: of any of its clauses, or of an earlier statement whose transaction
   * still holds it.
   */
  readonly lockDuring: (statement: number, relation: ObjectId) => LockMode | null;
}

export interface OperationContext extends MigrationContext {
  readonly statement: AnalysedStatement;
  /** Effect of this operation alone. */
  readonly effect: Effect;
  /** Catalog before this operation: earlier operations of the same statement are applied. */
  readonly beforeOperation: Catalog;
}
