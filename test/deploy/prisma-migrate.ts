import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Database } from 'node-sqlite3-wasm';
import type { Client } from 'pg';
import { prepare } from '../../server/src/analysis/analyze';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import type { SchemaEngine } from '../../server/src/project/prisma-engine/wasm';
import { engineOn, engineWith } from '../corpus/engine-on-server';
import { serverAdapter } from '../corpus/server-adapter';
import { sqliteAdapter } from './sqlite-adapter';

/** What the commands of Prisma do to a database, done by Prisma's own engine. */
export interface PrismaMigrate {
  /** `migrate deploy`; the message of the engine where it fails. */
  readonly deploy: () => Promise<string | null>;
  readonly resolveRolledBack: (migrationName: string) => Promise<void>;
  readonly resolveApplied: (migrationName: string) => Promise<void>;
}

/**
 * Prisma on the database that the client is connected to, with the migrations of a folder as they are at each call. It sends a file as a whole, as up to
 * Prisma 7.3, or statement by statement.
 */
export async function prismaMigrate(
  client: Client,
  directory: string,
  execution: 'one-transaction' | 'per-statement' = 'one-transaction',
): Promise<PrismaMigrate> {
  const engine = execution === 'one-transaction' ? await engineOn(client) : await engineWith(splitting(serverAdapter(client)));
  return commandsOf(engine, directory, 'postgresql');
}

function splitting(factory: SqlMigrationAwareDriverAdapterFactory): SqlMigrationAwareDriverAdapterFactory {
  const connect = async (): Promise<SqlDriverAdapter> => {
    const adapter = await factory.connect();
    return {
      ...adapter,
      executeScript: async (script) => {
        await prepare();
        for (const { span } of readPostgres(script).statements) await adapter.executeScript(script.slice(span.start, span.end));
      },
    };
  };
  return { ...factory, connect, connectToShadowDb: connect };
}

/** The same on an open SQLite file. */
export async function prismaMigrateSqlite(database: Database, directory: string): Promise<PrismaMigrate> {
  return commandsOf(await engineWith(sqliteAdapter(database)), directory, 'sqlite');
}

function commandsOf(engine: SchemaEngine, directory: string, provider: string): PrismaMigrate {
  const filters = { externalTables: [], externalEnums: [] };
  return {
    deploy: async () => {
      try {
        await engine.applyMigrations({ migrationsList: listOf(directory, provider), filters });
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    resolveRolledBack: async (migrationName) => void (await engine.markMigrationRolledBack({ migrationName })),
    resolveApplied: async (migrationName) => {
      await engine.markMigrationApplied({ migrationName, migrationsList: listOf(directory, provider) });
    },
  };
}

function listOf(directory: string, provider: string) {
  const names = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const contentOf = (name: string) => ({
    path: 'migration.sql',
    content: { tag: 'ok' as const, value: readFileSync(join(directory, name, 'migration.sql'), 'utf8') },
  });
  return {
    baseDir: directory,
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
    migrationDirectories: names.sort().map((name) => ({ path: name, migrationFile: contentOf(name) })),
  };
}
