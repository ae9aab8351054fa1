import type { LockMode } from '../../analysis/effects/lock-mode';
import type { Execution } from '../../analysis/migration/migration';
import type { Provider } from '../../project/project';

/** Migrations that were run on a throw-away copy, statement by statement. Plain data, kept in `.lockstep/rehearsals/`. */
export interface Rehearsal {
  readonly version: 1;
  /** Null where the migrations of the history were rehearsed, without a database. */
  readonly environment: string | null;
  readonly provider: Provider;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Of all statements together. */
  readonly milliseconds: number;
  readonly copy: RehearsalCopy;
  /** Version of the server that the migrations are meant for; null where it is not known. */
  readonly targetVersion: string | null;
  /** How the files were run: as Prisma of the project's version does, in one transaction where that version is not known. */
  readonly execution: Exclude<Execution, 'unknown'>;
  /** What the result is not, in sentences. */
  readonly notes: readonly string[];
  /** Rows of the copy before the first migration, by `schema.table`; only of tables whose size matters to a statement. */
  readonly rows: Readonly<Record<string, number>>;
  readonly migrations: readonly RehearsedMigration[];
}

export interface RehearsalCopy {
  readonly kind: CopyKind;
  /** As people write it: `PostgreSQL 15.18`. */
  readonly server: string;
  /** Where it was, to be shown: `localhost:5432`; null inside of Lockstep. */
  readonly target: string | null;
  readonly rows: CopiedRows;
}

/**
 * `clone`: made from the environment's database. `scratch`: an empty database of a server, and the history. `embedded`: PostgreSQL in a process of
 * Lockstep's, and the history. `file`: a copy of a SQLite file. `history-file`: a new SQLite file, and the history.
 */
export type CopyKind = 'clone' | 'scratch' | 'embedded' | 'file' | 'history-file';

export type CopiedRows =
  | { readonly type: 'cloned' }
  | { readonly type: 'none' }
  /** At most so many a table. */
  | { readonly type: 'generated'; readonly perTable: number };

export interface RehearsedMigration {
  /** Folder name. */
  readonly name: string;
  /** SHA-256 of `migration.sql` in hexadecimal digits, as Prisma keeps it. */
  readonly checksum: string;
  /** `not-run`: one before it has failed. */
  readonly state: 'ran' | 'failed' | 'not-run';
  readonly milliseconds: number;
  readonly statements: readonly RehearsedStatement[];
}

export interface RehearsedStatement {
  /** From 0. */
  readonly index: number;
  /** In `migration.sql`, in UTF-16 code units. */
  readonly span: { readonly start: number; readonly end: number };
  /** From 1. */
  readonly line: number;
  /** Its first line, shortened. */
  readonly sql: string;
  /** `rolled-back`: it ran, and a later one of its transaction has failed. `skipped`: the copy lacks what it needs; `reason` says what. */
  readonly state: 'ran' | 'failed' | 'rolled-back' | 'skipped' | 'not-run';
  readonly reason: string | null;
  /** With its commit where it has one of its own; null where it did not run. */
  readonly milliseconds: number | null;
  /** Inserted, updated, deleted or read; null for a statement that does not speak of rows. */
  readonly rows: number | null;
  /** What the server was seen to do; null where it could not be watched. */
  readonly seen: SeenEffect | null;
  /** What Lockstep says that a server of the target's version does; null where it does not analyse the provider or the statement. */
  readonly foretold: ForetoldEffect | null;
  /** Ways in which the two differ, as phrases; empty where they agree. */
  readonly differences: readonly string[];
  readonly error: RehearsalError | null;
  readonly estimate: Estimate | null;
}

export interface SeenEffect {
  /** The locks that it took on relations that existed before, beyond those that its transaction held. */
  readonly locks: Readonly<Record<string, LockMode>>;
  /** `held`: all of them. `sampled`: it ran outside of a transaction and was looked at from time to time: there may have been more. */
  readonly watched: 'held' | 'sampled' | 'not-watched';
  readonly rewrites: readonly string[];
  readonly reindexes: readonly string[];
  /** Indexes built over the rows of a table that existed before, as `schema.table.index`. */
  readonly builds: readonly string[];
}

export interface ForetoldEffect {
  readonly locks: Readonly<Record<string, LockMode>>;
  readonly rewrites: readonly string[];
  /** Its duration grows with the rows of the table. */
  readonly grows: boolean;
}

export interface RehearsalError {
  /** SQLSTATE, or the number of a MySQL error; null where there is none. */
  readonly code: string | null;
  readonly message: string;
  /** It came when the transaction was committed, as those of deferred constraints do. */
  readonly atCommit: boolean;
}

/** What the time would be if it grew with the rows: never more than an estimate. */
export interface Estimate {
  readonly milliseconds: number;
  readonly table: string;
  /** Of the copy. */
  readonly rehearsedRows: number;
  /** Of the environment, as its statistics say. */
  readonly rows: number;
}
