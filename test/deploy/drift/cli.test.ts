import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { lockstep } from '../../cli/run';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { addFiles, migrations } from '../../project/folders';
import { urlOf } from '../backfills';
import { deployedShop, type Shop, sentencesOf } from './shop';

const version = 15;

const settings = JSON.stringify({
  drift: { ignore: ['public.audit', 'public.gone'] },
  environments: [
    { name: 'production', kind: 'production', url: { env: 'PRODUCTION_URL' } },
    { name: 'lost', kind: 'staging', url: { env: 'LOST_URL' } },
  ],
});

describe('lockstep diff --env', function () {
  this.timeout(60_000);

  before(function () {
    skipWithoutServer(this, version);
  });

  const inShop = (body: (shop: Shop, run: Run, client: Client) => Promise<void>): Promise<void> =>
    withDatabase(version, async (client) => {
      const shop = await deployedShop(client, settings);
      const env = { PRODUCTION_URL: urlOf(client), LOST_URL: 'postgresql://shop:marked-password@127.0.0.1:1/shop' };
      await body(shop, (...words) => lockstep(['diff', ...words], { cwd: shop.folder, env }), client);
    });

  it('ends with 0 where there is no drift, and says which entries of drift.ignore are not needed', () =>
    inShop(async (_, run) => {
      const { code, stdout, stderr } = await run('--env', 'production');
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^production {2}\S+ {2}no drift: the database is what the history says\n/);
      assert.match(stdout, /"public\.audit" in "drift\.ignore" matches nothing any more\./);
      assert.equal((await run('--env', 'production', '--against', 'schema')).code, 0);
    }));

  it('ends with 1 and names each difference, in every format', () =>
    inShop(async (_, run, client) => {
      await client.query('ALTER TABLE "User" ADD COLUMN status text; DROP VIEW adults; CREATE TABLE audit (id integer)');
      const pretty = await run('--env', 'production');
      assert.equal(pretty.code, 1, pretty.stderr);
      assert.match(
        pretty.stdout,
        /^production {2}\S+ {2}2 differences\n {2}\+ Column "status" of "User" exists only in the database\. {2}public\.User\.status\n {2}- View/,
      );
      assert.match(pretty.stdout, /\n {2}1 left out by "drift\.ignore"/);

      const [json] = JSON.parse((await run('--env', 'production', '--format', 'json')).stdout).environments;
      assert.deepEqual([json.environment, json.drift, json.ignored, json.unusedIgnores], ['production', true, 1, ['public.gone']]);
      assert.deepEqual(
        json.differences.map(({ change, kind, name, concerns }: Record<string, unknown>) => [change, kind, name, concerns]),
        [
          ['only-in-database', 'column', 'public.User.status', 'prisma'],
          ['missing', 'view', 'public.adults', 'other'],
        ],
      );

      const markdown = (await run('--env', 'production', '--format', 'markdown')).stdout;
      assert.match(markdown, /^# Drift of production\n/);
      assert.match(markdown, /## What Prisma leaves alone\n\n\| difference .*\n.*\n\| View "adults" is missing in the database\. \|/);

      const against = await run('--env', 'production', '--against', 'schema', '--format', 'json');
      assert.deepEqual(JSON.parse(against.stdout).environments[0].differences.length, 1);
    }));

  it('prints statements that put the database back', () =>
    inShop(async ({ drift }, run, client) => {
      await client.query('ALTER TABLE "User" ADD COLUMN status text; DROP VIEW adults');
      const { code, stdout } = await run('--env', 'production', '--format', 'sql');
      assert.equal(code, 1);
      assert.match(
        stdout,
        /^-- Puts production back to what the history says\. Nothing of it has been run\.\n-- Drops "User"\."status" with the values that it holds\.\n/,
      );
      await client.query(stdout);
      assert.deepEqual(sentencesOf(await drift()), []);
    }));

  it('writes a migration that adopts what is there, and says what to do with it', () =>
    inShop(async ({ folder, directory, prisma, drift }, run, client) => {
      assert.match((await run('--env', 'production', '--adopt', 'nothing')).stdout, /Nothing was written/);
      await client.query('ALTER TABLE "User" ADD COLUMN status text');
      const { code, stdout, stderr } = await run('--env', 'production', '--adopt', 'Add status');
      assert.equal(code, 0, stderr);
      const name = /(\d{14}_add_status)/.exec(stdout)?.[1] ?? '';
      assert.match(
        readFileSync(join(directory, name, 'migration.sql'), 'utf8'),
        /ALTER TABLE "User" ADD COLUMN IF NOT EXISTS {5}"status" TEXT;\n$/,
      );
      assert.match(stderr, new RegExp(`lockstep resolve --env production --applied ${name}`));
      assert.ok(folder !== '');
      await prisma.resolveApplied(name);
      assert.deepEqual(sentencesOf(await drift()), []);
    }));

  it('ends with 5 where a database cannot be asked, shows the others, and no password', () =>
    inShop(async (_, run) => {
      const { code, stdout, stderr } = await run('--env', 'lost', '--env', 'production');
      assert.equal(code, 5);
      assert.match(stderr, /^lost: The database at 127\.0\.0\.1:1\/shop cannot be reached: .* \(P1001\)/);
      assert.match(stdout, /^production/);
      assert.doesNotMatch(stdout + stderr, /marked-password/);
    }));

  it('has a preview beside it: what a deploy would hold up, with the sizes that tables have now', () =>
    inShop(async ({ folder }, _, client) => {
      addFiles(
        folder,
        migrations('prisma/migrations', { '20260103000000_wide': 'ALTER TABLE "User" ALTER COLUMN age SET DATA TYPE BIGINT;\n' }),
      );
      await client.query(`INSERT INTO "User" (email, age) SELECT n::text, 1 FROM generate_series(1, 1500) AS n; ANALYZE "User"`);
      const env = { PRODUCTION_URL: urlOf(client) };
      const { stdout } = await lockstep(['deploy', '--env', 'production', '--dry-run', '--fresh', '--no-cache'], { cwd: folder, env });
      assert.match(
        stdout,
        /○ pending {2}20260103000000_wide {2}1 statement\n {6}line 1 {2}fails: "adults" uses the column · ACCESS EXCLUSIVE on "User" · rewrites the table .* · 1,500 rows on production/,
      );
    }));

  it('refuses what is about a database without one', () =>
    inShop(async (_, run) => {
      const { code, stderr } = await run('--against', 'schema');
      assert.equal(code, 2);
      assert.match(stderr, /Name its environment with "--env"\./);
      assert.match((await run('--env', 'production', '--format', 'toml')).stderr, /takes pretty, json, markdown or sql/);
    }));
});

type Run = (...words: readonly string[]) => ReturnType<typeof lockstep>;
