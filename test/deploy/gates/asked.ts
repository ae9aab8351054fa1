import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { Environment, UrlSources } from '../../../server/src/deploy/environments/environment';
import { resolveEnvironment } from '../../../server/src/deploy/environments/resolve';
import { sourcesOf } from '../../../server/src/deploy/environments/variables';
import { checkGates, type GatesGiven } from '../../../server/src/deploy/gates/check-gates';
import type { GateId, GateResult } from '../../../server/src/deploy/gates/gate';
import { gates } from '../../../server/src/deploy/gates/registry';
import type { Project } from '../../../server/src/project/project';
import { readSettings } from '../../../server/src/project/settings-reader';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../../project/folders';
import { urlOf } from '../backfills';
import { projectIn } from '../environments';
import { type PrismaMigrate, prismaMigrate } from '../prisma-migrate';

export interface Asked {
  readonly folder: string;
  readonly url: string;
  /** Settings of the environment that is asked, over `{ name: "production", kind: "production" }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Other environments of lockstep.json, before it. */
  readonly others?: readonly Readonly<Record<string, unknown>>[];
  readonly variables?: UrlSources['variables'];
  readonly given?: Partial<GatesGiven>;
  readonly only?: readonly GateId[];
}

/** What gates say of a folder and a database; `only` these, or all. */
export async function asked({
  folder,
  url,
  settings = {},
  others = [],
  variables = {},
  given = {},
  only,
}: Asked): Promise<readonly GateResult[]> {
  const { project, environment, sources } = await environmentIn(folder, url, settings, others, variables);
  const all = { overrides: [], withBackup: false, cacheDirectory: null, now: new Date(), abort: new AbortController().signal };
  return checkGates(
    { ...all, project, environment, sources, ...given },
    only === undefined ? gates : gates.filter(({ id }) => only.includes(id)),
  );
}

/** What one gate says. */
export async function askedOf(gate: GateId, question: Asked): Promise<GateResult> {
  const [result] = await asked({ ...question, only: [gate] });
  assert.ok(result?.gate === gate);
  return result;
}

async function environmentIn(
  folder: string,
  url: string,
  settings: Readonly<Record<string, unknown>>,
  others: readonly Readonly<Record<string, unknown>>[],
  variables: UrlSources['variables'],
): Promise<{ readonly project: Project; readonly environment: Environment; readonly sources: UrlSources }> {
  const chosen = { name: 'production', kind: 'production', url: { env: 'TEST_URL' }, ...settings };
  const project = await projectIn(folder);
  const read = readSettings(join(folder, 'lockstep.json'), JSON.stringify({ environments: [...others, chosen] }));
  assert.deepEqual(read.problems, []);
  const configured = { ...project, settings: { ...read, file: join(folder, 'lockstep.json') } };
  const own = read.environments.at(-1);
  assert.ok(own !== undefined);
  const sources = sourcesOf({ TEST_URL: url, ...variables });
  return { project: configured, environment: await resolveEnvironment(own, configured, sources), sources };
}

export const userTable = 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT);\n';

export interface Shop {
  readonly folder: string;
  readonly directory: string;
  readonly url: string;
  readonly prisma: PrismaMigrate;
}

/** A project on PostgreSQL whose first migration is applied to the client's database, and `pending` behind it. */
export async function shopOn(
  client: Client,
  pending: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Shop> {
  const folder = folderWith({
    'package.json': '{ "name": "shop" }',
    'prisma/schema.prisma': postgresSchema,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', { '20260101000000_users': userTable }),
    ...files,
  });
  const directory = join(folder, 'prisma/migrations');
  const prisma = await prismaMigrate(client, directory);
  assert.equal(await prisma.deploy(), null);
  // The session of a real deploy ends with it, and its lock too.
  await client.query('SELECT pg_advisory_unlock_all()');
  addFiles(folder, migrations('prisma/migrations', pending));
  return { folder, directory, url: urlOf(client), prisma };
}
