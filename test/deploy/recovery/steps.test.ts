import assert from 'node:assert/strict';
import type { Client } from 'pg';
import type { Recovery } from '../../../server/src/deploy/recovery/recovery';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { skipWithout } from '../backups';
import { type PrismaMajor, skipWithoutPrisma } from '../prisma-cli';
import { failedIn, type Mode } from './broken';
import { type FailureCase, failureCases } from './cases';
import { type Shop, shopFor } from './shop';

const version = 15;

/** The real CLI of a version that runs files in this way. */
const majors: Readonly<Record<Mode, PrismaMajor>> = { 'one-transaction': 6, 'per-statement': 7 };

/** Which way out is taken; statement by statement there are two. */
const runs: readonly { readonly mode: Mode; readonly way: number; readonly cases: readonly FailureCase[] }[] = [
  { mode: 'one-transaction', way: 0, cases: failureCases.slice(0, 1) },
  { mode: 'per-statement', way: 0, cases: [...failureCases.slice(0, 1), ...failureCases.slice(-1)] },
  { mode: 'per-statement', way: 1, cases: failureCases.slice(1, 2) },
];

describe('the steps out of a failed migration, carried out as they are printed', function () {
  this.timeout(180_000);

  for (const { mode, way, cases } of runs) {
    for (const { name, first, rows, failing, correction, kept } of cases) {
      it(`${name}, ${mode}, way ${way}: end up to date with every row`, function () {
        skipWithoutServer(this, version);
        skipWithoutPrisma(this, majors[mode]);
        return withDatabase(version, async (client) => {
          const shop = shopFor(client, majors[mode], mode, { '1_first': first });
          await shop.deployed(0);
          await client.query(rows);
          const before = await rowsOf(client, kept);
          shop.add({ '2_second': failing, '3_third': 'CREATE TABLE "Third" ("id" INTEGER PRIMARY KEY);\n' });
          await shop.deployed(1);
          const found = await shop.recovery();
          assert.equal(failedIn(found).migration, '2_second');
          await carryOut(shop, client, found, way, correction);
          const { state } = await shop.status();
          assert.equal(state, 'up-to-date');
          assert.deepEqual(await rowsOf(client, kept), before);
          assert.deepEqual((await shop.recovery()).troubles, []);
        });
      });
    }
  }
});

