import type { DatabaseAddress } from '../../connection/database-address';
import { mysqlDriver, sqliteDriver } from '../../connection/drivers';
import { readPostgres } from '../../connection/read-postgres';
import { withTimeLimit } from '../../connection/time-limit';
import type { OffendingRows } from '../recovery';
import type { RowsQuestion } from './question';

/** Milliseconds for each question: a table may be large, and it is used by others. */
const countingLimit = 5000;

/**
 * Counts the rows of one question in a transaction that only reads; a count of null where that takes too long. Null where the question cannot be asked:
 * what it speaks of is not there.
 */
export async function countRows(
  { what, subject, show, count: sql }: RowsQuestion,
  address: DatabaseAddress,
): Promise<OffendingRows | null> {
  const rows = (count: number | null): OffendingRows => ({ what, subject, count, query: `${show};` });
  return withTimeLimit<OffendingRows | null>(
    // The server's own limit comes first, so that its work ends too.
    countingLimit + 500,
    async (abort) => {
      try {
        const count = numberIn(await firstRow(sql, address, abort));
        return count === null ? null : rows(count);
      } catch (error) {
        return isTimeout(error) ? rows(null) : null;
      }
    },
    () => rows(null),
  );
}

/** `57014` of PostgreSQL, 1969 of MariaDB, 3024 of MySQL. */
function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  const number = 'errno' in error ? Math.abs(Number(error.errno)) : 0;
  return code === '57014' || number === 1969 || number === 3024 || /timeout|timed out/i.test(error.message);
}

type FirstRow = Readonly<Record<string, string | null>> | undefined;

async function firstRow(sql: string, address: DatabaseAddress, abort: AbortSignal): Promise<FirstRow> {
  switch (address.provider) {
    case 'postgresql':
      return (await readPostgres(address.postgres, countingLimit, abort, (query) => query(sql)))[0];
    case 'mysql': {
      const reader = await mysqlDriver().openMysql(address.mysql, countingLimit, abort);
      try {
        // One of them is MariaDB's, the other MySQL's; each refuses that of the other.
        for (const limit of [`max_statement_time = ${countingLimit / 1000}`, `max_execution_time = ${countingLimit}`]) {
          await reader.query(`SET SESSION ${limit}`).catch(() => undefined);
        }
        return (await reader.query(sql))[0];
      } finally {
        reader.close();
      }
    }
    case 'sqlite': {
      const reader = sqliteDriver().openSqlite(address.sqlite.file);
      try {
        return reader.all(sql)[0];
      } finally {
        reader.close();
      }
    }
  }
}

function numberIn(row: FirstRow): number | null {
  const [value] = Object.values(row ?? {});
  return value == null ? null : Number(value);
}
