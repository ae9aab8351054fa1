import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { type Ended, lockstep } from '../cli/run';
import { driftOnServer } from '../corpus/engine-on-server';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf, value, versions } from './backfills';
import { type PrismaMigrate, prismaMigrate } from './prisma-migrate';

const name = 'add_user_slug';
const none = '-- This is an empty migration.';

for (const version of versions) {
  describe(`a rollout and its environments, PostgreSQL ${version}`, function () {
    this.timeout(60_000);

    before(function () {
      skipWithoutServer(this, version);
    });

    it('goes on only when each database shows that it may, and never drifts', () =>
      inProject(version, async ({ client, prisma, plan, schema, cwd, url }) => {
        await client.query(`INSERT INTO "User" ("id", "email") SELECT i, 'U' || i FROM generate_series(1, 5000) i`);
        await expect(plan('start', '--value', 'User.slug=lower("email")'), 0, /Began the rollout/);
        const before = await expect(
          plan('advance', name),
          6,
          /blocked +migrations-applied in staging: \d+_add_user_slug and \d+_write_user_slug are not applied yet\./,
        );
        assert.doesNotMatch(before, /Wrote/);
        await deployed(prisma, client, schema());

        await expect(plan('advance', name), 0, /ok +migrations-applied in staging: 2 migrations are applied\./);
        await expect(plan('advance', name), 6, /blocked +backfill-complete in staging: 5000 rows are still to do: /);
        const spec = join(cwd, 'prisma/rollouts', name, '2-backfill.backfill.json');
        const filled = await lockstep(['backfill', spec], { cwd, env: { DATABASE_URL: url } });
        assert.equal(filled.code, 0, filled.stderr);
        await client.query(`INSERT INTO "User" ("id", "email") VALUES (5001, 'Late')`);
        await expect(plan('advance', name), 0, /ok +backfill-complete in staging: No row is left to do\./);

        await expect(
          plan('advance', name),
          6,
          /Nobody has confirmed the release yet: "lockstep plan confirm add_user_slug --env staging"\./,
        );
        await expect(plan('confirm', name, '--by', 'Ada'), 2, /^$/);
        await expect(plan('confirm', name, '--by', 'Ada', '--env', 'staging'), 0, /Ada confirms/);
        await expect(plan('advance', name), 0, /begins the stage contract/);
        await expect(plan('advance', name), 6, /blocked +migrations-applied/);
        await deployed(prisma, client, schema());
        await expect(plan('advance', name), 0, /is finished/);
        assert.equal(await value(client, `SELECT count(*)::int FROM "User" WHERE "slug" = lower("email")`), 5001);
        assert.equal(await value(client, `SELECT count(*)::int FROM pg_trigger WHERE NOT tgisinternal`), 0);
      }));

    it('says what a migration has failed with', () =>
      inProject(version, async ({ client, prisma, plan }) => {
        await expect(plan('start', '--value', 'User.slug=lower("email")'), 0, /Began/);
        await client.query('ALTER TABLE "User" ADD COLUMN "slug" TEXT');
        assert.notEqual(await prisma.deploy(), null);
        await expect(plan('advance', name), 6, /blocked +migrations-applied in staging: \d+_add_user_slug has failed: [^\n]*slug/);
      }));

    it('takes back what was deployed when it is abandoned, and drops nothing else', () =>
      inProject(version, async ({ client, prisma, plan, cwd, schema }) => {
        await client.query(`INSERT INTO "User" ("id", "email") VALUES (1, 'a')`);
        await expect(plan('start', '--value', 'User.slug=lower("email")'), 0, /Began/);
        await deployed(prisma, client, schema());
        await expect(plan('abandon', name, '--by', 'Ada'), 0, /Abandoned/);
        assert.equal(await prisma.deploy(), null);
        const without = schema().replace('  slug  String\n', '');
        writeFileSync(join(cwd, 'prisma/schema.prisma'), without);
        await deployed(prisma, client, without);
        assert.deepEqual(await value(client, 'SELECT count(*)::int FROM "User"'), 1);
        assert.equal(await value(client, `SELECT count(*)::int FROM pg_proc WHERE pronamespace = 'public'::regnamespace`), 0);
      }));
  });
}

