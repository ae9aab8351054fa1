import { splitStatements } from '../../analysis/sql/split';
import { mysqlDriver } from '../connection/drivers';
import type { MysqlAddress } from '../connection/mysql-address';
import type { BegunMigration, Examined } from './examined';
import { changesBetween, type FactChange, type Facts, factsAfter } from './facts/facts';
import type { FileStatement } from './file-statements';
import { foldMysql } from './mysql/fold';
import { heldMysql } from './mysql/held';
import { readMysqlStatement } from './mysql/read-statement';
import { mysqlQuestions } from './offending/mysql';
import { undoCreated } from './undo-created';

/** Reads what a MySQL or MariaDB database holds, and follows the file from what the earlier migrations have built. Rejects with the driver's error. */
export async function examineMysql(
  { earlier, failed }: BegunMigration,
  address: MysqlAddress,
  timeLimit: number,
  abort: AbortSignal,
): Promise<Examined> {
  const reader = await mysqlDriver().openMysql(address, timeLimit, abort);
  const held = await heldMysql(reader).finally(() => reader.close());
  const first = earlier.reduce<Facts>((facts, { text }) => followed(text, facts), new Map());
  const changes: (readonly FactChange[])[] = [];
  let before = first;
  const statements: FileStatement[] = [];
  for (const [index, { start, end }] of splitStatements(failed.text, 'mysql').entries()) {
    const sql = failed.text.slice(start, end);
    const read = readMysqlStatement(sql);
    const questions = read.kind === 'changes' ? read.changes.flatMap((change) => mysqlQuestions(change, before)) : [];
    const codes = questions.flatMap((question) => question.codes);
    statements.push({ index, start, sql, changesRows: read.kind === 'rows', isBlind: read.kind === 'unknown', codes, analysed: null });
    const after = read.kind === 'changes' ? foldMysql(before, read.changes) : before;
    changes.push(after === before ? [] : changesBetween(before, after));
    before = after;
  }
  return {
    // No transaction holds statements that change the schema: each commits by itself.
    file: { text: failed.text, statements, before: first, changes, controlsTransactions: false },
    execution: 'per-statement',
    held,
    undo: (count) => undoCreated(first, factsAfter(first, changes, count), dropSyntax),
    along: (texts) => {
      let last: Facts = new Map();
      return texts.map((text) => {
        const start = last;
        last = followed(text, start);
        return changesBetween(start, last);
      });
    },
    questions: ({ index, sql }) => {
      const read = readMysqlStatement(sql);
      if (read.kind !== 'changes') return [];
      const found = factsAfter(first, changes, index);
      return read.changes.flatMap((change) => mysqlQuestions(change, found));
    },
    refusals: (text) => refusalsOn(held, text),
    dropLeftover: () => '',
  };
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

const dropSyntax = {
  quoted,
  dropIndex: (index: string, table: string) => `ALTER TABLE ${quoted(table)} DROP INDEX ${quoted(index.slice(table.length + 1))}`,
  dropForeignKey: (name: string, table: string) => `ALTER TABLE ${quoted(table)} DROP FOREIGN KEY ${quoted(name)}`,
};

function followed(text: string, before: Facts): Facts {
  return splitStatements(text, 'mysql').reduce((facts, { start, end }) => {
    const read = readMysqlStatement(text.slice(start, end));
    return read.kind === 'changes' ? foldMysql(facts, read.changes) : facts;
  }, before);
}

/** Tables and columns that are there already are refused whatever the rows are. */
function refusalsOn(held: Facts, text: string): readonly string[] {
  let facts = held;
  for (const [index, { start, end }] of splitStatements(text, 'mysql').entries()) {
    const sql = text.slice(start, end);
    const read = readMysqlStatement(sql);
    if (read.kind !== 'changes') continue;
    for (const change of read.changes) {
      const key =
        change.kind === 'create-table'
          ? `table ${change.table}`
          : change.kind === 'add-column'
            ? `column ${change.table}.${change.column}`
            : null;
      if (key !== null && facts.has(key) && !/\bIF\s+NOT\s+EXISTS\b/i.test(sql))
        return [`Statement ${index + 1} is refused: the ${key} is there already.`];
      facts = foldMysql(facts, [change]);
    }
  }
  return [];
}
