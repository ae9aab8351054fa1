import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measuredIn, readRehearsal } from '../../server/src/deploy/rehearsal/stored';
import { projectIn } from './environments';
import { rehearsalFolder, rehearsalOf, rehearsed, skipWithoutNewerPglite, statementsOf, statesOf } from './rehearsals';

const users = 'CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL, "age" INTEGER);\n';

describe('a rehearsal on the embedded PostgreSQL', function () {
  this.timeout(240_000);
  for (const hasNewerPglite of [false, true]) {
    it(`measures each statement with its locks, rewrites and index builds${hasNewerPglite ? ', on the newer one of the project' : ''}`, async function () {
      if (hasNewerPglite) skipWithoutNewerPglite(this);
      const folder = rehearsalFolder({
        hasNewerPglite,
        history: { '1_init': users },
        pending: {
          '2_change': `ALTER TABLE "User" ALTER COLUMN "id" SET DATA TYPE BIGINT;
CREATE INDEX "User_email_idx" ON "User"("email");
UPDATE "User" SET "age" = 1 WHERE "id" <= 5;
`,
        },
      });
      const { outcome } = await rehearsed(folder, { rows: 50 });
      assert.match(
        rehearsalOf(outcome).copy.server,
        hasNewerPglite ? /^PostgreSQL 18\.\d+ \(PGlite 0\.5\.16\)$/ : /^PostgreSQL 17\.\d+ \(PGlite 0\.4\.3\)$/,
      );
      assert.deepEqual(statesOf(outcome), ['ran', 'ran', 'ran']);
      const [change, index, update] = statementsOf(outcome);
      assert.deepEqual(change?.seen, {
        locks: { 'public.User': 'ACCESS EXCLUSIVE' },
        watched: 'held',
        rewrites: ['public.User'],
        reindexes: ['public.User_pkey'],
        builds: [],
      });
      assert.deepEqual(index?.seen?.locks, { 'public.User': 'SHARE' });
      assert.deepEqual(index?.seen?.builds, ['public.User.User_email_idx']);
      assert.equal(update?.rows, 5);
      assert.deepEqual(update?.seen?.locks, { 'public.User': 'ROW EXCLUSIVE' });
      for (const statement of statementsOf(outcome)) {
        assert.deepEqual(statement.differences, [], statement.sql);
        assert.ok((statement.milliseconds ?? 0) > 0);
      }
      assert.deepEqual([change?.line, change?.sql], [1, 'ALTER TABLE "User" ALTER COLUMN "id" SET DATA TYPE BIGINT']);
    });
  }

  it('finds what fails on rows, statement by statement as Prisma 7.4 and later run a file', async () => {
    const folder = rehearsalFolder({
      history: { '1_init': users },
      pending: {
        '2_name': 'CREATE TABLE "Kept" ("id" INTEGER);\nALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL;\nSELECT 1;\n',
        '3_after': 'SELECT 2;\n',
      },
    });
    assert.deepEqual(statesOf((await rehearsed(folder)).outcome), ['ran', 'ran', 'ran', 'ran']);
    const { outcome } = await rehearsed(folder, { rows: 20 });
    assert.equal(outcome.outcome, 'failed');
    assert.deepEqual(statesOf(outcome), ['ran', 'failed 23502', 'not-run', 'not-run']);
    assert.deepEqual(
      rehearsalOf(outcome).migrations.map(({ state }) => state),
      ['failed', 'not-run'],
    );
    assert.deepEqual(statementsOf(outcome)[1]?.differences, []);
    assert.equal(rehearsalOf(outcome).execution, 'per-statement');
  });

  it('takes a whole file back where Prisma runs it as one transaction, and refuses there what needs to stand alone', async () => {
    const fails = 'CREATE TABLE "Gone" ("id" INTEGER);\nALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL;\n';
    const { outcome } = await rehearsed(rehearsalFolder({ prisma: '7.3.0', history: { '1_init': users }, pending: { '2_name': fails } }), {
      rows: 20,
    });
    assert.deepEqual(statesOf(outcome), ['rolled-back', 'failed 23502']);
    assert.equal(rehearsalOf(outcome).execution, 'one-transaction');

    const concurrently = 'CREATE INDEX CONCURRENTLY "a" ON "User"("email");\n';
    const together = rehearsalFolder({
      prisma: '7.3.0',
      history: { '1_init': users },
      pending: { '2_index': `SET lock_timeout = '1s';\n${concurrently}` },
    });
    assert.deepEqual(statesOf((await rehearsed(together)).outcome), ['rolled-back', 'failed 25001']);
    const alone = rehearsalFolder({ prisma: '7.3.0', history: { '1_init': users }, pending: { '2_index': concurrently } });
    const ran = (await rehearsed(alone)).outcome;
    assert.deepEqual(statesOf(ran), ['ran']);
    assert.equal(statementsOf(ran)[0]?.seen?.watched, 'not-watched');
    const split = rehearsalFolder({ history: { '1_init': users }, pending: { '2_index': `SET lock_timeout = '1s';\n${concurrently}` } });
    assert.deepEqual(statesOf((await rehearsed(split)).outcome), ['ran', 'ran']);
  });

  it('follows the transactions that a file begins and ends itself, and errors that come with the commit', async () => {
    const pending = {
      '2_own': 'BEGIN;\nCREATE TABLE "A" ("id" INTEGER);\nCOMMIT;\nBEGIN;\nCREATE TABLE "B" ("id" INTEGER);\nSELECT 1/0;\nCOMMIT;\n',
    };
    const { outcome } = await rehearsed(rehearsalFolder({ history: { '1_init': users }, pending }));
    assert.deepEqual(statesOf(outcome), ['ran', 'ran', 'ran', 'rolled-back', 'rolled-back', 'failed 22012', 'not-run']);

    const deferred = `ALTER TABLE "User" ADD CONSTRAINT "u" UNIQUE ("age") DEFERRABLE INITIALLY DEFERRED;
INSERT INTO "User" ("email", "age") VALUES ('a', 1), ('b', 1);
`;
    for (const [prisma, states] of [
      ['7.10.1', ['ran', 'failed 23505']],
      ['7.3.0', ['rolled-back', 'failed 23505']],
    ] as const) {
      const late = (await rehearsed(rehearsalFolder({ prisma, history: { '1_init': users }, pending: { '2_late': deferred } }))).outcome;
      assert.deepEqual(statesOf(late), states);
      assert.equal(statementsOf(late)[1]?.error?.atCommit, true);
    }
  });

  it('loads the extensions of the history, and says which statements it skips without one', async () => {
    const folder = rehearsalFolder({
      history: { '1_init': `CREATE EXTENSION IF NOT EXISTS citext;\nCREATE EXTENSION "postgis";\n${users}` },
      pending: {
        '2_more': `CREATE EXTENSION IF NOT EXISTS "pg_trgm";
ALTER TABLE "User" ADD COLUMN "nick" CITEXT;
CREATE INDEX "User_nick_idx" ON "User" USING gin ("email" gin_trgm_ops);
CREATE EXTENSION "timescaledb";
GRANT SELECT ON "User" TO "reader";
ALTER TABLE "User" ADD COLUMN "place" geometry;
`,
      },
    });
    for (const prisma of ['7.10.1', '7.3.0']) {
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ devDependencies: { prisma } }));
      const { outcome } = await rehearsed(folder);
      assert.equal(outcome.outcome, 'passed', JSON.stringify(outcome));
      assert.deepEqual(
        statementsOf(outcome).map(({ state, reason }) => [state, reason === null]),
        [...Array(3).fill(['ran', true]), ...Array(3).fill(['skipped', false])],
      );
      const notes = rehearsalOf(outcome).notes.join('\n');
      assert.match(notes, /no extension postgis: statements that need it are skipped/);
      assert.match(notes, /The copy refuses a statement of 1_init/);
    }
  });

  it('keeps the result until a file changes, and gives its times to whoever previews', async () => {
    const folder = rehearsalFolder({ history: { '1_init': users }, pending: { '2_a': 'SELECT 1;\n', '3_b': 'SELECT 2;\n' } });
    const { outcome } = await rehearsed(folder);
    assert.ok(outcome.outcome === 'passed' && outcome.path !== null);
    assert.equal(outcome.path, join(folder, '.lockstep/rehearsals/history.json'));
    assert.equal(readFileSync(join(folder, '.lockstep/.gitignore'), 'utf8'), '*\n');
    const project = await projectIn(folder);
    const kept = await readRehearsal(project, null);
    assert.ok(kept !== null);
    assert.deepEqual([kept.stale, kept.rehearsal], [[], rehearsalOf(outcome)]);
    assert.ok((measuredIn(kept)('3_b', 0) ?? 0) > 0);
    writeFileSync(join(folder, 'prisma/migrations/3_b/migration.sql'), 'SELECT 3;\n');
    const later = await readRehearsal(project, null);
    assert.ok(later !== null);
    assert.deepEqual(later.stale, ['3_b']);
    assert.ok(measuredIn(later)('2_a', 0) !== null);
    assert.equal(measuredIn(later)('3_b', 0), null);
    writeFileSync(outcome.path, '{ "version": 1 }');
    assert.equal(await readRehearsal(project, null), null);
  });

  it('estimates the time on real rows only for what grows with them', async () => {
    const folder = rehearsalFolder({
      history: { '1_init': users },
      pending: { '2_a': 'CREATE INDEX "a" ON "User"("email");\nALTER TABLE "User" ADD COLUMN "b" TEXT;\n' },
    });
    const tables = new Map([['public.User', { rows: 2_000_000, bytes: null, indexes: null }]]);
    const statistics = { environment: 'production', takenAt: '2026-11-01T00:00:00.000Z', tables };
    const { outcome } = await rehearsed(folder, { rows: 2000, statistics });
    const [index, column] = statementsOf(outcome);
    assert.deepEqual(index?.estimate, {
      table: 'public.User',
      rehearsedRows: 2000,
      rows: 2_000_000,
      // In this order, as floating point has it.
      milliseconds: ((index?.milliseconds ?? 0) * 2_000_000) / 2000,
    });
    assert.equal(column?.estimate, null);
    const few = await rehearsed(folder, { rows: 100, statistics });
    assert.equal(statementsOf(few.outcome)[0]?.estimate, null);
  });

  it('is cancelled at any moment, and leaves no process', async () => {
    const folder = rehearsalFolder({ history: { '1_init': users }, pending: { '2_slow': 'SELECT pg_sleep(600);\n' } });
    for (const moment of ['step', 'history', 'statement'] as const) {
      const abort = new AbortController();
      const { outcome } = await rehearsed(folder, { abort: abort.signal, onEvent: ({ type }) => type === moment && abort.abort() });
      assert.deepEqual(outcome, { outcome: 'cancelled', left: null }, moment);
    }
    assert.equal(existsSync(join(folder, '.lockstep')), false);
  });

  it('has nothing to do where nothing is pending', async () => {
    assert.deepEqual((await rehearsed(rehearsalFolder({ history: { '1_a': users }, pending: {} }))).outcome.outcome, 'nothing-to-do');
  });
});
