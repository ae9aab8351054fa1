import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import type { Client } from 'pg';
import { deployingPath } from '../../server/src/deploy/deploy/deploying-file';
import { readJournal } from '../../server/src/deploy/journal/journal';
import { lockstep } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { addFiles, migrations } from '../project/folders';
import { urlOf, value } from './backfills';
import { namesIn } from './backups';
import { deployed, deployShop, notOk, warningsIn } from './deploys';
import { statesIn, statusAt } from './environments';
import { prismaMajors, skipWithoutPrisma } from './prisma-cli';

const version = 15;

const users = { '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "email" TEXT);\n' };
/** Only the rows tell that its third statement fails. */
const fails = {
  '20260103000000_fails': `CREATE TABLE "A" ("id" INTEGER);
INSERT INTO "User" VALUES (1, 'same'), (2, 'same');
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
CREATE TABLE "B" ("id" INTEGER);
`,
};
const posts = { '20260102000000_posts': 'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY);\n' };

describe('a deploy with the real Prisma CLI', function () {
  // Each run of the real CLI takes seconds, and several where the machine is busy.
  this.timeout(300_000);

  for (const major of prismaMajors) {
    it(`applies what is pending and looks at what has come of it, PostgreSQL, Prisma ${major}`, async function () {
      skipWithoutServer(this, version);
      skipWithoutPrisma(this, major);
      await withDatabase(version, async (client) => {
        const folder = deployShop({ major, texts: { ...users, ...posts }, settings: { smokeTest: 'echo all is well' } });
        const { outcome, events } = await deployed(folder, urlOf(client));
        assert.equal(outcome.type, 'deployed', outcome.words);
        assert.deepEqual(outcome.applied, Object.keys({ ...users, ...posts }));
        assert.deepEqual([outcome.failed, outcome.backup, notOk(outcome)], [null, null, []]);
        assert.deepEqual(outcome.verification?.halfBuilt, []);
        assert.deepEqual([outcome.verification?.smokeTest?.state, outcome.verification?.smokeTest?.output], ['passed', 'all is well']);
        assert.equal((await statusAt(urlOf(client), folder)).state, 'up-to-date');
        const ended = events.flatMap((event) => (event.type === 'migration-ended' ? [`${event.migration} ${event.state}`] : []));
        assert.deepEqual(
          ended,
          Object.keys({ ...users, ...posts }).map((name) => `${name} applied`),
        );

        const report = readFileSync(outcome.report ?? '', 'utf8');
        assert.match(report, /^# Deploy to test: deployed$/m);
        assert.match(report, /20260102000000_posts` \| applied/);
        assert.match(report, /all is well/);
        const [entry] = readJournal(folder);
        assert.deepEqual([entry?.type, entry?.by, entry?.environment, entry?.outcome], ['deploy', 'tester', 'test', 'deployed']);
        assert.equal(existsSync(deployingPath(folder, 'test')), false);

        const again = await deployed(folder, urlOf(client));
        assert.deepEqual([again.outcome.type, again.outcome.report, readJournal(folder).length], ['nothing-to-do', null, 1]);
      });
    });

    it(`goes to the database of the environment, whatever .env says, Prisma ${major}`, async function () {
      skipWithoutPrisma(this, major);
      const config = `process.loadEnvFile?.();\nexport default { schema: 'prisma/schema.prisma', datasource: { url: process.env.DATABASE_URL } };\n`;
      const files = { '.env': 'DATABASE_URL="file:./wrong.db"\n', ...(major === 7 && { 'prisma.config.ts': config }) };
      const folder = deployShop({ major, provider: 'sqlite', texts: users, files });
      const file = join(folder, 'right $one.db');
      const database = new Database(file);
      database.exec('PRAGMA user_version = 1');
      database.close();
      const { outcome } = await deployed(folder, `file:${file}`);
      assert.equal(outcome.type, 'deployed', outcome.words);
      for (const place of ['wrong.db', 'prisma/wrong.db']) assert.equal(existsSync(join(folder, place)), false, place);
    });

    it(`goes to the file that the environment means, SQLite, Prisma ${major}`, async function () {
      skipWithoutPrisma(this, major);
      const folder = deployShop({ major, provider: 'sqlite', texts: users });
      const file = join(folder, 'data.db');
      const database = new Database(file);
      database.exec('PRAGMA user_version = 1');
      database.close();
      const { outcome } = await deployed(folder, `file:${file}`);
      assert.deepEqual([outcome.type, outcome.applied], ['deployed', Object.keys(users)], outcome.words);
      const again = await deployed(folder, `file:${file}`);
      assert.equal(again.outcome.type, 'nothing-to-do');
      addFiles(
        folder,
        migrations('prisma/migrations', { ...posts, '20260103000000_fails': 'INSERT INTO "User" VALUES (1, 1), (1, 1);\n' }),
      );
      const failed = (await deployed(folder, `file:${file}`)).outcome;
      assert.ok(failed.type === 'failed', failed.words);
      assert.deepEqual(
        [failed.applied, failed.failed.migration, failed.failed.code],
        [Object.keys(posts), '20260103000000_fails', 'P3018'],
      );
    });

    for (const execution of ['one-transaction', 'per-statement'] as const) {
      it(`tells what a migration has done that fails at its third statement, ${execution}, Prisma ${major}`, async function () {
        skipWithoutServer(this, version);
        skipWithoutPrisma(this, major);
        await withDatabase(version, async (client) => {
          const folder = deployShop({ major, texts: { ...users, ...fails } });
          const { outcome, events } = await deployed(folder, urlOf(client), { execution });
          assert.ok(outcome.type === 'failed', outcome.words);
          assert.deepEqual(outcome.applied, ['20260101000000_users']);
          const { migration, statement, code, message, next } = outcome.failed;
          assert.deepEqual([migration, statement, code], ['20260103000000_fails', 2, 'P3018']);
          assert.match(message, /^20260103000000_fails failed at statement 3 of 4 \(23505\)\. Unique constraint failed/);
          assert.equal(next[0], 'lockstep recover --env test');
          assert.ok(
            next.some((line) => line.startsWith('lockstep resolve --env test')),
            next.join('\n'),
          );
          assert.equal(await exists(client, 'A'), execution === 'per-statement');
          assert.ok(events.some((event) => event.type === 'migration-ended' && event.state === 'failed'));
          assert.match(readFileSync(outcome.report ?? '', 'utf8'), /## What failed\n\n`20260103000000_fails`, statement 3: P3018\./);

          const again = await deployed(folder, urlOf(client), { execution });
          assert.equal(again.outcome.type, 'refused');
          assert.ok(notOk(again.outcome).includes('status'));
        });
      });
    }
  }

  it('sees what a configuration of Prisma 6 does to the variable of the schema', async function () {
    skipWithoutPrisma(this, 6);
    const withConfig = (before: string) => {
      const config = `${before}\nexport default { schema: 'prisma/schema.prisma' };\n`;
      return deployShop({ major: 6, provider: 'sqlite', texts: users, files: { 'prisma.config.ts': config } });
    };
    const fileIn = (folder: string): string => {
      const file = join(folder, 'data.db');
      const database = new Database(file);
      database.exec('PRAGMA user_version = 1');
      database.close();
      return `file:${file}`;
    };
    const overwriting = withConfig("process.env.DATABASE_URL = 'file:./elsewhere.db';");
    const { outcome } = await deployed(overwriting, fileIn(overwriting));
    assert.deepEqual([outcome.type, notOk(outcome)], ['refused', ['prisma-cli']], outcome.words);
    const harmless = withConfig('');
    const done = await deployed(harmless, fileIn(harmless));
    assert.equal(done.outcome.type, 'deployed', done.outcome.words);
  });

  it('gives its session the lock timeout of the environment, and keeps the options of the URL', async function () {
    skipWithoutServer(this, version);
    for (const major of prismaMajors) {
      skipWithoutPrisma(this, major);
      await withDatabase(version, async (client) => {
        const text = `CREATE TABLE "Seen" AS SELECT current_setting('lock_timeout') AS a, current_setting('work_mem') AS b;\n`;
        const folder = deployShop({ major, texts: { '20260101000000_seen': text }, settings: { lockTimeout: '1234ms' } });
        const options = encodeURIComponent('-c work_mem=3MB');
        const { outcome } = await deployed(folder, `${urlOf(client)}&options=${options}`);
        assert.equal(outcome.type, 'deployed', outcome.words);
        const { rows } = await client.query('SELECT a, b FROM "Seen"');
        assert.deepEqual(rows, [{ a: '1234ms', b: '3MB' }]);
      });
    }
  });

  it('names what a migration leaves half built', async function () {
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    await withDatabase(version, async (client) => {
      const folder = deployShop({ major: 7, texts: users });
      assert.equal((await deployed(folder, urlOf(client))).outcome.type, 'deployed');
      await client.query('ALTER TABLE "User" ADD CONSTRAINT before CHECK ("id" > 0) NOT VALID');
      const text = 'ALTER TABLE "User" ADD CONSTRAINT "Later" CHECK ("email" <> \'\') NOT VALID;\n';
      addFiles(folder, migrations('prisma/migrations', { '20260102000000_later': text }));
      const { outcome } = await deployed(folder, urlOf(client), { overrides: [{ gate: 'drift', reason: 'a test' }] });
      assert.equal(outcome.type, 'deployed', outcome.words);
      assert.deepEqual(outcome.verification?.halfBuilt, [{ kind: 'unvalidated-constraint', name: '"Later" on public."User"' }]);
      assert.match(readFileSync(outcome.report ?? '', 'utf8'), /The constraint "Later" on public\."User" is not validated/);
    });
  });

  it('keeps who has overridden which gate and why, and names the backup that was there', async function () {
    skipWithoutPrisma(this, 7);
    const folder = deployShop({ major: 7, provider: 'sqlite', texts: users, settings: { backup: { maxAgeHours: 1 } } });
    const file = join(folder, 'data.db');
    const database = new Database(file);
    database.exec('PRAGMA user_version = 1');
    database.close();
    const url = `file:${file}`;
    const report = ({ outcome }: Awaited<ReturnType<typeof deployed>>): string => readFileSync(outcome.report ?? '', 'utf8');
    const first = await deployed(folder, url, { overrides: [{ gate: 'backup', reason: 'nothing\nis in it' }] });
    assert.equal(first.outcome.type, 'deployed', first.outcome.words);
    assert.match(report(first), /\| backup \| none was made by this deploy, and no earlier one of this database is known \|/);
    assert.match(
      report(first),
      /\n## Overridden gates\n\n\| gate \| reason \| by \|\n\| --- \| --- \| --- \|\n\| Backup \| nothing is in it \| tester \|\n/,
    );

    const made = await lockstep(['backup', '--env', 'test'], { cwd: folder, env: { TEST_URL: url } });
    assert.equal(made.code, 0, made.stderr);
    const backups = join(folder, '.lockstep/backups');
    const stamp = join(backups, namesIn(backups).find((name) => name.endsWith('.json')) ?? '');
    const beganAt = new Date(Date.now() - 2 * 3_600_000).toISOString();
    writeFileSync(stamp, JSON.stringify({ ...JSON.parse(readFileSync(stamp, 'utf8')), beganAt }));
    addFiles(folder, migrations('prisma/migrations', posts));
    const refused = await deployed(folder, url);
    assert.deepEqual([refused.outcome.type, notOk(refused.outcome)], ['refused', ['backup']]);
    const second = await deployed(folder, url, { overrides: [{ gate: 'backup', reason: 'a snapshot of the disk' }], by: 'Ada' });
    assert.equal(second.outcome.type, 'deployed', second.outcome.words);
    assert.match(
      report(second),
      /\| backup \| none was made by this deploy; the newest one was 2 h old when it began, verified: `\.lockstep\/backups\/test-\d{8}T\d{6}Z\.db \(\d+ kB\)` \|/,
    );
    assert.deepEqual(
      readJournal(folder).map(({ by, outcome, overrides }) => ({ by, outcome, overrides })),
      [
        { by: 'tester', outcome: 'deployed', overrides: [{ gate: 'backup', reason: 'nothing is in it' }] },
        { by: 'tester', outcome: 'refused', overrides: [] },
        { by: 'Ada', outcome: 'deployed', overrides: [{ gate: 'backup', reason: 'a snapshot of the disk' }] },
      ],
    );
  });

  it('wants the name of a protected environment, typed', async function () {
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    await withDatabase(version, async (client) => {
      const folder = deployShop({ major: 7, texts: users, kind: 'production' });
      const overrides = (['branch', 'clean-tree', 'backup', 'rehearsal', 'drift'] as const).map((gate) => ({ gate, reason: 'a test' }));
      for (const confirmed of [null, 'prod']) {
        const { outcome } = await deployed(folder, urlOf(client), { confirmed, overrides });
        assert.deepEqual([outcome.type, notOk(outcome)], ['refused', ['confirmation']]);
        assert.deepEqual(statesIn(await statusAt(urlOf(client), folder)), { '20260101000000_users': 'pending' });
      }
      const { outcome } = await deployed(folder, urlOf(client), { confirmed: 'test', overrides });
      assert.equal(outcome.type, 'deployed', outcome.words);
    });
  });

  it('stays deployed and counts as failed when the smoke test fails', async function () {
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    await withDatabase(version, async (client) => {
      const folder = deployShop({ major: 7, texts: users, settings: { smokeTest: 'echo "no answer of the shop" && exit 3' } });
      const { outcome } = await deployed(folder, urlOf(client));
      assert.ok(outcome.type === 'failed');
      assert.deepEqual([outcome.failed.code, outcome.failed.migration, outcome.applied], ['SMOKE_TEST', null, Object.keys(users)]);
      assert.match(outcome.words, /1 migration applied to test\. The smoke test failed with code 3/);
      assert.match(readFileSync(outcome.report ?? '', 'utf8'), /no answer of the shop/);
    });
  });

  it('is done all the same where nothing can be kept beside the project', async function () {
    skipWithoutPrisma(this, 7);
    const folder = deployShop({ major: 7, provider: 'sqlite', texts: users, files: { '.lockstep': 'a file, and no directory' } });
    const file = join(folder, 'data.db');
    const database = new Database(file);
    database.exec('PRAGMA user_version = 1');
    database.close();
    const { outcome, events } = await deployed(folder, `file:${file}`);
    assert.deepEqual([outcome.type, outcome.report], ['deployed', null], outcome.words);
    const warnings = warningsIn(events).join('\n');
    assert.match(warnings, /\.lockstep cannot be written .*deploys from here do not see each other/);
    assert.match(warnings, /The report cannot be written/);
    assert.match(warnings, /The journal cannot be written/);
  });

  it('is done all the same when its report cannot be written', async function () {
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    await withDatabase(version, async (client) => {
      const folder = deployShop({ major: 7, texts: users, whole: { reports: { directory: 'package.json' } } });
      const { outcome, events } = await deployed(folder, urlOf(client));
      assert.deepEqual([outcome.type, outcome.report], ['deployed', null]);
      assert.match(warningsIn(events).join('\n'), /The report cannot be written: /);
      addFiles(folder, migrations('prisma/migrations', posts));
      addFiles(folder, { 'lockstep.json': readFileSync(join(folder, 'lockstep.json'), 'utf8').replace('package.json', 'docs/deploys') });
      const kept = await deployed(folder, urlOf(client));
      assert.match(kept.outcome.report ?? '', /docs\/deploys\/test-\d{8}T\d{6}Z\.md$/);
      assert.ok(existsSync(kept.outcome.report ?? ''));
    });
  });
});

async function exists(client: Client, table: string): Promise<boolean> {
  return (await value(client, `SELECT to_regclass('public."${table}"')`)) !== null;
}
