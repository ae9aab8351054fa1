import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { sqliteAdapter } from '../sqlite-adapter';
import type { EngineDatabase } from './database';
import { EngineError } from './engine-error';

export function sqliteDatabase(url: string, directory: string): EngineDatabase {
  const file = resolve(directory, url.replace(/^file:(\/\/(?=\/))?/, '').replace(/\?.*$/, ''));
  let database: Database | null = null;
  return {
    kind: 'adapter',
    open: async () => {
      if (!existsSync(file)) throw new EngineError('P1003', `Database \`${file}\` does not exist`);
      database ??= new Database(file);
      return sqliteAdapter(database);
    },
    initialize: () => database?.exec(history),
    create: async () => new Database(file).exec('PRAGMA user_version = 0'),
    close: async () => database?.close(),
  };
}

/** Source: https://github.com/prisma/prisma-engines/tree/main/schema-engine/connectors/sql-schema-connector/src/flavour/sqlite */
const history = `CREATE TABLE "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;
