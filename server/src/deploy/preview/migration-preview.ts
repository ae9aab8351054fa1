import { isUnanalysed } from '../../analysis/analyze';
import type { ObjectId } from '../../analysis/catalog/catalog';
import type { Effect } from '../../analysis/effects/effect';
import { type LockMode, lockModes } from '../../analysis/effects/lock-mode';
import type { Finding } from '../../analysis/finding';
import { blockedBy, effectLine } from '../../analysis/migration/effect-words';
import type { AnalysedStatement, Execution } from '../../analysis/migration/migration';
import type { OperationKind } from '../../analysis/operation/operation';
import type { Sizes, TableSize } from '../../analysis/statistics/statistics';
import { weighed } from '../../analysis/statistics/weigh';
import { lineIndexOf, positionAt } from '../../analysis/text/line-index';
import { operationWords } from '../../analysis/wording/operation-words';
import type { Analyzer } from '../../project/analysis';
import { executionFor } from '../../project/chain';
import type { MigrationFile, Snapshot } from '../../project/snapshot';

/** What a migration will do to the tables that are there: plain data, for a document, a gate, a pull request. */
export interface MigrationPreview {
  readonly file: MigrationFile;
  /** How Prisma runs it. */
  readonly execution: Execution;
  /** In the order of the file. */
  readonly statements: readonly StatementPreview[];
  /** Statements that could not be read, or only in part. */
  readonly unanalysed: number;
  /** With sizes, where they are known. */
  readonly findings: readonly PlacedFinding[];
}

export interface StatementPreview {
  /** From 0. */
  readonly index: number;
  /** From 1. */
  readonly line: number;
  /** As written, from its first word to its last. */
  readonly sql: string;
  /** What it is, an operation each: `add column "User"."status" text`. */
  readonly words: readonly string[];
  /** Of its operations. */
  readonly kinds: readonly OperationKind[];
  readonly effect: Effect;
  /** What it does to tables in use, in one line; null where it holds up nobody. */
  readonly summary: string | null;
  /** Existing tables that it locks, rewrites or reads, the strongest lock first. */
  readonly tables: readonly TouchedTable[];
  /** As it was measured in a rehearsal; null where there was none. */
  readonly milliseconds: number | null;
  readonly isAnalysed: boolean;
}

export interface TouchedTable {
  readonly relation: ObjectId;
  readonly lock: LockMode | null;
  /** What others cannot do meanwhile. */
  readonly blocks: 'reads and writes' | 'writes' | null;
  readonly isRewritten: boolean;
  readonly isScanned: boolean;
  /** Null where nobody has taken it. */
  readonly size: TableSize | null;
}

/** A finding with its line, from 1. */
export interface PlacedFinding {
  readonly line: number;
  readonly finding: Finding;
}

export interface PreviewOptions {
  /** Names of the migrations that are meant. */
  readonly names: ReadonlySet<string>;
  readonly sizes: Sizes | null;
  /** What a rehearsal has measured of a statement, in milliseconds. */
  readonly measured: (migration: string, statement: number) => number | null;
}

/** What the migrations that are named will do, each after those before it. Nothing is asked of a database. */
export async function previewMigrations(
  snapshot: Snapshot,
  analyzer: Analyzer,
  options: PreviewOptions,
): Promise<readonly MigrationPreview[]> {
  const execution = executionFor(snapshot.project);
  const created = new Set<ObjectId>();
  const previews: MigrationPreview[] = [];
  for await (const { file, analysis } of analyzer.each(snapshot, options.names)) {
    for (const table of analysis.createdTables) created.add(table);
    const lines = lineIndexOf(file.text);
    const lineAt = (offset: number): number => positionAt(lines, offset).line + 1;
    // What these migrations create together is in nobody's use yet.
    const isNew = (relation: ObjectId): boolean => created.has(relation);
    const findings = options.sizes === null ? analysis.findings : weighed(analysis.findings, options.sizes);
    previews.push({
      file,
      execution,
      statements: analysis.statements.map((statement) => {
        const milliseconds = options.measured(file.name, statement.index);
        return { ...previewOf(statement, file.text, isNew, options.sizes), line: lineAt(statement.span.start), milliseconds };
      }),
      unanalysed: analysis.unanalysed,
      findings: findings.map((finding) => ({ line: lineAt(finding.span.start), finding })),
    });
  }
  return previews;
}

function previewOf(
  statement: AnalysedStatement,
  text: string,
  isNew: (relation: ObjectId) => boolean,
  sizes: Sizes | null,
): Omit<StatementPreview, 'line' | 'milliseconds'> {
  const { index, span, operations, effect } = statement;
  return {
    index,
    sql: text.slice(span.start, span.end),
    kinds: operations.map(({ kind }) => kind),
    words: operations.map((operation) => operationWords(operation, text)),
    effect,
    summary: effectLine(effect, isNew, sizes),
    tables: touchedTables(effect, isNew, sizes),
    isAnalysed: !isUnanalysed(statement),
  };
}

function touchedTables(effect: Effect, isNew: (relation: ObjectId) => boolean, sizes: Sizes | null): readonly TouchedTable[] {
  const relations = new Set([...effect.locks.keys(), ...effect.rewrites, ...effect.scans]);
  const touched = [...relations].flatMap((relation): readonly TouchedTable[] => {
    if (isNew(relation)) return [];
    const lock = effect.locks.get(relation) ?? null;
    return [
      {
        relation,
        lock,
        blocks: lock === null ? null : blockedBy(lock),
        isRewritten: effect.rewrites.includes(relation),
        isScanned: effect.scans.includes(relation),
        size: sizes?.statistics.tables.get(relation) ?? null,
      },
    ];
  });
  return touched.toSorted((a, b) => strength(b.lock) - strength(a.lock) || (a.relation < b.relation ? -1 : 1));
}

function strength(lock: LockMode | null): number {
  return lock === null ? -1 : lockModes.indexOf(lock);
}
