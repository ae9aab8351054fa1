import { createReadStream, createWriteStream, existsSync, rmSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Database } from 'node-sqlite3-wasm';
import { type Row, rowAsText } from './database';

/** A SQLite database is its file and the journals beside it. */
export const sqliteParts = ['', '-wal', '-journal'] as const;

/** The size and time of every part: as long as it stays the same, nobody has written. */
export function stateOfSqlite(file: string): string {
  return sqliteParts
    .map((part) => {
      const stats = statSync(file + part, { throwIfNoEntry: false, bigint: true });
      return stats === undefined ? '-' : `${stats.size} ${stats.mtimeNs}`;
    })
    .join(' ');
}

/** How often a copy is begun again because somebody has written meanwhile. */
const copies = 8;

/**
 * Copies a database to a new file as it is between two transactions, journals worked in. A copy during which somebody has written does not
 * count, and is begun again. `onBytes` takes the bytes of the copy so far. Rejects with the error of the file system or of SQLite, and where
 * the database never rests; the caller removes what is left then (`removeSqlite`).
 */
export async function copySqlite(file: string, copy: string, abort: AbortSignal, onBytes: (bytes: number) => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = stateOfSqlite(file);
    let bytes = 0;
    for (const part of sqliteParts) {
      rmSync(copy + part, { force: true });
      if (!existsSync(file + part)) continue;
      const source = createReadStream(file + part, { highWaterMark: 1 << 20 });
      source.on('data', (chunk) => {
        bytes += chunk.length;
        onBytes(bytes);
      });
      await pipeline(source, createWriteStream(copy + part, { flags: 'wx', mode: 0o600, flush: true }), { signal: abort });
    }
    if (stateOfSqlite(file) === before) break;
    if (attempt === copies) throw new Error('database is locked: it is being written to all the time.');
    await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
  }
  // Opening it rolls back what was not committed; what stands in a write-ahead log moves into the file.
  on(copy, (all) => all('PRAGMA wal_checkpoint(TRUNCATE)'));
}

export function removeSqlite(file: string): void {
  for (const part of [...sqliteParts, '-shm', '.lock']) rmSync(file + part, { force: true, recursive: true });
}

export interface CheckedSqlite {
  readonly version: string;
  /** What `PRAGMA integrity_check` has to say; empty where all is well. */
  readonly faults: readonly string[];
  readonly tables: number;
}

/** Reads every page of a file that nobody else uses. Throws the error of SQLite where it is no database. */
export function checkSqlite(file: string): CheckedSqlite {
  return on(file, (all) => {
    const faults = all('PRAGMA integrity_check(10)')
      .flatMap((row) => Object.values(row))
      .filter((text) => text !== null);
    const { version, tables } = factsOf(all);
    return { version, tables, faults: faults.length === 1 && faults[0] === 'ok' ? [] : faults };
  });
}

/** Counts of a database that can be read with `all`; `objects` are its tables, views and triggers. */
export function factsOf(all: (sql: string) => readonly Row[]): {
  readonly version: string;
  readonly tables: number;
  readonly objects: number;
} {
  const [row] = all(
    `SELECT sqlite_version() AS version, count(*) AS objects, coalesce(sum(type = 'table'), 0) AS tables
     FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  return { version: row?.version ?? '', tables: Number(row?.tables ?? 0), objects: Number(row?.objects ?? 0) };
}

function on<T>(file: string, body: (all: (sql: string) => readonly Row[]) => T): T {
  const database = new Database(file, { fileMustExist: true });
  try {
    // A log is read without shared memory where nobody else may use the file.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    return body((sql) => database.all(sql).map(rowAsText));
  } finally {
    database.close();
  }
}
