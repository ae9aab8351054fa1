import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../server/src/deploy/environments/environment';
import { sourcesOf } from '../../server/src/deploy/environments/variables';
import type { RehearsalEvent, RehearsalOutcome } from '../../server/src/deploy/rehearsal/outcome';
import type { Rehearsal, RehearsedStatement } from '../../server/src/deploy/rehearsal/rehearsal';
import { type RehearsalOptions, rehearse } from '../../server/src/deploy/rehearsal/rehearse';
import { folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { projectIn } from './environments';

const newerPglite = join(__dirname, '../../tools/pglite/node_modules/@electric-sql/pglite');

/** Skips a mocha test where the newer embedded PostgreSQL is not installed, and says so. */
export function skipWithoutNewerPglite(context: Mocha.Context): void {
  if (existsSync(newerPglite)) return;
  console.log('      skipped: no newer embedded PostgreSQL (npm ci in tools/pglite)');
  context.skip();
}

export interface ProjectTexts {
  /** Migrations that are history, by name. */
  readonly history?: Readonly<Record<string, string>>;
  readonly pending: Readonly<Record<string, string>>;
  /** Version of Prisma: 7.3 and older run a file as one transaction. */
  readonly prisma?: string;
  /** Whether the project has installed an embedded PostgreSQL that is newer than ours. */
  readonly hasNewerPglite?: boolean;
  readonly provider?: 'postgresql' | 'sqlite' | 'mysql';
  /** Parts of lockstep.json. */
  readonly settings?: object;
  readonly files?: Readonly<Record<string, string>>;
}

/** A project on the disk; the last migration of the history is the baseline. */
export function rehearsalFolder({
  history = {},
  pending,
  prisma = '7.10.1',
  hasNewerPglite = false,
  provider = 'postgresql',
  settings = {},
  files = {},
}: ProjectTexts): string {
  const baseline = Object.keys(history).sort().at(-1) ?? '0';
  const folder = folderWith({
    'package.json': JSON.stringify({ name: 'shop', devDependencies: { prisma } }),
    'node_modules/.keep': '',
    'prisma/schema.prisma': postgresSchema.replace('postgresql', provider),
    'prisma/migrations/migration_lock.toml': postgresLock.replace('postgresql', provider),
    ...migrations('prisma/migrations', { ...history, ...pending }),
    'lockstep.json': JSON.stringify({ baseline, server: { postgresql: '18' }, ...settings }),
    ...files,
  });
  if (hasNewerPglite) {
    mkdirSync(join(folder, 'node_modules/@electric-sql'), { recursive: true });
    symlinkSync(newerPglite, join(folder, 'node_modules/@electric-sql/pglite'), 'dir');
  }
  return folder;
}

export type Asked = Partial<Omit<RehearsalOptions, 'project'>>;

/** Rehearses the project in a folder, and what was told meanwhile. */
export async function rehearsed(
  folder: string,
  asked: Asked = {},
): Promise<{ readonly outcome: RehearsalOutcome; readonly events: readonly RehearsalEvent[] }> {
  const events: RehearsalEvent[] = [];
  const outcome = await rehearse({
    ...{ project: await projectIn(folder), environment: null, scope: { type: 'pending' }, since: null, rows: 0, keep: false },
    ...{ sources: sourcesOf({}), statistics: null, abort: new AbortController().signal, now: new Date() },
    ...asked,
    onEvent: (event) => {
      events.push(event);
      asked.onEvent?.(event);
    },
  });
  return { outcome, events };
}

/** The result of a rehearsal that came to an end. */
export function rehearsalOf(outcome: RehearsalOutcome): Rehearsal {
  assert.ok(outcome.outcome === 'passed' || outcome.outcome === 'failed', JSON.stringify(outcome));
  return outcome.rehearsal;
}

export function statementsOf(outcome: RehearsalOutcome): readonly RehearsedStatement[] {
  return rehearsalOf(outcome).migrations.flatMap(({ statements }) => statements);
}

/** `ran`, `failed 23502`, a state for each statement. */
export function statesOf(outcome: RehearsalOutcome): readonly string[] {
  return statementsOf(outcome).map(({ state, error }) => (error === null ? state : `${state} ${error.code}`));
}

export type { Environment };
