import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { postgresDatabase } from './postgres';
import { sqliteDatabase } from './sqlite';

/** A database as the stand-in needs it. */
export interface EngineDatabase {
  /** Connects; rejects with an `EngineError` where the native engine has a code for it. */
  readonly open: () => Promise<SqlMigrationAwareDriverAdapterFactory>;
  readonly create: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** By the form of its URL. A relative path of SQLite counts from `directory`. */
export function databaseAt(url: string, directory: string): EngineDatabase {
  if (url.startsWith('file:')) return sqliteDatabase(url, directory);
  if (/^postgres(ql)?:/.test(url)) return postgresDatabase(url);
  throw new Error(`The stand-in for the engine reaches PostgreSQL and SQLite, and not ${url.split(':')[0]}.`);
}
