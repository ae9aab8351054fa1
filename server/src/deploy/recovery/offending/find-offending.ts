import type { DatabaseAddress } from '../../connection/database-address';
import type { Examined } from '../examined';
import type { FileStatement } from '../file-statements';
import type { OffendingRows } from '../recovery';
import { countRows } from './count';

/** Rows that stand in the way, and of which statement. */
export interface Found {
  readonly statement: number;
  readonly rows: readonly OffendingRows[];
}

/**
 * Counts what may stand in the way of the refused statement. Where it is not known which one that is, all are asked that may fail with this code, and
 * it is the one with such rows, if it is alone.
 */
export async function findOffending(
  { file, questions }: Examined,
  statement: number | null,
  code: string | null,
  address: DatabaseAddress,
): Promise<Found | null> {
  const asked = statement === null ? file.statements : file.statements.filter(({ index }) => index === statement);
  const found = await Promise.all(
    asked.map(async (one) => ({ statement: one.index, rows: await offendingOf(one, questions, code, address) })),
  );
  const [first, other] = found.filter(({ rows }) => rows.length > 0);
  return first !== undefined && other === undefined ? first : null;
}

async function offendingOf(
  statement: FileStatement,
  questions: Examined['questions'],
  code: string | null,
  address: DatabaseAddress,
): Promise<readonly OffendingRows[]> {
  const all = questions(statement);
  const fitting = all.filter(({ codes }) => code !== null && codes.includes(code));
  const asked = fitting.length > 0 || code !== null ? fitting : all;
  const counted = await Promise.all(asked.map((question) => countRows(question, address)));
  return counted.flatMap((rows) => (rows === null || rows.count === 0 ? [] : [rows]));
}
