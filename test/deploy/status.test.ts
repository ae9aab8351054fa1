import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf, versions } from './backfills';
import { statesIn, statusAt } from './environments';
import { type PrismaMigrate, prismaMigrate } from './prisma-migrate';
import { listenAsPooler } from './wire';

const texts = {
  '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);\n',
  '20260102000000_posts': 'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY);\n',
};

for (const version of versions) {
  describe(`the status of an environment, PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    const inProject = (body: (context: Context) => Promise<void>): Promise<void> =>
      withDatabase(version, async (client) => {
        const folder = folderWith({
          'prisma/schema.prisma': postgresSchema,
          'prisma/migrations/migration_lock.toml': postgresLock,
          ...migrations('prisma/migrations', texts),
        });
        const directory = join(folder, 'prisma/migrations');
        await body({
          ...{ client, folder, directory, prisma: await prismaMigrate(client, directory) },
          file: (name) => join(directory, name, 'migration.sql'),
          status: (url = urlOf(client)) => statusAt(url, folder),
        });
      });

    it('is pending where the database is empty', () =>
      inProject(async ({ status }) => {
        const { state, migrations, error, provider } = await status();
        assert.deepEqual([state, error, provider], ['pending', null, 'postgresql']);
        assert.deepEqual(
          migrations,
          Object.keys(texts).map((name) => ({ name, state: 'pending', startedAt: null, finishedAt: null, steps: 0, error: null })),
        );
      }));

    it('is up to date behind a deploy, with the times of each migration', () =>
      inProject(async ({ status, prisma }) => {
        const before = new Date().toISOString();
        assert.equal(await prisma.deploy(), null);
        const { state, migrations } = await status();
        assert.equal(state, 'up-to-date');
        for (const { state, steps, error, startedAt, finishedAt } of migrations) {
          assert.deepEqual([state, steps, error], ['applied', 1, null]);
          assert.ok(startedAt !== null && finishedAt !== null && before <= startedAt && startedAt <= finishedAt);
          assert.match(finishedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        }
      }));

    it('is pending again with a new migration', () =>
      inProject(async ({ status, prisma, folder }) => {
        await prisma.deploy();
        addFiles(folder, migrations('prisma/migrations', { '20260103000000_more': 'SELECT 1;\n' }));
        const found = await status();
        assert.equal(found.state, 'pending');
        assert.deepEqual(Object.values(statesIn(found)), ['applied', 'applied', 'pending']);
      }));

    it('is failed with what the database has said, until that is resolved', () =>
      inProject(async ({ status, prisma, folder, file }) => {
        addFiles(folder, migrations('prisma/migrations', { '20260103000000_wrong': 'ALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;\n' }));
        assert.match((await prisma.deploy()) ?? '', /Nobody/);
        const failed = await status();
        assert.equal(failed.state, 'failed');
        const wrong = failed.migrations.at(-1);
        assert.deepEqual([wrong?.state, wrong?.finishedAt, wrong?.steps], ['failed', null, 0]);
        assert.equal(wrong?.error, 'No such table: Nobody');

        await prisma.resolveRolledBack('20260103000000_wrong');
        const resolved = await status();
        assert.equal(resolved.state, 'pending');
        assert.equal(resolved.migrations.at(-1)?.state, 'rolled-back');

        writeFileSync(file('20260103000000_wrong'), 'ALTER TABLE "User" ADD COLUMN "x" INTEGER;\n');
        assert.equal(await prisma.deploy(), null);
        const done = await status();
        assert.equal(done.state, 'up-to-date');
        assert.equal(done.migrations.at(-1)?.state, 'applied');
      }));

    it('is up to date where a failed migration was resolved as applied', () =>
      inProject(async ({ status, prisma, folder }) => {
        addFiles(folder, migrations('prisma/migrations', { '20260103000000_wrong': 'ALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;\n' }));
        await prisma.deploy();
        await prisma.resolveApplied('20260103000000_wrong');
        const { state, migrations: found } = await status();
        assert.deepEqual([state, found.at(-1)?.state, found.at(-1)?.error], ['up-to-date', 'applied', null]);
      }));

    it('takes a rolled back migration that is no longer there for what it is: over', () =>
      inProject(async ({ status, prisma, folder, directory }) => {
        addFiles(folder, migrations('prisma/migrations', { '20260103000000_wrong': 'SELECT 1/0;\n' }));
        await prisma.deploy();
        await prisma.resolveRolledBack('20260103000000_wrong');
        rmSync(join(directory, '20260103000000_wrong'), { recursive: true });
        const found = await status();
        assert.equal(found.state, 'up-to-date');
        assert.equal(found.migrations.at(-1)?.state, 'rolled-back');
      }));

    it('says of a migration that has begun and not ended that it may be running', () =>
      inProject(async ({ status, prisma, client }) => {
        await prisma.deploy();
        await client.query(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%posts'`);
        const { state, migrations } = await status();
        assert.equal(state, 'failed');
        assert.match(migrations.at(-1)?.error ?? '', /running now, or whoever ran it was stopped/);
      }));

    it('is edited where the file is not what was applied, whatever git does to its line ends', () =>
      inProject(async ({ status, prisma, file }) => {
        await prisma.deploy();
        writeFileSync(file('20260101000000_users'), texts['20260101000000_users'].replaceAll('\n', '\r\n'));
        assert.equal((await status()).state, 'up-to-date');
        writeFileSync(file('20260101000000_users'), `-- later\n${texts['20260101000000_users']}`);
        const edited = await status();
        assert.equal(edited.state, 'edited');
        assert.deepEqual(Object.values(statesIn(edited)), ['edited', 'applied']);
      }));

    it('is missing where the project lacks what was applied, which Prisma itself calls up to date', () =>
      inProject(async ({ status, prisma, directory }) => {
        await prisma.deploy();
        rmSync(join(directory, '20260101000000_users'), { recursive: true });
        const found = await status();
        assert.equal(found.state, 'missing');
        assert.deepEqual(Object.values(statesIn(found)), ['missing', 'applied']);
      }));

    it('is unmanaged where there are tables and no history', () =>
      inProject(async ({ status, client, prisma }) => {
        await client.query('CREATE TABLE spatial_ref_sys (id integer)');
        assert.equal((await status()).state, 'pending', 'a table of PostGIS, which Prisma leaves out');
        await client.query('CREATE TABLE old (id integer)');
        assert.equal((await status()).state, 'unmanaged');
        assert.match((await prisma.deploy()) ?? '', /not empty/, 'Prisma refuses it (P3005)');
      }));

    it('looks into the schema that the URL names', () =>
      inProject(async ({ status, client, prisma }) => {
        await prisma.deploy();
        await client.query('CREATE SCHEMA "Other"');
        const url = (schema: string) => `${urlOf(client)}${urlOf(client).includes('?') ? '&' : '?'}schema=${schema}`;
        assert.equal((await status(url('Other'))).state, 'pending');
        await client.query('ALTER TABLE _prisma_migrations SET SCHEMA "Other"');
        assert.equal((await status(url('Other'))).state, 'up-to-date');
        assert.equal((await status(url('public'))).state, 'unmanaged');
      }));

    it('is read through a pooler in transaction mode, and leaves nothing behind', () =>
      inProject(async ({ status, client, prisma }) => {
        await prisma.deploy();
        const pooler = await listenAsPooler(client, 2);
        try {
          for (let count = 0; count < 3; count++) {
            assert.equal((await status(urlOf(client, pooler.port, '&pgbouncer=true'))).state, 'up-to-date');
          }
        } finally {
          pooler.close();
        }
      }));

    it('says what a role lacks (P1010), without naming it', () =>
      inProject(async ({ status, client, prisma }) => {
        await prisma.deploy();
        await client.query(`DO $$ BEGIN IF to_regrole('visitor') IS NULL THEN CREATE ROLE visitor LOGIN; END IF; END $$`);
        const { state, error } = await status(urlOf(client).replace('//postgres@', '//visitor@'));
        await client.query('DROP ROLE visitor');
        assert.deepEqual([state, error?.code], ['unreachable', 'P1010']);
        assert.match(error?.message ?? '', /permission denied for table _prisma_migrations/);
      }));
  });
}

interface Context {
  readonly client: Client;
  readonly folder: string;
  readonly directory: string;
  readonly prisma: PrismaMigrate;
  readonly file: (name: string) => string;
  readonly status: (url?: string) => ReturnType<typeof statusAt>;
}
