import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { engineOn } from '../corpus/engine-on-server';

/** What the commands of Prisma do to a database, done by Prisma's own engine. */
export interface PrismaMigrate {
  /** `migrate deploy`; the message of the engine where it fails. */
  readonly deploy: () => Promise<string | null>;
  readonly resolveRolledBack: (migrationName: string) => Promise<void>;
  readonly resolveApplied: (migrationName: string) => Promise<void>;
}

/** Prisma on the database that the client is connected to, with the migrations of a folder as they are at each call. */
export async function prismaMigrate(client: Client, directory: string): Promise<PrismaMigrate> {
  const engine = await engineOn(client);
  const filters = { externalTables: [], externalEnums: [] };
  return {
    deploy: async () => {
      try {
        await engine.applyMigrations({ migrationsList: listOf(directory), filters });
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    resolveRolledBack: async (migrationName) => void (await engine.markMigrationRolledBack({ migrationName })),
    resolveApplied: async (migrationName) => {
      await engine.markMigrationApplied({ migrationName, migrationsList: listOf(directory) });
    },
  };
}

function listOf(directory: string) {
  const names = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const contentOf = (name: string) => ({
    path: 'migration.sql',
    content: { tag: 'ok' as const, value: readFileSync(join(directory, name, 'migration.sql'), 'utf8') },
  });
  return {
    baseDir: directory,
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    migrationDirectories: names.sort().map((name) => ({ path: name, migrationFile: contentOf(name) })),
  };
}
