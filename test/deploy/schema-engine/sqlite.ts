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
    create: async () => new Database(file).exec('PRAGMA user_version = 0'),
    close: async () => database?.close(),
  };
}
