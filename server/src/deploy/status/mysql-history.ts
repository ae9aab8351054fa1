import { mysqlDriver } from '../connection/drivers';
import type { MysqlAddress } from '../connection/mysql-address';
import { type DatabaseHistory, migrationRow, migrationsTable } from './database-history';

/** Reads the history in one read-only transaction. Rejects with the error of the driver. */
export async function readMysqlHistory(address: MysqlAddress, timeLimit: number, abort: AbortSignal): Promise<DatabaseHistory> {
  const reader = await mysqlDriver().openMysql(address, timeLimit, abort);
  try {
    const [facts] = await reader.query(
      `SELECT version() AS version, COALESCE(SUM(TABLE_NAME = ?), 0) AS managed, COALESCE(SUM(TABLE_NAME <> ?), 0) AS others
       FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'`,
      [migrationsTable, migrationsTable],
    );
    const isManaged = Number(facts?.managed ?? 0) > 0;
    const rows = isManaged
      ? (await reader.query(`SELECT ${columns} FROM ${migrationsTable} ORDER BY started_at`)).map((row) => migrationRow(row, inUtc))
      : null;
    return { serverVersion: facts?.version ?? '', rows, hasTables: Number(facts?.others ?? 0) > 0 };
  } finally {
    reader.close();
  }
}

/** Prisma writes times in UTC into a DATETIME(3). */
const columns = [
  'migration_name, checksum, applied_steps_count, logs',
  ...['started_at', 'finished_at', 'rolled_back_at'].map((name) => `DATE_FORMAT(${name}, '%Y-%m-%dT%H:%i:%s.%f') AS ${name}`),
].join(', ');

/** To the millisecond. */
function inUtc(time: string): string {
  return `${time.slice(0, 23)}Z`;
}
