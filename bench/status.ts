import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Client } from 'pg';
import { environmentStateRequest } from '../server/src/protocol/environments';
import { stopServers, withDatabase } from '../test/evidence/server';
import type { BenchHistory } from './history';
import { startLanguageServer } from './language-server';
import { absolute, median, type Row } from './row';

/**
 * The status of three environments on PostgreSQL servers of this machine, each with all migrations of a long history: from the requests, sent
 * together as the view does, to the last answer. `first` is in a server that has just started, and loads the driver.
 */
export async function benchStatus(server: string, history: BenchHistory, runs: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockstep-status-'));
  const urls: string[] = [];
  const [first, later]: [number[], number[]] = [[], []];
  const names = copiedMigrations(folder, history);
  const connected = async (client: Client): Promise<void> => {
    await fill(client, folder, names);
    urls.push(`postgresql://${client.user}@localhost/${client.database}?host=${encodeURIComponent(client.host)}`);
    if (urls.length === 2) return withDatabase(18, connected);
    if (urls.length < 3) return withDatabase(12, connected);
    writeSettings(folder, names, urls);
    for (let run = 0; run < runs; run++) {
      const env = Object.fromEntries(urls.map((url, index) => [`STATUS_URL_${index}`, url]));
      const client = await startLanguageServer(process.execPath, [server, '--stdio'], pathToFileURL(folder).href, { env });
      for (const times of [first, later]) {
        const start = performance.now();
        const root = pathToFileURL(folder).href;
        const asked = urls.map((_, index) =>
          client.connection.sendRequest<State>(environmentStateRequest, { root, environment: `e${index}` }),
        );
        for (const { state } of await Promise.all(asked)) if (state !== 'up-to-date') throw new Error(`An environment is ${state}.`);
        times.push(performance.now() - start);
      }
      await client.stop();
    }
  };
  try {
    await withDatabase(12, connected);
    return [
      absolute(`status of 3 environments, ${names.length} migrations each, the first`, median(first), 300, 'ms'),
      absolute('the same again', median(later), 300, 'ms'),
    ];
  } finally {
    await stopServers();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface State {
  readonly state: string;
}

function copiedMigrations(folder: string, { root }: BenchHistory): readonly string[] {
  const to = path.join(folder, 'prisma', 'migrations');
  cpSync(path.join(root, 'migrations'), to, { recursive: true });
  writeFileSync(path.join(to, 'migration_lock.toml'), 'provider = "postgresql"\n');
  writeFileSync(path.join(folder, 'prisma', 'schema.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n');
  const entries = readdirSync(to, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

function writeSettings(folder: string, names: readonly string[], urls: readonly string[]): void {
  const environments = urls.map((_, index) => ({ name: `e${index}`, kind: 'staging', url: { env: `STATUS_URL_${index}` } }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'lockstep.json'), `${JSON.stringify({ baseline: names.at(-1), environments })}\n`);
}

/** As Prisma keeps them. Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_migration_persistence.rs */
async function fill(client: Client, folder: string, names: readonly string[]): Promise<void> {
  await client.query(
    `CREATE TABLE "_prisma_migrations" ("id" VARCHAR(36) PRIMARY KEY, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL,
       "logs" TEXT, "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`,
  );
  for (const [index, name] of names.entries()) {
    const checksum = createHash('sha256')
      .update(readFileSync(path.join(folder, 'prisma', 'migrations', name, 'migration.sql')))
      .digest('hex');
    await client.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count") VALUES ($1, $2, now(), $3, 1)`,
      [String(index), checksum, name],
    );
  }
}
