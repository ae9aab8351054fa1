import { Database } from 'node-sqlite3-wasm';
import { type Row, rowAsText } from './database';

/** A database in memory, to see what statements make of a schema. Statements throw the error of SQLite. */
export interface SqliteMemory {
  readonly exec: (sql: string) => void;
  readonly all: (sql: string) => readonly Row[];
  readonly close: () => void;
}

export function openSqliteMemory(): SqliteMemory {
  const database = new Database();
  return {
    exec: (sql) => database.exec(sql),
    all: (sql) => database.all(sql).map(rowAsText),
    close: () => database.close(),
  };
}
