import { strict as assert } from 'node:assert';
import type { Client } from 'pg';
import { foldMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import type { SafeMigrations } from '../../server/src/analysis/plans/safe-migrations';
import { driftOnServer } from '../corpus/engine-on-server';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { shop, without, withoutLines } from './drop-shop';
import { analysed, plannedMigration, plannedSchema, textsOf } from './planned';

const version = 18;
const none = '-- This is an empty migration.';

const rows = `
  INSERT INTO "User" ("email", "name", "plan", "plans", "score") VALUES ('a', 'A''s', 'PRO', '{PRO,FREE}', 1.5), ('b', 'B', 'FREE', '{}', NULL);
  INSERT INTO "Order" ("select", "plan", "userId") VALUES ('x', 'PRO', 2), ('y', NULL, 1);
  INSERT INTO "Line" VALUES (1, 1), (2, 2);
  INSERT INTO "Tag" VALUES (7);
  INSERT INTO "_TagToUser" VALUES (7, 1);`;

describe('what is dropped', function () {
  this.timeout(60_000);

  const edits: readonly { readonly name: string; readonly after: string }[] = [
    {
      name: 'columns',
      after: withoutLines(shop, [
        '  name  String',
        '  plan  Plan ',
        '  plans Plan',
        '  score Decimal',
        '  @@index([name',
        '  select String',
      ]),
    },
    {
      name: 'tables and the links between them',
      after: withoutLines(without(shop, 'Order', 'Line', 'Tag'), ['  order Order', '  tags  Tag']),
    },
    {
      name: 'the enum as well',
      after: withoutLines(without(shop, 'Plan'), ['  plan  Plan', '  plans Plan', '  plan   Plan']),
    },
  ];

  for (const { name, after } of edits) {
    it(`comes back with what the header says: ${name}`, async function () {
      skipWithoutServer(this, version);
      await withDatabase(version, async (client) => {
        await client.query(`${analysed(shop, emptyCatalog('postgresql'), version).sql.text}; ${rows}`);
        const held = await contents(client);
        const files = textsOf(plannedSchema({ before: shop, after, version }));
        for (const file of files) await client.query(file);
        assert.equal(await drift(client, after), none);
        assert.notDeepEqual(await contents(client), held);
        const done = new Set<string>();
        for (const statement of files.toReversed().flatMap(undoOf)) {
          // Several files may bring back the same type, as they say.
          if (statement.includes('unless it is there again') && done.has(statement)) continue;
          done.add(statement);
          await client.query(statement).catch((error: unknown) => assert.fail(`${statement}: ${String(error)}`));
        }
        assert.equal(await drift(client, shop), none);
        assert.deepEqual(await contents(client), held);
        await client.query(`INSERT INTO "Order" ("select", "userId") VALUES ('z', 1)`);
      });
    });
  }

  it('is copied again by another attempt, and runs where the copy is there already', async function () {
    skipWithoutServer(this, version);
    await withDatabase(version, async (client) => {
      const history = analysed(shop, emptyCatalog('postgresql'), version);
      const after = withoutLines(shop, ['  score Decimal']);
      const { files } = plannedSchema({ before: shop, after, version });
      const [file] = files;
      assert.ok(file !== undefined && files.length === 1);
      await client.query(`${history.sql.text}; ${rows}`);
      const statements = file.statements.map(({ span }) => file.text.slice(span.start, span.end));
      for (const statement of statements.slice(0, -1)) await client.query(statement);
      await client.query(`UPDATE "User" SET "score" = 3 WHERE "id" = 2; DELETE FROM "Line"; DELETE FROM "User" WHERE "id" = 1`);
      await client.query(file.text);
      const copy = 'SELECT "id", "score" FROM "lockstep"."User_score_20261120093000"';
      assert.deepEqual((await client.query(copy)).rows, [{ id: 2, score: '3.00' }]);
      // Where the column is gone, nothing happens to the copy.
      await assert.rejects(client.query(statements[2] ?? ''), { code: '42703' });
      assert.equal((await client.query(copy)).rows.length, 1);
      // A shadow database is emptied but for the schema `lockstep`.
      await client.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${history.sql.text}`);
      await client.query(file.text);
      assert.deepEqual((await client.query(copy)).rows, []);
    });
  });

  it('is copied by a role that may not create schemas, once there is one', async function () {
    skipWithoutServer(this, version);
    await withDatabase(version, async (client) => {
      const history = analysed(shop, emptyCatalog('postgresql'), version);
      const [file] = textsOf(plannedSchema({ before: shop, after: withoutLines(shop, ['  score Decimal']), version }));
      await client.query('CREATE ROLE "no_schemas"; GRANT ALL ON SCHEMA public TO "no_schemas"; SET ROLE "no_schemas"');
      try {
        await client.query(`${history.sql.text}; ${rows}`);
        await assert.rejects(client.query(file ?? ''), { code: '42501' });
        await client.query(
          'RESET ROLE; CREATE SCHEMA "lockstep"; GRANT USAGE, CREATE ON SCHEMA "lockstep" TO "no_schemas"; SET ROLE "no_schemas"',
        );
        await client.query(file ?? '');
      } finally {
        await client.query('RESET ROLE; DROP OWNED BY "no_schemas"; DROP ROLE "no_schemas"');
      }
    });
  });
});

describe('a plan for what is dropped', () => {
  before(() => prepare());

  it('is refused with the reason where a copy does not help', () => {
    const table = 'CREATE TABLE "t" ("id" INT NOT NULL, "a" INT, "b" INT, CONSTRAINT "t_pkey" PRIMARY KEY ("id"));';
    const drop = (columns: string) => `ALTER TABLE "t" ${columns};`;
    assert.match(reasons(table, drop('DROP COLUMN "id"')), /no key that stays/);
    assert.match(reasons(table.replace(', CONSTRAINT "t_pkey" PRIMARY KEY ("id")', ''), drop('DROP COLUMN "a"')), /no key that stays/);
    assert.match(reasons(table, drop('DROP COLUMN "a" CASCADE')), /^CASCADE would drop more than the column/);
    assert.match(reasons(table, drop('DROP COLUMN IF EXISTS "a"')), /^the statement may not run$/);
    assert.match(reasons(`${table} CREATE VIEW "v" AS SELECT "a" FROM "t";`, drop('DROP COLUMN "a"')), /^a step would fail: /);
    assert.match(reasons(`${table} CREATE VIEW "v" AS SELECT "a" FROM "t";`, 'DROP TABLE "t";'), /^a step would fail: /);
    assert.match(reasons(`${table} CREATE TABLE "u" ("t" INT REFERENCES "t");`, 'DROP TABLE "t";'), /^a step would fail: /);
    assert.match(reasons(table, 'DROP TABLE "t" CASCADE;'), /^CASCADE would drop more than the table/);
    assert.match(reasons(`${table} CREATE TABLE "u" ("id" INT);`, 'DROP TABLE "t", "u";'), /^one statement drops several tables; /);
    assert.match(reasons('CREATE TABLE "t" AS SELECT 1 AS "a";', 'DROP TABLE "t";'), /^not all of its columns are known$/);
  });

  it('leaves a column alone that looks renamed', () => {
    const table = 'CREATE TABLE "t" ("id" INT NOT NULL, "userName" TEXT, "b" INT, CONSTRAINT "t_pkey" PRIMARY KEY ("id"));';
    const { files } = planned(table, 'ALTER TABLE "t" DROP COLUMN "userName", DROP COLUMN "b", ADD COLUMN "user_name" TEXT;');
    const dropping = files.find(({ text }) => text.includes('"lockstep"'));
    assert.match(dropping?.text ?? '', /SELECT "id", "b" FROM "t"/);
  });
});

/** The lines of a header that take it back, as statements. */
function undoOf(text: string): readonly string[] {
  const [, undo = ''] = /^-- Undo: (.*(?:\n-- {7}.*)*)/m.exec(text) ?? [];
  return undo === '' ? [] : undo.split('\n').map((line) => line.replace(/^-- {7}/, ''));
}

async function contents(client: Client): Promise<unknown> {
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT oid::regclass AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname",
  );
  const held: unknown[] = [];
  for (const { name } of tables) held.push(name, (await client.query(`SELECT to_jsonb(t) AS row FROM ${name} AS t ORDER BY 1`)).rows);
  return held;
}

async function drift(client: Client, text: string): Promise<string> {
  return (await driftOnServer(client, [{ path: 'schema.prisma', text }])).trim();
}

function planned(history: string, migration: string): SafeMigrations {
  return plannedMigration(migration, foldMigration(history, emptyCatalog('postgresql')), version);
}

function reasons(history: string, migration: string): string {
  const { files, refusals } = planned(history, migration);
  assert.ok(
    files.every(({ text }) => !text.includes('"lockstep"')),
    'a plan is made',
  );
  return refusals.map(({ reason }) => reason).join('; ');
}
