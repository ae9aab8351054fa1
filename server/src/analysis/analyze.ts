import { apply } from './catalog/apply/apply';
import { endSession } from './catalog/apply/session';
import type { Catalog, ObjectId } from './catalog/catalog';
import { draftOf, snapshot } from './catalog/draft';
import { foldScript } from './catalog/fold';
import type { Effect, Server } from './effects/effect';
import { effectOfOperation, effectOfStatement } from './effects/effect-of';
import type { Finding, Severity } from './finding';
import { judge } from './judge/judge';
import { migrationContext } from './migration/context';
import type { AnalysedStatement, Execution, MigrationFacts, PlacedOperation } from './migration/migration';
import { inExecutionOrder } from './operation/execution-order';
import type { Operation } from './operation/operation';
import { type Locate, prepareGrammar } from './sql/postgres/grammar';
import { readPostgres } from './sql/postgres/read';
import type { Script, Statement } from './sql/statement';

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

/** What a migration does to the database that its predecessors left, and what is to be said about that. */
export function analyzeMigration(input: MigrationInput, before: Catalog, settings: AnalysisSettings): MigrationAnalysis {
  const { facts, text } = input;
  const script = readPostgres(text);
  const followed = follow(script, before, settings.server);
  const { context, created } = migrationContext({ ...settings, ...followed, migration: facts, text, script, before });
  return {
    facts,
    script,
    statements: followed.statements,
    findings: judge(context, settings.rules),
    before,
    after: followed.after,
    unanalysed: script.statements.filter(isUnanalysed).length,
    createdTables: created,
  };
}

/** The catalog after a migration, where nothing else is asked. */
export function foldMigration(text: string, before: Catalog): Catalog {
  return foldScript(before, readPostgres(text));
}

interface Followed {
  readonly statements: readonly AnalysedStatement[];
  readonly operations: readonly PlacedOperation[];
  readonly after: Catalog;
}

/** Goes through a file as the server does: each operation meets the catalog that the earlier ones left. */
function follow(script: Script, before: Catalog, server: Server): Followed {
  const draft = draftOf(before);
  const operations: PlacedOperation[] = [];
  const statements = script.statements.map((read): AnalysedStatement => {
    const start = snapshot(draft);
    const effectOf = new Map<Operation, Effect>();
    const steps = inExecutionOrder(read.operations).map((operation) => {
      const before = snapshot(draft);
      const effect = effectOfOperation(operation, { before, server });
      effectOf.set(operation, effect);
      apply(draft, operation);
      return { operation, before, effect };
    });
    const effects = read.operations.flatMap((operation) => effectOf.get(operation) ?? []);
    const statement: AnalysedStatement = { ...read, before: start, effects, effect: effectOfStatement(effects) };
    for (const step of steps) operations.push({ ...step, statement });
    return statement;
  });
  endSession(draft);
  return { statements, operations, after: snapshot(draft) };
}

function isUnanalysed(statement: Statement): boolean {
  return statement.kind === 'invalid' || statement.operations.some(({ kind }) => kind === 'unknown');
}