describe('a rollout without its database', () => {
  const cases: readonly (readonly [string, string | null, RegExp])[] = [
    [
      'is not reached',
      'postgresql://ada:tell-nobody@127.0.0.1:1/shop',
      /The database at 127\.0\.0\.1:1\/shop cannot be reached: connection refused\./,
    ],
    ['has no URL', null, /The variable STAGING_URL is not set/],
    ['is none', 'https://tell-nobody@example.com', /STAGING_URL begins with "https:\/\/"/],
  ];
  for (const [what, url, reason] of cases) {
    it(`is blocked where it ${what}, and tells no secret`, async () => {
      const cwd = folder();
      const plan = planIn(cwd, url);
      await expect(plan('start'), 0, /Began/);
      const { code, stdout, stderr } = await plan('advance', 'add_user_slug', '--format', 'json');
      assert.equal(code, 6, stderr);
      const [gate] = JSON.parse(stdout).gates;
      assert.deepEqual([gate.gate, gate.environment, gate.state], ['migrations-applied', 'staging', 'blocked']);
      assert.match(gate.evidence, reason);
      assert.doesNotMatch(stdout + stderr, /tell-nobody/);
      const skipped = await plan('advance', 'add_user_slug', '--skip', 'migrations-applied=seen in the console');
      assert.equal(skipped.code, 0);
      assert.match(skipped.stdout, /overridden +migrations-applied in staging: seen in the console/);
      assert.match(readFileSync(join(cwd, 'prisma/rollouts/add_user_slug/rollout.json'), 'utf8'), /"evidence": "seen in the console"/);
    });
  }

  it('asks those environments that are named, and all but development where none is', async () => {
    const plan = planIn(folder(), 'postgresql://ada:tell-nobody@127.0.0.1:1/shop');
    await expect(plan('start'), 0, /Began/);
    const environments = async (...words: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await plan('advance', 'add_user_slug', '--format', 'json', ...words);
      return JSON.parse(stdout).gates.map((gate: { environment: string }) => gate.environment);
    };
    assert.deepEqual(await environments(), ['staging']);
    assert.deepEqual(await environments('--env', 'dev'), ['dev']);
    assert.deepEqual(await environments('--env', 'dev', '--env', 'staging'), ['dev', 'staging']);
  });
});

interface Context {
  readonly client: Client;
  readonly cwd: string;
  readonly url: string;
  readonly prisma: PrismaMigrate;
  readonly plan: (...words: readonly string[]) => Promise<Ended>;
  readonly schema: () => string;
}

function inProject(version: number, body: (context: Context) => Promise<void>): Promise<void> {
  return withDatabase(version, async (client) => {
    const cwd = folder();
    const prisma = await prismaMigrate(client, join(cwd, 'prisma/migrations'));
    assert.equal(await prisma.deploy(), null);
    const url = urlOf(client);
    await body({
      ...{ client, cwd, prisma, url, plan: planIn(cwd, url) },
      schema: () => readFileSync(join(cwd, 'prisma/schema.prisma'), 'utf8'),
    });
  });
}

function folder(): string {
  return folderWith({
    '.git/HEAD': '',
    'package.json': '{ "dependencies": { "prisma": "7.10.1" } }',
    'lockstep.json': JSON.stringify({
      environments: [
        { name: 'dev', kind: 'development', url: { env: 'DEV_URL' } },
        { name: 'staging', kind: 'staging', url: { env: 'STAGING_URL' } },
      ],
    }),
    'prisma/schema.prisma': `${postgresSchema}\nmodel User {\n  id    Int    @id\n  email String\n  slug  String\n}\n`,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', {
      '20260101000000_init':
        'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
    }),
  });
}

function planIn(cwd: string, url: string | null): Context['plan'] {
  return (...words) => lockstep(['plan', ...words], { cwd, env: url === null ? {} : { STAGING_URL: url } });
}

/** Standard output. */
async function expect(run: Promise<Ended>, code: number, output: RegExp): Promise<string> {
  const { code: found, stdout, stderr } = await run;
  assert.equal(found, code, `${stdout}\n${stderr}`);
  assert.match(stdout, output);
  return stdout;
}

/** As `migrate deploy` does it; afterwards Prisma sees no difference between the database and the schema. */
async function deployed(prisma: PrismaMigrate, client: Client, schema: string): Promise<void> {
  assert.equal(await prisma.deploy(), null);
  assert.equal((await driftOnServer(client, [{ path: 'schema.prisma', text: schema }])).trim(), none);
}
