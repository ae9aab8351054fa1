import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import type { Client } from 'pg';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { addFiles, folderWith, migrations } from '../../project/folders';
import { urlOf, versions } from '../backfills';
import { skipWithoutMariadb, withMariadb } from '../mariadb';
import { prismaMigrate, prismaMigrateSqlite } from '../prisma-migrate';
import { askedOf, type Shop, shopOn, userTable } from './asked';

const addName = { '20260102000000_name': 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n' };

for (const version of versions) {
  describe(`the gate status, PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    const inShop = (body: (shop: Shop, client: Client) => Promise<void>, pending: Readonly<Record<string, string>> = addName) =>
      withDatabase(version, async (client) => body(await shopOn(client, pending), client));
    const gate = (shop: Pick<Shop, 'folder' | 'url'>) => askedOf('status', shop);

    it('is ok with what is pending, and with nothing', () =>
      inShop(async (shop) => {
        const pending = await gate(shop);
        assert.deepEqual([pending.state, pending.evidence], ['ok', '1 migration is pending; none failed, edited or missing.']);
        assert.match(pending.details ?? '', /\| `20260102000000_name` \| ○ pending \|/);
        await shop.prisma.deploy();
        assert.deepEqual([(await gate(shop)).state, (await gate(shop)).evidence], ['ok', 'Nothing is pending.']);
      }));

    it('is blocked by a failed migration, whatever the reason to go on', () =>
      inShop(
        async (shop) => {
          await shop.prisma.deploy();
          const overrides = [{ gate: 'status', reason: 'known' }] as const;
          const failed = await askedOf('status', { ...shop, given: { overrides } });
          assert.deepEqual([failed.state, failed.mayOverride, failed.fix], ['blocked', false, 'lockstep recover --env production']);
          assert.match(failed.evidence, /^20260102000000_wrong has failed: .*Nobody/);
          assert.equal(failed.refusal, 'Prisma deploys nothing before it is resolved (P3009).');
          await shop.prisma.resolveRolledBack('20260102000000_wrong');
          assert.equal((await gate(shop)).evidence, '1 migration is pending; none failed, edited or missing.');
          rmSync(join(shop.directory, '20260102000000_wrong'), { recursive: true });
          assert.equal((await gate(shop)).evidence, 'Nothing is pending.', 'what was rolled back and is gone');
        },
        { '20260102000000_wrong': 'ALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;\n' },
      ));

    it('is blocked by what was edited or is missing, which Prisma lets pass, until somebody has a reason', () =>
      inShop(async (shop) => {
        const file = join(shop.directory, '20260101000000_users/migration.sql');
        writeFileSync(file, `-- later\n${userTable}`);
        const edited = await gate(shop);
        assert.deepEqual(
          [edited.state, edited.mayOverride, edited.evidence],
          ['blocked', true, '20260101000000_users was edited after it was applied.'],
        );
        rmSync(join(shop.directory, '20260101000000_users'), { recursive: true });
        const overrides = [{ gate: 'status', reason: 'squashed' }] as const;
        const missing = await askedOf('status', { ...shop, given: { overrides } });
        assert.deepEqual(
          [missing.state, missing.evidence],
          ['overridden', 'Overridden, "squashed": 20260101000000_users was applied there, and the project does not have it.'],
        );
      }));

    it('warns of a migration that would be applied out of its order', () =>
      inShop(async (shop) => {
        await shop.prisma.deploy();
        addFiles(shop.folder, migrations('prisma/migrations', { '20260101120000_between': 'SELECT 1;\n' }));
        const late = await gate(shop);
        assert.deepEqual(
          [late.state, late.evidence],
          ['warning', '20260101120000_between comes before 20260102000000_name, which is applied already.'],
        );
      }));

    it('is blocked where the database has tables and no history (P3005)', () =>
      inShop(async (shop, client) => {
        await client.query('DROP TABLE _prisma_migrations');
        const { state, mayOverride, evidence } = await gate(shop);
        assert.deepEqual([state, mayOverride, evidence], ['blocked', false, 'The database has tables and no _prisma_migrations.']);
      }));

    it('is blocked by a folder without migration.sql (P3015)', () =>
      inShop(async (shop) => {
        mkdirSync(join(shop.directory, '20260103000000_empty'));
        const { state, mayOverride, evidence } = await gate(shop);
        assert.deepEqual([state, mayOverride, evidence], ['blocked', false, '20260103000000_empty has no migration.sql.']);
      }));

    it('is blocked by a database that cannot be asked, once: the others skip', () =>
      inShop(async (shop) => {
        const nowhere = { folder: shop.folder, url: 'postgresql://shop:hunter2-secret@127.0.0.1:1/shop' };
        const status = await askedOf('status', { ...nowhere, given: { overrides: [{ gate: 'status', reason: 'it is there' }] } });
        assert.deepEqual([status.state, status.mayOverride], ['blocked', false]);
        assert.match(status.evidence, /^The database at 127\.0\.0\.1:1\/shop cannot be reached: connection refused\./);
        for (const id of ['migration-lock', 'long-transactions', 'findings', 'statements'] as const) {
          const { state, evidence } = await askedOf(id, nowhere);
          assert.equal(state, 'skipped', `${id}: ${evidence}`);
        }
      }));

    it('judges what is pending there, whatever git says of it', () =>
      inShop(
        async (shop) => {
          const production = await askedOf('findings', shop);
          assert.deepEqual([production.state, production.mayOverride, production.evidence], ['blocked', true, '1 error: column-dropped.']);
          assert.match(
            production.details ?? '',
            /### prisma\/migrations\/20260102000000_drop\/migration\.sql\n\n- \*\*error\*\*, line 2: Dropping "User"\."email"/,
          );
          const development = await askedOf('findings', { ...shop, settings: { kind: 'development' } });
          assert.equal(development.state, 'warning');
          await shop.prisma.deploy();
          assert.deepEqual([(await askedOf('findings', shop)).state, (await askedOf('statements', shop)).state], ['skipped', 'skipped']);
        },
        { '20260102000000_drop': '-- gone\nALTER TABLE "User" DROP COLUMN "email";\n' },
      ));

    it('warns of warnings, and of what cannot be read', () =>
      inShop(
        async (shop) => {
          const warned = await askedOf('findings', shop);
          assert.deepEqual([warned.state, warned.evidence], ['warning', '1 warning: index-blocks-writes.']);
          addFiles(shop.folder, migrations('prisma/migrations', { '20260103000000_odd': 'CREATE OR FROB "User";\n' }));
          const unread = await askedOf('findings', shop);
          assert.match(unread.evidence, /1 statement could not be analysed\./);
        },
        { '20260102000000_index': 'CREATE INDEX "User_email_idx" ON "User"("email");\n' },
      ));

    it('finds nothing in what is harmless, and says what will run', () =>
      inShop(async (shop) => {
        const clean = await askedOf('findings', shop);
        assert.deepEqual([clean.state, clean.evidence], ['ok', 'Nothing at or above warning in 1 pending migration.']);
        const told = await askedOf('statements', shop);
        assert.deepEqual([told.state, told.evidence], ['ok', '1 statement in 1 migration, ACCESS EXCLUSIVE on "User".']);
        addFiles(
          shop.folder,
          migrations('prisma/migrations', { '20260103000000_type': 'ALTER TABLE "User" ALTER COLUMN "id" TYPE BIGINT;\n' }),
        );
        const rewriting = await askedOf('statements', shop);
        assert.equal(rewriting.evidence, '2 statements in 2 migrations, ACCESS EXCLUSIVE on "User", rewrites "User".');
        assert.match(rewriting.details ?? '', /### 20260103000000_type\n\n\| line \| statement \| lock \|/);
      }));

    it('promotion wants every pending migration where it has to come before, as it is here', () =>
      inShop(async (shop) =>
        withDatabase(version, async (staging) => {
          const STAGING_URL = urlOf(staging);
          const others = [{ name: 'staging', kind: 'staging', url: { env: 'STAGING_URL' } }];
          const promotion = (kind = 'production', variables: Readonly<Record<string, string>> = { STAGING_URL }) =>
            askedOf('promotion', { ...shop, others, variables, settings: { kind, after: ['staging'] } });
          assert.equal((await askedOf('promotion', shop)).state, 'skipped', 'nothing comes before');

          const lacking = await promotion();
          assert.deepEqual(
            [lacking.state, lacking.mayOverride, lacking.evidence],
            ['blocked', true, '20260102000000_name is not applied on staging.'],
          );
          assert.equal((await promotion('development')).state, 'warning');
          await (await prismaMigrate(staging, shop.directory)).deploy();
          await staging.query("UPDATE _prisma_migrations SET finished_at = '2026-11-19 16:02:33+00'");
          const reached = await promotion();
          assert.deepEqual([reached.state, reached.evidence], ['ok', '1 migration is applied on staging since 2026-11-19 16:02 UTC.']);
          assert.match(reached.details ?? '', /\| staging \| staging \|/);

          writeFileSync(join(shop.directory, '20260102000000_name/migration.sql'), `-- changed\n${addName['20260102000000_name']}`);
          assert.equal((await promotion()).evidence, '20260102000000_name was applied on staging with another content.');
          const away = await promotion('production', { STAGING_URL: 'postgresql://shop:hunter2-secret@127.0.0.1:1/shop' });
          assert.equal(away.state, 'blocked');
          assert.match(away.evidence, /^What staging has is not known: The database at 127\.0\.0\.1:1\/shop cannot be reached/);
          assert.doesNotMatch(JSON.stringify(away), /hunter2/);
          const unknown = await askedOf('promotion', { ...shop, settings: { after: ['nowhere'] } });
          assert.match(unknown.evidence, /names no environment "nowhere"/);
          await shop.prisma.deploy();
          assert.equal((await promotion()).state, 'skipped', 'nothing is pending');
        }),
      ));
  });
}

describe('the gate status, SQLite', () => {
  it('is ok, and blocked by what failed; findings are skipped', async () => {
    const folder = folderWith({
      'package.json': '{ "devDependencies": { "prisma": "6.19.3" } }',
      'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
      'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
      ...migrations('prisma/migrations', { '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);\n' }),
    });
    const question = { folder, url: 'file:./dev.db' };
    const database = new Database(join(folder, 'prisma/dev.db'));
    try {
      database.exec('PRAGMA user_version = 1');
      assert.equal((await askedOf('status', question)).state, 'ok');
      const findings = await askedOf('findings', question);
      assert.deepEqual([findings.state, findings.evidence], ['skipped', 'SQLite migrations are not analysed yet; only PostgreSQL is.']);
      assert.match((await askedOf('statements', question)).evidence, /^1 migration is pending\. SQLite /);
      addFiles(folder, migrations('prisma/migrations', { '20260102000000_wrong': 'ALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;\n' }));
      await (await prismaMigrateSqlite(database, join(folder, 'prisma/migrations'))).deploy();
      const failed = await askedOf('status', question);
      assert.deepEqual([failed.state, failed.mayOverride], ['blocked', false]);
    } finally {
      database.close();
    }
  });
});

describe('the gate status, MariaDB', () => {
  before(function () {
    this.timeout(120_000);
    skipWithoutMariadb(this);
  });

  it('is ok where the database is empty, and blocked where it is unmanaged', () =>
    withMariadb(async (connection, url) => {
      const folder = folderWith({
        'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n',
        'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n',
        ...migrations('prisma/migrations', { '20260101000000_users': 'CREATE TABLE `User` (`id` INTEGER PRIMARY KEY);\n' }),
      });
      assert.equal((await askedOf('status', { folder, url })).state, 'ok');
      await connection.query('CREATE TABLE old (id INTEGER)');
      const unmanaged = await askedOf('status', { folder, url });
      assert.deepEqual([unmanaged.state, unmanaged.mayOverride], ['blocked', false]);
    }));
});
