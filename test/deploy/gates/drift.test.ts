import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { folderWith, migrations } from '../../project/folders';
import { versions } from '../backfills';
import { skipWithoutMariadb, withMariadb } from '../mariadb';
import { prismaMigrateSqlite } from '../prisma-migrate';
import { askedOf, shopOn } from './asked';

for (const version of versions) {
  describe(`the gate drift, PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    it('is ok behind a deploy, blocked by what Prisma would change back, a warning for the rest', () =>
      withDatabase(version, async (client) => {
        const { folder, url } = await shopOn(client);
        const gate = (kind = 'production') => askedOf('drift', { folder, url, settings: { kind } });
        assert.deepEqual([(await gate()).state, (await gate()).evidence], ['ok', 'The database is what its history says.']);

        await client.query('CREATE FUNCTION own() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$');
        const other = await gate();
        assert.equal(other.state, 'warning', other.evidence);
        await client.query('ALTER TABLE "User" ADD COLUMN "note" TEXT');
        const drifted = await gate();
        assert.deepEqual([drifted.state, drifted.mayOverride, drifted.fix], ['blocked', true, 'lockstep diff --env production']);
        assert.match(drifted.evidence, /"note".*"User".* 1 difference more\.$/);
        assert.equal((drifted.details ?? '').match(/^- /gm)?.length, 2);
        assert.equal((await gate('development')).state, 'warning');
      }));

    it('is skipped where there is nothing to compare', () =>
      withDatabase(version, async (client) => {
        const { folder, url } = await shopOn(client);
        assert.equal((await askedOf('drift', { folder, url: 'postgresql://127.0.0.1:1/shop' })).state, 'skipped');
        await client.query('DROP TABLE _prisma_migrations');
        assert.equal((await askedOf('drift', { folder, url })).state, 'skipped');
      }));
  });
}

describe('the gate drift, SQLite', () => {
  it('is ok behind a deploy, and blocked by a column more', async () => {
    const folder = folderWith({
      'package.json': '{ "devDependencies": { "prisma": "6.19.3" } }',
      'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
      'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
      ...migrations('prisma/migrations', { '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY);\n' }),
    });
    const gate = () => askedOf('drift', { folder, url: 'file:./dev.db' });
    assert.equal((await gate()).state, 'skipped', 'no file');
    const database = new Database(join(folder, 'prisma/dev.db'));
    try {
      database.exec('PRAGMA user_version = 1');
      await (await prismaMigrateSqlite(database, join(folder, 'prisma/migrations'))).deploy();
      const same = await gate();
      assert.equal(same.state, 'ok', same.evidence);
      database.exec('ALTER TABLE "User" ADD COLUMN "note" TEXT');
      const drifted = await gate();
      assert.equal(drifted.state, 'blocked', drifted.evidence);
      assert.match(drifted.evidence, /"note"/);
    } finally {
      database.close();
    }
  });
});

describe('the gate drift, MariaDB', () => {
  before(function () {
    this.timeout(120_000);
    skipWithoutMariadb(this);
  });

  it('is skipped, since only a scratch database would tell', () =>
    withMariadb(async (_, url) => {
      const folder = folderWith({
        'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n',
        'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n',
      });
      const { state, evidence } = await askedOf('drift', { folder, url });
      assert.deepEqual([state, evidence], ['skipped', 'It takes a scratch database: "lockstep diff --env production" compares with one.']);
    }));
});
