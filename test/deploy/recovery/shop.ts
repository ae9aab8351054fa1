import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { type JournalEntry, readJournal } from '../../../server/src/deploy/journal/journal';
import type { Recovery } from '../../../server/src/deploy/recovery/recovery';
import type { EnvironmentStatus } from '../../../server/src/deploy/status/status';
import { builtBundle, type Ended, lockstep } from '../../cli/run';
import { addFiles, folderWith, migrations } from '../../project/folders';
import { urlOf } from '../backfills';
import { engineVariables, installPrisma, type PrismaMajor, projectFiles } from '../prisma-cli';
import type { Mode } from './broken';

/** A project with the real CLI of Prisma, and an environment `test` and `production` on the same database. */
export interface Shop {
  readonly folder: string;
  readonly add: (texts: Readonly<Record<string, string>>) => void;
  /** Runs `prisma migrate deploy`, which must end with this code. */
  readonly deployed: (code: number) => Promise<void>;
  /** Runs a line in a shell that knows `lockstep`; it must succeed. */
  readonly typed: (line: string, title: string) => Promise<void>;
  readonly lockstep: (...words: readonly string[]) => Promise<Ended>;
  readonly recovery: () => Promise<Recovery>;
  readonly status: () => Promise<EnvironmentStatus>;
  /** Lets `lockstep.json` leave an object alone. */
  readonly ignoreDrift: (object: string) => void;
  readonly journal: () => readonly JournalEntry[];
}

const environments = [
  { name: 'test', kind: 'staging', url: { env: 'DATABASE_URL' } },
  { name: 'production', kind: 'production', url: { env: 'DATABASE_URL' } },
];

export function shopFor(client: Client, major: PrismaMajor, mode: Mode, texts: Readonly<Record<string, string>>): Shop {
  return shopAt(() => urlOf(client), 'postgresql', major, mode, texts);
}

export function shopAt(
  urlIn: (folder: string) => string,
  provider: 'postgresql' | 'sqlite' | 'mysql',
  /** Null where the test installs another CLI. */
  major: PrismaMajor | null,
  mode: Mode,
  texts: Readonly<Record<string, string>>,
): Shop {
  const folder = folderWith({
    ...projectFiles(major ?? 6, provider),
    'bin/lockstep': `#!/bin/sh\nexec "${process.execPath}" "${builtBundle()}" "$@"\n`,
    'lockstep.json': JSON.stringify({ environments }),
    ...migrations('prisma/migrations', texts),
  });
  chmodSync(join(folder, 'bin/lockstep'), 0o755);
  if (major !== null) installPrisma(folder, major);
  const variables = { ...engineVariables(mode), DATABASE_URL: urlIn(folder) };
  const run = (...words: readonly string[]): Promise<Ended> => lockstep(words, { cwd: folder, env: variables });
  const inShell = (line: string) => {
    const ended = spawnSync('sh', ['-c', line], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...variables, PATH: `${join(folder, 'bin')}:${join(folder, 'node_modules/.bin')}:${process.env.PATH}` },
    });
    // The SQLite in WebAssembly that stands in for Prisma's own locks by a folder, which a process that is ended leaves behind.
    rmSync(join(folder, 'dev.db.lock'), { recursive: true, force: true });
    return ended;
  };
  const json = async <T>(...words: readonly string[]): Promise<T> => {
    const { stdout, stderr } = await run(...words, '--format', 'json');
    assert.equal(stderr, '');
    return JSON.parse(stdout);
  };
  return {
    folder,
    add: (more) => addFiles(folder, migrations('prisma/migrations', more)),
    deployed: async (code) => {
      const { status, stdout, stderr } = inShell('prisma migrate deploy');
      assert.equal(status, code, stdout + stderr);
    },
    typed: async (line, title) => {
      const { status, stdout, stderr } = inShell(line);
      assert.equal(status, 0, `${title}: ${line}\n${stdout}${stderr}`);
    },
    lockstep: run,
    recovery: () => json('recover', '--env', 'test'),
    status: async () => {
      const { environments } = await json<{ readonly environments: readonly EnvironmentStatus[] }>('status', '--env', 'test');
      const [first] = environments;
      assert.ok(first !== undefined);
      return first;
    },
    ignoreDrift: (object) => addFiles(folder, { 'lockstep.json': JSON.stringify({ environments, drift: { ignore: [object] } }) }),
    journal: () => readJournal(folder),
  };
}