describe('the way back to a backup', function () {
  this.timeout(180_000);

  it('is offered where a verified one is older than the migration, and restores as printed', function () {
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    skipWithout(this, 'pg_dump');
    skipWithout(this, 'pg_restore');
    return withDatabase(version, async (client) => {
      const shop = shopFor(client, 7, 'per-statement', { '1_first': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "name" TEXT);\n' });
      await shop.deployed(0);
      await client.query(`INSERT INTO "User" VALUES (1, 'a'), (2, 'b')`);
      const backup = await shop.lockstep('backup', '--env', 'test');
      assert.equal(backup.code, 0, backup.stdout + backup.stderr);
      shop.add({ '2_second': 'ALTER TABLE "User" DROP COLUMN "name";\nALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;\n' });
      await shop.deployed(1);
      const { ways } = failedIn(await shop.recovery());
      const [step] = ways.at(-1)?.steps ?? [];
      assert.equal(step?.kind, 'restore');
      await shop.typed(step?.command ?? '', step?.title ?? '');
      assert.deepEqual(await rowsOf(client, 'SELECT * FROM "User" ORDER BY "id"'), [
        { id: 1, name: 'a' },
        { id: 2, name: 'b' },
      ]);
      assert.deepEqual([(await shop.status()).state, (await shop.recovery()).troubles], ['pending', []]);
    });
  });
});

/** SQL is run as printed, commands are typed as printed; rows are corrected where a step shows them. */
async function carryOut(shop: Shop, client: Client, recovery: Recovery, way: number, correction: string): Promise<void> {
  const steps = failedIn(recovery).ways[way]?.steps ?? [];
  assert.ok(steps.length >= 3, JSON.stringify(steps));
  for (const [index, { kind, command, sql, title }] of steps.entries()) {
    if (sql !== null) await client.query(sql);
    if (index === 0 && (kind === 'query' || kind === 'edit')) await client.query(correction);
    if (command !== null) await shop.typed(command, title);
  }
}

async function rowsOf(client: Client, sql: string): Promise<readonly object[]> {
  return (await client.query<object>(sql)).rows;
}

describe('resolving a migration', function () {
  this.timeout(180_000);

  const withFailed = (context: Mocha.Context, body: (shop: Shop, client: Client) => Promise<void>): Promise<void> => {
    skipWithoutServer(context, version);
    skipWithoutPrisma(context, 7);
    return withDatabase(version, async (client) => {
      const shop = shopFor(client, 7, 'per-statement', { '1_first': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);\n' });
      await shop.deployed(0);
      shop.add({ '2_second': 'CREATE TABLE "Tag" ("id" INTEGER PRIMARY KEY);\nALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;\n' });
      await shop.deployed(1);
      await body(shop, client);
    });
  };

  it('is refused where the statement would not be true, with the reason, and changes nothing', function () {
    return withFailed(this, async (shop, client) => {
      const before = await rowsOf(client, 'SELECT * FROM _prisma_migrations');
      const refusedWith = async (words: readonly string[], reason: RegExp): Promise<void> => {
        const { code, stdout, stderr } = await shop.lockstep('resolve', '--env', 'test', ...words);
        assert.equal(code, 6, `${words.join(' ')}: ${stdout}${stderr}`);
        assert.match(stdout, reason);
      };
      await refusedWith(['--rolled-back', '2_second'], /Statement 1 of it has taken effect.*Statement 1 is refused/);
      await refusedWith(['--rolled-back', '2_second', '--force-reason', 'I know'], /Statement 1 is refused/);
      await refusedWith(['--rolled-back', '1_first'], /P3012/);
      await refusedWith(['--rolled-back', '9_nothing'], /P3011/);
      await refusedWith(['--applied', '2_second'], /Whether statement 2 has run cannot be told/);
      await refusedWith(['--applied', '1_first'], /P3008/);
      await refusedWith(['--applied', '9_nothing'], /P3017/);
      assert.deepEqual(await rowsOf(client, 'SELECT * FROM _prisma_migrations'), before);
    });
  });

  it('goes on against a doubt with a reason, which the journal keeps', function () {
    return withFailed(this, async (shop) => {
      const { code, stdout, stderr } = await shop.lockstep(
        'resolve',
        '--env',
        'test',
        '--applied',
        '2_second',
        '--force-reason',
        'Nobody is gone',
      );
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /Overridden: Whether statement 2 has run/);
      const [entry] = shop.journal();
      assert.deepEqual([entry?.type, entry?.environment, entry?.outcome], ['resolve', 'test', 'resolved']);
      assert.match(entry?.summary ?? '', /Reason: Nobody is gone/);
    });
  });

  it('asks for the name of a protected environment', function () {
    return withFailed(this, async (shop, client) => {
      await client.query('DROP TABLE "Tag"');
      const words = ['resolve', '--env', 'production', '--rolled-back', '2_second'];
      for (const more of [[], ['--yes', 'test']]) {
        const { code, stdout } = await shop.lockstep(...words, ...more);
        assert.deepEqual([code, /--yes production/.test(stdout)], [6, true], stdout);
      }
      const { code, stdout } = await shop.lockstep(...words, '--yes', 'production', '--format', 'json');
      assert.deepEqual([code, JSON.parse(stdout).outcome], [0, 'resolved'], stdout);
    });
  });

  it('waits for nobody: who holds the lock is named, and nothing is changed', function () {
    return withFailed(this, async (shop, client) => {
      await client.query('DROP TABLE "Tag"; SELECT pg_advisory_lock(72707369)');
      const { code, stdout } = await shop.lockstep('resolve', '--env', 'test', '--rolled-back', '2_second');
      assert.deepEqual([code, /holds Prisma's migration lock/.test(stdout)], [6, true], stdout);
    });
  });
});
