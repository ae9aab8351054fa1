import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchHistory } from './history';
import { startLanguageServer } from './language-server';
import { absolute, median, type Row } from './row';

/** From the start of the server's process to the first diagnostics of a project whose history has 800 migrations; and its memory then. */
export async function benchStartUp(server: string, history: BenchHistory, runs: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockstep-start-'));
  try {
    const { pending, migrations } = writeProject(folder, history);
    const cold: number[] = [];
    const cached: number[] = [];
    const memory: number[] = [];
    for (let run = 0; run < runs; run++) {
      const cache = path.join(folder, `cache-${run}`);
      for (const times of [cold, cached]) {
        const start = performance.now();
        const client = await startLanguageServer(process.execPath, [server, '--stdio'], pathToFileURL(folder).href, {
          env: { LOCKSTEP_CACHE: cache },
        });
        await client.diagnostics(pathToFileURL(pending).href, null);
        times.push(performance.now() - start);
        await new Promise((resolve) => setTimeout(resolve, 300));
        memory.push(client.memory());
        await client.stop();
      }
    }
    const label = `spawn → first diagnostics, ${migrations} migrations`;
    return [
      absolute(`${label}, cold`, median(cold), 600, 'ms'),
      absolute(`${label}, cached`, median(cached), 250, 'ms'),
      absolute('server memory then, largest of all runs', Math.max(...memory), 120, 'MB'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeProject(folder: string, history: BenchHistory): { readonly pending: string; readonly migrations: number } {
  const to = path.join(folder, 'prisma');
  mkdirSync(to);
  cpSync(path.join(history.root, 'migrations'), path.join(to, 'migrations'), { recursive: true });
  writeFileSync(path.join(to, 'schema.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n');
  writeFileSync(path.join(to, 'migrations', 'migration_lock.toml'), 'provider = "postgresql"\n');
  const names = readdirSync(path.join(to, 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  writeFileSync(path.join(folder, 'lockstep.json'), `${JSON.stringify({ baseline: names.at(-1) })}\n`);
  const pending = path.join(to, 'migrations', '99990101000000_pending', 'migration.sql');
  mkdirSync(path.dirname(pending));
  writeFileSync(pending, 'DROP TABLE "DoesNotExist";\n');
  return { pending, migrations: names.length };
}
