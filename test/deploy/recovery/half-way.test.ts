import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { recoveryPage } from '../../../server/src/deploy/recovery/page';
import { skipWithoutServer } from '../../evidence/server';
import { addFiles, migrations } from '../../project/folders';
import { commit, git } from '../../project/git-repository';
import { type Broken, failedIn, inBroken, type Mode } from './broken';

const version = 15;

const users = 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "email" TEXT);\n';

/** Deploys a file that fails, and looks at what is told. */
function withFailing(mode: Mode, rows: string, failing: string, body: (broken: Broken) => Promise<void>): Promise<void> {
  return inBroken(version, mode, { '1_first': users }, async (broken) => {
    await broken.deploy();
    await broken.client.query(rows);
    addFiles(broken.folder, migrations('prisma/migrations', { '2_second': failing }));
    assert.notEqual(await broken.deploy(), null);
    await body(broken);
  });
}

const states = async ({ recovery }: Broken): Promise<string> => {
  const marks = { taken: '+', 'not-taken': '-', unknown: '?' };
  return failedIn(await recovery())
    .statements.map(({ state }) => marks[state])
    .join('');
};

describe('a migration that stopped half-way on a server', () => {
  before(function () {
    skipWithoutServer(this, version);
  });

  for (const mode of ['one-transaction', 'per-statement'] as const) {
    it(`shows how it ran, ${mode}, where the version of Prisma does not tell`, () =>
      inBroken(
        version,
        mode,
        { '1_first': users },
        async (broken) => {
          await broken.deploy();
          const text =
            'UPDATE "User" SET "email" = NULL;\nCREATE TABLE "Tag" ("id" INTEGER);\nALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;\n';
          addFiles(broken.folder, migrations('prisma/migrations', { '2_second': text }));
          await broken.deploy();
          const failed = failedIn(await broken.recovery());
          const isSplit = mode === 'per-statement';
          assert.deepEqual([await states(broken), failed.statement], [isSplit ? '++-' : '?--', 2]);
        },
        '*',
      ));
  }

  it('leaves an index that a concurrent build has not finished, which is dropped first', () =>
    withFailing(
      'per-statement',
      `INSERT INTO "User" VALUES (1, 'secret'), (2, 'secret')`,
      'CREATE TABLE "Tag" ("id" INTEGER);\nCREATE UNIQUE INDEX CONCURRENTLY "User_email_key" ON "User"("email");\n',
      async (broken) => {
        const failed = failedIn(await broken.recovery());
        assert.deepEqual([await states(broken), failed.statement], ['+-', 1]);
        assert.ok(
          failed.facts.some((fact) => /index public\.User_email_key is not valid/.test(fact)),
          JSON.stringify(failed.facts),
        );
        const [, back, drop] = failed.ways[0]?.steps ?? [];
        assert.equal(back?.sql, 'DROP TABLE "Tag";\n');
        assert.equal(drop?.sql, 'DROP INDEX CONCURRENTLY IF EXISTS "User_email_key";\n');
        await broken.client.query(drop?.sql ?? '');
        assert.deepEqual((await broken.client.query("SELECT 1 FROM pg_class WHERE relname = 'User_email_key'")).rows, []);
      },
    ));

  it('has changed rows: the statement is told by its error, and the rest is finished rather than taken back', () =>
    withFailing(
      'per-statement',
      `INSERT INTO "User" VALUES (1, NULL), (2, 'b')`,
      `UPDATE "User" SET "email" = 'a' WHERE "id" = 2;\nCREATE TABLE "Tag" ("id" INTEGER);\nALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;\n`,
      async (broken) => {
        const failed = failedIn(await broken.recovery());
        assert.deepEqual([await states(broken), failed.statement], ['++-', 2]);
        assert.equal(failed.ways[0]?.title, 'Carry out the rest by hand');
      },
    ));

  it('may have changed rows or not: that is said, and nobody is told that it has', () =>
    inBroken(version, 'per-statement', { '1_first': users }, async (broken) => {
      await broken.deploy();
      addFiles(broken.folder, migrations('prisma/migrations', { '2_second': `DELETE FROM "User";\nCREATE TABLE "Tag" ("id" INTEGER);\n` }));
      // Whoever ran it was killed, and has stored no error.
      await begun(broken, '2_second');
      const failed = failedIn(await broken.recovery());
      assert.deepEqual([await states(broken), failed.error, failed.statement], ['?-', null, null]);
      assert.match(recoveryPage(await broken.recovery()), /statement 1: has this taken effect\?/);
    }));

  it('has lost its connection during the commit: the database tells which it was', () =>
    inBroken(version, 'one-transaction', { '1_first': users }, async (broken) => {
      await broken.deploy();
      const text = 'CREATE TABLE "Tag" ("id" INTEGER);\nCREATE INDEX "Tag_id_idx" ON "Tag"("id");\n';
      addFiles(broken.folder, migrations('prisma/migrations', { '2_second': text }));
      await begun(broken, '2_second');
      const before = failedIn(await broken.recovery());
      assert.deepEqual([await states(broken), before.ways[0]?.steps.map(({ kind }) => kind)], ['--', ['resolve-rolled-back', 'deploy']]);
      await broken.client.query(text);
      const after = failedIn(await broken.recovery());
      assert.deepEqual([await states(broken), after.ways[0]?.steps.map(({ kind }) => kind)], ['++', ['resolve-applied', 'deploy']]);
      assert.match(after.facts.join(' '), /only the database tells how far it came/);
    }));

  it('has been edited since: what ran is taken from git, and said', () =>
    withFailing(
      'per-statement',
      'SELECT 1',
      'CREATE TABLE "Tag" ("id" INTEGER);\nALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;\n',
      async (broken) => {
        git(broken.folder, 'init', '-q', '-b', 'main');
        commit(broken.folder);
        addFiles(broken.folder, migrations('prisma/migrations', { '2_second': 'SELECT 1;\n' }));
        const failed = failedIn(await broken.recovery());
        assert.deepEqual([await states(broken), failed.statement], ['+-', 1]);
        assert.match(failed.facts.join(' '), /has been edited since it ran; what ran is taken from commit [0-9a-f]{10}/);
      },
    ));

  it('is running now, where somebody holds the lock: that is no failure', () =>
    inBroken(version, 'one-transaction', { '1_first': users }, async (broken) => {
      await broken.deploy();
      addFiles(broken.folder, migrations('prisma/migrations', { '2_second': 'CREATE TABLE "Tag" ("id" INTEGER);\n' }));
      await begun(broken, '2_second');
      await broken.client.query('SELECT pg_advisory_lock(72707369)');
      const { troubles } = await broken.recovery();
      assert.deepEqual(
        troubles.map(({ kind }) => kind),
        ['running'],
      );
      assert.deepEqual(
        troubles[0]?.ways[0]?.steps.map(({ kind }) => kind),
        ['wait'],
      );
    }));
});

/** What Prisma has written when it is stopped: a row without an end. */
async function begun({ client, file }: Broken, name: string): Promise<void> {
  const checksum = createHash('sha256')
    .update(readFileSync(file(name)))
    .digest('hex');
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [randomUUID(), checksum, name]);
}
