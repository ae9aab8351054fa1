import { strict as assert } from 'node:assert';
import { foldMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { plannedMigration } from './planned';

interface Refused {
  readonly history?: string;
  readonly sql: string;
  readonly reason: RegExp;
  readonly version?: number;
}

const partitions =
  'CREATE TABLE "e" ("at" DATE NOT NULL, "n" INT) PARTITION BY RANGE ("at");' +
  'CREATE TABLE "e1" ("at" DATE NOT NULL, "n" INT);' +
  `CREATE TABLE "e2" PARTITION OF "e" FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`;
const attach = `ALTER TABLE "e" ATTACH PARTITION "e1" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`;

const cases: readonly Refused[] = [
  { sql: 'ALTER TABLE "t" ADD COLUMN "g" INT GENERATED ALWAYS AS ("n" + 1) STORED;', reason: /only by writing every row anew/ },
  { sql: 'ALTER TABLE "t" ADD COLUMN "d" "positive";', reason: /checks of the type are made for every row/ },
  { sql: 'ALTER TABLE "t" ADD COLUMN "u" TEXT DEFAULT random()::text UNIQUE;', reason: /constraints of its own/ },
  { sql: 'ALTER TABLE "t" ADD COLUMN IF NOT EXISTS "u" TEXT DEFAULT random()::text;', reason: /may not run/ },
  { history: `${partitions} CREATE TABLE "e0" PARTITION OF "e" DEFAULT;`, sql: attach, reason: /DEFAULT partition would be read/ },
  { history: `${partitions} ALTER TABLE "e" ADD UNIQUE ("at");`, sql: attach, reason: /holds a constraint/ },
  {
    history: `${partitions} ALTER TABLE "e" ADD FOREIGN KEY ("n") REFERENCES "t"("id");`,
    sql: attach,
    reason: /foreign keys of the partitioned table/,
  },
  {
    history: partitions
      .replace('RANGE ("at")', 'RANGE ("at", "n")')
      .replace(/\('2020-01-01'\) TO \('2021-01-01'\)/, "('2020-01-01', 0) TO ('2021-01-01', 0)"),
    sql: `ALTER TABLE "e" ATTACH PARTITION "e1" FOR VALUES FROM ('2025-01-01', 0) TO ('2026-01-01', 0);`,
    reason: /a bound of one column/,
  },
  {
    sql: 'BEGIN; ALTER TABLE "t" ADD COLUMN "x" INT; REINDEX TABLE CONCURRENTLY "u"; COMMIT;',
    reason: /a transaction of its own/,
  },
  {
    sql: 'SET search_path TO public; ALTER TABLE "t" ADD COLUMN "x" INT; REINDEX TABLE CONCURRENTLY "u";',
    reason: /sets search_path/,
  },
  { sql: 'UPDATE "t" SET "n" = "n" + 1;', reason: /made from the value before/ },
  { sql: 'UPDATE "t" SET "at" = now();', reason: /another value each time/ },
  { sql: 'UPDATE "t" SET "j" = \'{}\' WHERE "n" = 1;', reason: /cannot be compared/ },
  { sql: 'UPDATE "t" SET "n" = "u"."n" FROM "u";', reason: /more than the row itself/ },
  { sql: 'UPDATE "t" "x" SET "s" = "x"."n"::text;', reason: /another name/ },
  { sql: 'UPDATE ONLY "t" SET "s" = \'\';', reason: /ONLY/ },
  { sql: 'UPDATE "u" SET "n" = 1;', reason: /no primary key/ },
  { sql: 'DELETE FROM "t" WHERE "n" = 1;', reason: /deletes none/ },
  { sql: 'INSERT INTO "u" SELECT "n" FROM "t";', reason: /inserts none/ },
];

describe('plans that are refused', () => {
  before(() => prepare());

  const tables =
    'CREATE DOMAIN "positive" AS INT CHECK (VALUE > 0);' +
    'CREATE TABLE "t" ("id" INT PRIMARY KEY, "n" INT, "s" TEXT, "j" JSON, "at" TIMESTAMP); CREATE TABLE "u" ("n" INT);';

  for (const { history = '', sql, reason, version = 15 } of cases) {
    it(`say why: ${sql}`, () => {
      const { plans, refusals } = plannedMigration(sql, foldMigration(tables + history, emptyCatalog('postgresql')), version);
      assert.ok(
        refusals.some((one) => reason.test(one.reason)),
        JSON.stringify({ plans: plans.map(({ id }) => id), refusals: refusals.map((one) => one.reason) }),
      );
    });
  }

  it('leave a lock_timeout where a partition cannot be detached concurrently', () => {
    const detach = 'ALTER TABLE "e" DETACH PARTITION "e2";';
    const plansOf = (history: string, version: number) =>
      plannedMigration(detach, foldMigration(history, emptyCatalog('postgresql')), version).plans.map(({ id }) => id);
    assert.deepEqual(plansOf(partitions, 14), ['detach-partition']);
    assert.deepEqual(plansOf(partitions, 13), ['set-lock-timeout']);
    assert.deepEqual(plansOf(`${partitions} CREATE TABLE "e0" PARTITION OF "e" DEFAULT;`, 14), ['set-lock-timeout']);
  });
});
