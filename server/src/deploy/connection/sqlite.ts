import { constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { type Row, rowAsText } from './database';
import { nativeSqlite } from './native-sqlite';
import { factsOf, sqliteParts, stateOfSqlite } from './sqlite-files';

export { checkSqlite, copySqlite, removeSqlite } from './sqlite-files';
export { openSqliteMemory } from './sqlite-memory';

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

/** What a file holds, and its size with everything beside it. Throws the error of SQLite. */
export function sqliteFacts(file: string): ReturnType<typeof factsOf> & { readonly bytes: number } {
  const reader = openSqlite(file);
  try {
    const bytes = sqliteParts.reduce((sum, part) => sum + (statSync(file + part, { throwIfNoEntry: false })?.size ?? 0), 0);
    return { ...factsOf(reader.all), bytes };
  } finally {
    reader.close();
  }
}

/** An empty database in memory, which is gone when it is closed. */
export interface SqliteScratch extends SqliteReader {
  /** Runs the statements of a text, each committed of its own. Throws the error of SQLite. */
  readonly exec: (sql: string) => void;
}

export function openSqliteScratch(): SqliteScratch {
  const database = new Database();
  const all = (sql: string): readonly Row[] => database.all(sql).map(rowAsText);
  return {
    version: all('SELECT sqlite_version() AS version')[0]?.version ?? '',
    all,
    exec: (sql) => void database.exec(sql),
    close: () => database.close(),
  };
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
    const before = stateOfSqlite(file);
    for (const part of sqliteParts) {
      rmSync(copy + part, { force: true });
      if (existsSync(file + part)) copyFileSync(file + part, copy + part, constants.COPYFILE_FICLONE);
    }
    if (stateOfSqlite(file) === before) return copy;
    if (attempt === copies) throw new Error('database is locked: it is being written to all the time.');
  }
}

const copies = 5;
