import { splitStatements } from '../../analysis/sql/split';
import { sqliteDriver } from '../connection/drivers';
import type { SqliteMemory } from '../connection/sqlite-memory';
import type { BegunMigration, Examined } from './examined';
import { changesBetween, type FactChange, type Facts, factsAfter } from './facts/facts';
import { sqliteFacts } from './facts/sqlite-facts';
import type { FileStatement } from './file-statements';
import { sqliteQuestions } from './offending/sqlite';
import { undoCreated } from './undo-created';

/**
 * Reads what a SQLite file holds, and lets SQLite itself carry the migration out beside it, in memory and without rows. Throws the error of SQLite where
 * the file cannot be read.
 */
export function examineSqlite({ earlier, failed }: BegunMigration, path: string): Examined {
  const { held, schema } = schemaAt(path);
  const memory = sqliteDriver().openSqliteMemory();
  try {
    for (const { text } of earlier) runAll(memory, text);
    const before = sqliteFacts(memory.all);
    const changes: (readonly FactChange[])[] = [];
    let last = before;
    const statements: FileStatement[] = [];
    for (const [index, { start, end }] of splitStatements(failed.text, 'sqlite').entries()) {
      const sql = failed.text.slice(start, end);
      const error = errorOf(memory, sql);
      statements.push({ index, start, sql, changesRows: changesRows(sql), isBlind: error !== null, codes: codesOf(sql), analysed: null });
      const after = sqliteFacts(memory.all);
      changes.push(changesBetween(last, after));
      last = after;
    }
    const controlsTransactions = statements.some(({ sql }) => /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|END)\b/i.test(sql));
    return {
      file: { text: failed.text, statements, before, changes, controlsTransactions },
      execution: 'per-statement',
      held,
      undo: (count) => undoCreated(before, factsAfter(before, changes, count), dropSyntax),
      along: changesAlong,
      questions: ({ index, sql }) => sqliteQuestions(sql, factsAfter(before, changes, index)),
      refusals: (text) => refusalsOn(schema, text),
      dropLeftover: () => '',
    };
  } finally {
    memory.close();
  }
}

const dropSyntax = {
  quoted: (name: string) => `"${name.replaceAll('"', '""')}"`,
  dropIndex: (index: string) => `DROP INDEX "${index.replaceAll('"', '""')}"`,
  // A foreign key of SQLite is a part of its table.
  dropForeignKey: null,
};

function schemaAt(path: string): { readonly held: Facts; readonly schema: readonly string[] } {
  const reader = sqliteDriver().openSqlite(path);
  try {
    const order = `CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END`;
    const rows = reader.all(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY ${order}`,
    );
    return { held: sqliteFacts(reader.all), schema: rows.flatMap(({ sql }) => (sql == null ? [] : [sql])) };
  } finally {
    reader.close();
  }
}

function changesAlong(texts: readonly string[]): readonly (readonly FactChange[])[] {
  const memory = sqliteDriver().openSqliteMemory();
  try {
    let last = sqliteFacts(memory.all);
    return texts.map((text) => {
      const before = last;
      runAll(memory, text);
      last = sqliteFacts(memory.all);
      return changesBetween(before, last);
    });
  } finally {
    memory.close();
  }
}

/** What rows make of an earlier migration is not the question here. */
function runAll(memory: SqliteMemory, text: string): void {
  for (const { start, end } of splitStatements(text, 'sqlite')) errorOf(memory, text.slice(start, end));
}

function errorOf(memory: SqliteMemory, sql: string): string | null {
  try {
    memory.exec(sql);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Runs a text on the same schema without its rows: what is refused there is refused whatever the rows are. */
function refusalsOn(schema: readonly string[], text: string): readonly string[] {
  const memory = sqliteDriver().openSqliteMemory();
  try {
    for (const sql of schema) errorOf(memory, sql);
    for (const [index, { start, end }] of splitStatements(text, 'sqlite').entries()) {
      const error = errorOf(memory, text.slice(start, end));
      if (error !== null) return [`Statement ${index + 1} is refused: ${error.split('\n')[0]}.`];
    }
    return [];
  } finally {
    memory.close();
  }
}

function changesRows(sql: string): boolean {
  return /^(INSERT|UPDATE|DELETE|REPLACE|WITH)\b/i.test(sql);
}

function codesOf(sql: string): readonly string[] {
  if (/^(INSERT|UPDATE|REPLACE|WITH)\b/i.test(sql)) return ['23505', '23502', '23503', '23514'];
  if (/^DELETE\b/i.test(sql) || /^DROP\s+TABLE\b/i.test(sql)) return ['23503'];
  return /^CREATE\s+UNIQUE\s+INDEX\b/i.test(sql) ? ['23505'] : [];
}
