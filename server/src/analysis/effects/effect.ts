import type { Catalog, ObjectId } from '../catalog/catalog';
import type { OperationKind, OperationOf } from '../operation/operation';
import type { LockMode } from './lock-mode';

/** What a server of one version does for an operation, or for a statement: the union over its operations. */
export interface Effect {
  /** Tables, views and materialized views that existed before the statement, with the strongest lock it takes on each. */
  readonly locks: ReadonlyMap<ObjectId, LockMode>;
  /** Tables and materialized views whose rows are all written anew. */
  readonly rewrites: readonly ObjectId[];
  /** Existing indexes that are built anew; those of a rewritten table included. */
  readonly reindexes: readonly ObjectId[];
  /** Indexes built from the rows of a table that existed before. */
  readonly builds: readonly IndexBuild[];
  /** Tables that are read from end to end, index builds and rewrites included. */
  readonly scans: readonly ObjectId[];
  /** Tables and views, and indexes of their own that have a name. */
  readonly creates: readonly ObjectId[];
  /** Tables, views and indexes, those that CASCADE takes along included. */
  readonly drops: readonly ObjectId[];
  /** False where the server refuses it inside a transaction block. */
  readonly transactional: boolean;
  /** Its duration grows with the rows of the table. */
  readonly grows: boolean;
  readonly failures: readonly Failure[];
  /** The facts that were used, by id, in the order of the operations. */
  readonly facts: readonly string[];
}

/** One index that is built from rows. */
export interface IndexBuild {
  readonly table: ObjectId;
  /** Null where the server chooses the name. */
  readonly index: string | null;
}

/** A way in which the server refuses the operation. */
export interface Failure {
  /** SQLSTATE. */
  readonly code: string;
  /** `certain`: whatever the rows are. `rows`: when rows exist that do not fit. `any-row`: when the table is not empty. */
  readonly when: 'certain' | 'any-row' | 'rows';
  /** A phrase: `"User"."email" holds NULL`. */
  readonly reason: string;
}

/** Major version of PostgreSQL: 12 … 18. */
export interface PostgresServer {
  readonly provider: 'postgresql';
  readonly version: number;
  /** The connection's `TimeZone`; null where it is not known: then the costlier case is assumed. */
  readonly timeZone: string | null;
}

/** The database server that effects are foretold for. */
export type Server = PostgresServer;

/** What an effect depends on besides its operation. */
export interface EffectContext {
  /** The catalog just before the operation. */
  readonly before: Catalog;
  readonly server: Server;
}

/** The parts of an effect that a fact states; what is left out is empty, `transactional` and not growing. */
export type EffectParts = Partial<Omit<Effect, 'facts'>>;

/**
 * One row of the table of facts: what a server does for one kind of operation, in one situation.
 *
 * The rows of a kind are read in order. Rows of the same `aspect` stand together and are alternatives: the first that matches
 * holds. Different aspects add up: `ADD COLUMN` takes its lock, may rewrite for its default, and scans for its inline CHECK.
 */
export interface Fact<K extends OperationKind = OperationKind> {
  /** `<operation>/<case>`, unique; test/evidence proves each with at least one statement. */
  readonly id: `${K}/${string}`;
  /** Default: `effect`. */
  readonly aspect?: string;
  /** Default: always. */
  readonly when?: (operation: OperationOf<K>, at: EffectContext) => boolean;
  readonly effect: (operation: OperationOf<K>, at: EffectContext) => EffectParts;
  /** One sentence for the hover: why it costs what it costs. */
  readonly why: string;
  /** Manual section or measurement. */
  readonly source: string;
}

/** All rows of a provider. A kind without rows does not compile. */
export type FactTable = { readonly [K in OperationKind]: readonly Fact<K>[] };
