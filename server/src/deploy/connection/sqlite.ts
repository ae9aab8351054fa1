import { constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { type Row, rowAsText } from './database';
import { nativeSqlite } from './native-sqlite';

/** A database that is only read. */
export interface SqliteReader {
  readonly version: string;
  readonly all: (sql: string) => readonly Row[];
  readonly close: () => void;
}

/**
 * Opens a database to read it, with everything that has been committed, also what is still in a write-ahead log. With the SQLite of Node where it
 * has one (22.13), which takes part in the locks of others; else a copy is read, because the one in WebAssembly knows no locks but its own.
 */
export function openSqlite(file: string): SqliteReader {
  if (!existsSync(file)) throw new SqliteMissing(file);
  return nativeSqlite(file) ?? copied(file);
}

export class SqliteMissing extends Error {
  override readonly name = 'SqliteMissing';
}

function copied(file: string): SqliteReader {
  const directory = mkdtempSync(join(tmpdir(), 'lockstep-sqlite-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    const database = new Database(consistentCopy(file, directory), { fileMustExist: true });
    // A log is read without shared memory where nobody else may use the file.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const all = (sql: string): readonly Row[] => database.all(sql).map(rowAsText);
    return {
      version: all('SELECT sqlite_version() AS version')[0]?.version ?? '',
      all,
      close: () => {
        database.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A database is its file and the journals beside it; the copy counts if nobody has written meanwhile. */
function consistentCopy(file: string, directory: string): string {
  const copy = join(directory, basename(file));
  for (let attempt = 0; ; attempt++) {
    const before = stateOf(file);
    for (const part of parts) {
      rmSync(copy + part, { force: true });
      if (existsSync(file + part)) copyFileSync(file + part, copy + part, constants.COPYFILE_FICLONE);
    }
    if (stateOf(file) === before) return copy;
    if (attempt === copies) throw new Error('database is locked: it is being written to all the time.');
  }
}

const copies = 5;
const parts = ['', '-wal', '-journal'] as const;

function stateOf(file: string): string {
  return parts
    .map((part) => {
      const stats = statSync(file + part, { throwIfNoEntry: false, bigint: true });
      return stats === undefined ? '-' : `${stats.size} ${stats.mtimeNs}`;
    })
    .join(' ');
}
