import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { backUp } from '../../server/src/deploy/backup/back-up';
import type { BackupEvent, BackupOutcome } from '../../server/src/deploy/backup/outcome';
import type { Backup } from '../../server/src/deploy/backup/stamp';
import type { Environment } from '../../server/src/deploy/environments/environment';
import { resolveEnvironment } from '../../server/src/deploy/environments/resolve';
import { sourcesOf } from '../../server/src/deploy/environments/variables';
import type { Project } from '../../server/src/project/project';
import { folderWith, migrations } from '../project/folders';
import { projectIn } from './environments';

/** Skips a mocha test where a program is not installed, and says so. */
export function skipWithout(context: Mocha.Context, program: string): void {
  const directories = (process.env.PATH ?? '').split(delimiter);
  if (directories.some((directory) => existsSync(join(directory, program)))) return;
  console.log(`      skipped: no ${program} on this machine`);
  context.skip();
}

/** Path of the real program, past the wrapper of Debian. */
export function programAt(name: string): string {
  const installed = [
    '/usr/lib/postgresql/15/bin',
    '/usr/lib/postgresql/16/bin',
    '/usr/lib/postgresql/17/bin',
    '/usr/lib/postgresql/18/bin',
  ];
  const directories = [...installed, ...(process.env.PATH ?? '').split(delimiter)];
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path)) ?? name;
}

/** A search path on which shell scripts with these texts stand first. */
export function fakePath(folder: string, programs: Readonly<Record<string, string>>): string {
  const directory = join(folder, 'programs');
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return `${directory}${delimiter}${process.env.PATH ?? ''}`;
}

/** Two migrations, the second of which adds a table. */
export const shopMigrations = {
  '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL);\n',
  '20260102000000_posts': 'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "userId" INTEGER NOT NULL REFERENCES "User"("id"));\n',
};

export function shopFolder(provider: string, environment: object = {}, files: Readonly<Record<string, string>> = {}): string {
  return folderWith({
    'package.json': '{ "devDependencies": { "prisma": "6.19.3" } }',
    'prisma/schema.prisma': `datasource db {\n  provider = "${provider}"\n}\n`,
    'prisma/migrations/migration_lock.toml': `provider = "${provider}"\n`,
    ...migrations('prisma/migrations', shopMigrations),
    'lockstep.json': JSON.stringify({
      environments: [
        { name: 'staging', kind: 'staging', url: { env: 'STAGING_URL' }, ...environment },
        { name: 'production', kind: 'production', url: { env: 'PRODUCTION_URL' }, ...environment },
      ],
    }),
    ...files,
  });
}

/** An environment of a project's `lockstep.json`, at this URL. */
export async function environmentNamed(name: string, project: Project, url: string): Promise<Environment> {
  const settings = project.settings.environments.find((one) => one.name === name);
  assert.ok(settings !== undefined);
  return resolveEnvironment(settings, project, sourcesOf({ STAGING_URL: url, PRODUCTION_URL: url }));
}

export interface BackedUp {
  readonly outcome: BackupOutcome;
  readonly events: readonly BackupEvent[];
  readonly project: Project;
  readonly environment: Environment;
}

interface Options {
  readonly environment?: string;
  readonly directory?: string | null;
  readonly now?: Date;
  readonly abort?: AbortSignal;
  readonly variables?: NodeJS.ProcessEnv;
  readonly onEvent?: (event: BackupEvent) => void;
}

export async function backedUp(folder: string, url: string, options: Options = {}): Promise<BackedUp> {
  const project = await projectIn(folder);
  const environment = await environmentNamed(options.environment ?? 'staging', project, url);
  const events: BackupEvent[] = [];
  const outcome = await backUp({
    project,
    environment,
    directory: options.directory ?? null,
    now: options.now ?? new Date('2026-11-20T15:04:05Z'),
    abort: options.abort ?? new AbortController().signal,
    variables: options.variables ?? process.env,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  return { outcome, events, project, environment };
}

/** The backup of an outcome, which must have one. */
export function backupOf({ outcome }: Pick<BackedUp, 'outcome'>): Backup {
  assert.ok(outcome.type === 'backed-up', JSON.stringify(outcome));
  return outcome.backup;
}

/** The problem of an outcome of this type. */
export function problemIn(
  outcome: { readonly type: string; readonly problem?: { readonly code: string; readonly message: string; readonly help: string } },
  type: string,
) {
  assert.equal(outcome.type, type, JSON.stringify(outcome));
  assert.ok(outcome.problem !== undefined);
  const first = outcome.problem.message.split(/(?<=[.:]) /)[0] ?? '';
  assert.ok(outcome.problem.message.endsWith('.') && !outcome.problem.message.includes('..'), outcome.problem.message);
  assert.ok(first.length <= 120, first);
  return outcome.problem;
}

/** Names of what lies in a folder, sorted. */
export function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
