import type { Execution } from '../../analysis/migration/migration';
import type { MigrationText } from '../../analysis/revert/definitions';
import type { Project } from '../../project/project';
import type { DatabaseAddress } from '../connection/database-address';
import type { FactChange, Facts } from './facts/facts';
import type { FileStatement, FollowedFile } from './file-statements';
import type { RowsQuestion } from './offending/question';

/** A migration that was begun on a database, and what came before it there. */
export interface BegunMigration {
  readonly project: Project;
  readonly address: DatabaseAddress;
  /** What is applied, in its order. */
  readonly earlier: readonly MigrationText[];
  readonly failed: MigrationText;
}

/** The file of a migration beside the database that it was begun on. */
export interface Examined {
  readonly file: FollowedFile;
  /** How Prisma runs a file on this provider. */
  readonly execution: Execution;
  /** What the database holds now. */
  readonly held: Facts;
  /** SQL that takes back what the first statements of the file did. */
  readonly undo: (count: number) => Undo;
  /** What each of these migrations, one after the other from an empty database on, changes as a whole. */
  readonly along: (texts: readonly string[]) => readonly (readonly FactChange[])[];
  /** Rows that may stand in the way of a statement. */
  readonly questions: (statement: FileStatement) => readonly RowsQuestion[];
  /** Why a text would be refused for certain where the database stands now, in sentences by statement; empty where nothing tells. */
  readonly refusals: (text: string) => readonly string[];
  /** SQL that drops what a concurrent build has left behind, by the key of the fact. */
  readonly dropLeftover: (key: string) => string;
}

export type Undo =
  /** `losses`: what it does not bring back, in sentences. */
  | { readonly ok: true; readonly sql: string; readonly losses: readonly string[] }
  /** Completes "What it did cannot be taken back by SQL: …". */
  | { readonly ok: false; readonly reason: string };
