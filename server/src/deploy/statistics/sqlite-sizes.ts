import type { TableSize } from '../../analysis/statistics/statistics';
import { sqliteDriver } from '../connection/drivers';
import type { SqliteReader } from '../connection/sqlite';

/** Rows are counted up to this many: a file has no estimates, and counting holds up whoever asks. */
const countedRows = 1_000_000;

export function readSqliteSizes(file: string): ReadonlyMap<string, TableSize> {
  const reader = sqliteDriver().openSqlite(file);
  try {
    const tables = reader.all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`);
    const bytes = bytesOf(reader);
    return new Map(tables.map(({ name }) => [`main.${name}`, { ...sizeOf(reader, name ?? ''), bytes: bytes.get(name ?? '') ?? null }]));
  } finally {
    reader.close();
  }
}

function sizeOf(reader: SqliteReader, table: string): Pick<TableSize, 'rows' | 'indexes'> {
  const name = `"${table.replaceAll('"', '""')}"`;
  const rows = Number(reader.all(`SELECT count(*) AS n FROM (SELECT 1 FROM ${name} LIMIT ${countedRows + 1})`)[0]?.n ?? 0);
  const literal = `'${table.replaceAll("'", "''")}'`;
  const indexes = Number(reader.all(`SELECT count(*) AS n FROM pragma_index_list(${literal})`)[0]?.n ?? 0);
  return { rows, indexes };
}

/** With their indexes. Empty where this SQLite was built without `dbstat` (https://www.sqlite.org/dbstat.html). */
function bytesOf(reader: SqliteReader): ReadonlyMap<string, number> {
  try {
    const rows = reader.all(
      'SELECT s.tbl_name AS name, sum(d.pgsize) AS bytes FROM dbstat d JOIN sqlite_schema s ON s.name = d.name WHERE d.aggregate = 1 GROUP BY s.tbl_name',
    );
    return new Map(rows.map(({ name, bytes }) => [name ?? '', Number(bytes ?? 0)]));
  } catch {
    return new Map();
  }
}
