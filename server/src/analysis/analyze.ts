import type { Catalog, ObjectId } from './catalog/catalog';
import type { Server } from './effects/effect';
import type { Finding, Severity } from './rules/finding';
import type { AnalysedStatement, Execution, MigrationFacts } from './rules/rule';
import type { Script } from './sql/statement';

export interface AnalysisSettings {
  readonly server: Server;
  readonly execution: Execution;
  /** Severities that differ from the rules' own, by rule id. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** Tables that earlier pending migrations create: they go out together, so nobody uses them yet. */
  readonly newTables: ReadonlySet<ObjectId>;
}

export interface MigrationInput {
  readonly facts: MigrationFacts;
  readonly text: string;
}

export interface MigrationAnalysis {
  readonly facts: MigrationFacts;
  readonly script: Script;
  readonly statements: readonly AnalysedStatement[];
  /** Sorted by position; suppressed ones left out. */
  readonly findings: readonly Finding[];
  readonly before: Catalog;
  readonly after: Catalog;
  /** Statements that could not be read or only in part. */
  readonly unanalysed: number;
  /** Tables that this migration creates and does not fill from others: `newTables` of the next ones. */
  readonly createdTables: ReadonlySet<ObjectId>;
}
