import { Database } from 'node-sqlite3-wasm';
import type { Engine } from './copy-process';

/**
 * A file of its own, as Prisma's engine has one: each statement commits by itself, foreign keys are checked, nobody else uses the file.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/sqlite
 */
export function openSqliteCopy(file: string): Engine {
  const database = new Database(file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec('PRAGMA foreign_keys = ON');
  return {
    run: async (sql) => {
      // `all` steps through what yields no rows too.
      const rows = database.all(sql);
      const [changed] = database.all('SELECT changes() AS n');
      return { rows, affected: Number(changed?.n ?? 0) };
    },
    close: () => database.close(),
  };
}
