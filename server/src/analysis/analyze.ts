import { withAssumedTables } from './catalog/assume';
import type { Catalog, ObjectId } from './catalog/catalog';
import { foldScript } from './catalog/fold';
import type { Server } from './effects/effect';
import type { Finding, Severity } from './finding';
import { judge, sqlPage } from './judge/judge';
import { migrationContext } from './migration/context';
import { createFollower } from './migration/follow';
import type { AnalysedStatement, Execution, MigrationFacts } from './migration/migration';
import { type Locate, prepareGrammar } from './sql/postgres/grammar';
import { readPostgres } from './sql/postgres/read';
import type { Script, Statement } from './sql/statement';
import { sqlNames } from './wording/sql-names';

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

/** Loads what reading needs, once per process; everything after it is synchronous. Rejects when a file is missing. */
export function prepare(locateFile?: Locate): Promise<void> {
  return prepareGrammar(locateFile);
}

/** The follower that everyone shares. */
const follow = createFollower();

/** What a migration does to the database that its predecessors left, and what is to be said about that. */
export function analyzeMigration(input: MigrationInput, history: Catalog, settings: AnalysisSettings): MigrationAnalysis {
  const { facts, text } = input;
  const script = readPostgres(text);
  const before = withAssumedTables(script, history);
  const followed = follow(script, text, before, settings.server);
  const { context, created } = migrationContext({
    migration: facts,
    text,
    script,
    statements: followed.statements,
    operations: followed.operations,
    history,
    before,
    after: followed.after,
    server: settings.server,
    execution: settings.execution,
    names: sqlNames,
    edit: null,
    newTables: settings.newTables,
  });
  return {
    facts,
    script,
    statements: followed.statements,
    findings: judge(context, settings.rules, sqlPage(context)),
    before,
    // What was only assumed is not handed on.
    after: before === history ? followed.after : foldScript(history, script),
    unanalysed: script.statements.filter(isUnanalysed).length,
    createdTables: created,
  };
}

/** The catalog after a migration, where nothing else is asked. */
export function foldMigration(text: string, before: Catalog): Catalog {
  return foldScript(before, readPostgres(text));
}

/** Whether a statement could not be read, or only in part. */
export function isUnanalysed(statement: Statement): boolean {
  return statement.kind === 'invalid' || statement.operations.some(({ kind }) => kind === 'unknown');
}
