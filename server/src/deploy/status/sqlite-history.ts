import { sqliteDriver } from '../connection/drivers';
import { type DatabaseHistory, migrationRow, migrationsTable } from './database-history';

/** Reads the history of a SQLite file. Throws the error of SQLite. */
export function readSqliteHistory(file: string): DatabaseHistory {
  const reader = sqliteDriver().openSqlite(file);
  try {
    const tables = reader.all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`);
    const names = tables.map(({ name }) => name);
    const rows = names.includes(migrationsTable)
      ? reader.all(`SELECT ${columns} FROM ${migrationsTable} ORDER BY started_at`).map((row) => migrationRow(row, timeOf))
      : null;
    return { serverVersion: reader.version, rows, hasTables: names.some((name) => name !== migrationsTable) };
  } finally {
    reader.close();
  }
}

const columns = 'migration_name, checksum, started_at, finished_at, rolled_back_at, applied_steps_count, logs';

/** Prisma writes milliseconds since 1970, and `current_timestamp` as SQLite writes it where a column has its default. */
function timeOf(stored: string): string | null {
  const time = /^\d+$/.test(stored)
    ? new Date(Number(stored))
    : new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(stored) ? stored : `${stored.replace(' ', 'T')}Z`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
