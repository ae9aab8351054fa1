import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { mysqlDatabase } from './mysql';
import { postgresDatabase } from './postgres';
import { sqliteDatabase } from './sqlite';

/** A database as the stand-in needs it. `open` connects, and rejects with an `EngineError` where the native engine has a code for it. */
export type EngineDatabase = (
  | {
      readonly kind: 'adapter';
      readonly open: () => Promise<SqlMigrationAwareDriverAdapterFactory>;
      /** Makes `_prisma_migrations` where the engine in WebAssembly fails instead, and the native one does. */
      readonly initialize?: () => void;
    }
  /** The engine does not know its provider: what it would do is done here. */
  | { readonly kind: 'methods'; readonly open: () => Promise<EngineMethods> }
) & {
  readonly create: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** By the names of the protocol. */
export type EngineMethods = Readonly<Record<string, (params: unknown) => Promise<unknown>>>;

/** By the form of its URL. A relative path of SQLite counts from `directory`. */
export function databaseAt(url: string, directory: string): EngineDatabase {
  if (url.startsWith('file:')) return sqliteDatabase(url, directory);
  if (/^postgres(ql)?:/.test(url)) return postgresDatabase(url);
  if (url.startsWith('mysql:')) return mysqlDatabase(url);
  throw new Error(`The stand-in for the engine reaches PostgreSQL, MySQL and SQLite, and not ${url.split(':')[0]}.`);
}
