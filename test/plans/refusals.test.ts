import { strict as assert } from 'node:assert';
import { analyzeMigration, foldMigration, prepare } from '../../server/src/analysis/analyze';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { answersFor } from '../../server/src/analysis/plans/safe-migrations';
import { plannedMigration, settingsFor } from './planned';

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

const links =
  'CREATE TABLE "a" ("id" INT PRIMARY KEY); CREATE TABLE "b" ("id" INT PRIMARY KEY);' +
  'CREATE TABLE "_aTob" ("A" INT NOT NULL REFERENCES "a"("id"), "B" INT NOT NULL REFERENCES "b"("id"), PRIMARY KEY ("A", "B"));';

function linkModel(columns: string): string {
  return `CREATE TABLE "ab" (${columns}, FOREIGN KEY ("l") REFERENCES "a"("id"), FOREIGN KEY ("r") REFERENCES "b"("id"));`;
}

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
  { history: links, sql: 'DROP TABLE "_aTob";', reason: /no new model takes its place/ },
  {
    history: links,
    sql: `DROP TABLE "_aTob"; ${linkModel('"l" INT NOT NULL, "r" INT NOT NULL, PRIMARY KEY ("r", "l")')}`,
    reason: /@@id\(\[l, r\]\)/,
  },
  {
    history: links,
    sql: `DROP TABLE "_aTob"; ${linkModel('"id" SERIAL PRIMARY KEY, "l" INT NOT NULL, "r" INT NOT NULL')}`,
    reason: /"id" is not optional/,
  },
  { history: links.replaceAll('"b"("id")', '"a"("id")'), sql: 'DROP TABLE "_aTob";', reason: /both sides are the same table/ },
  { sql: 'ALTER TABLE "t" DROP CONSTRAINT "t_pkey";', reason: /gets no other primary key/ },
  {
    sql: 'ALTER TABLE "t" DROP CONSTRAINT "t_pkey", DROP COLUMN "id", ADD PRIMARY KEY ("n");',
    reason: /drops "id", a column of the old key/,
  },
  {
    sql: 'ALTER TABLE "t" DROP CONSTRAINT "t_pkey", ALTER COLUMN "id" TYPE BIGINT, ADD PRIMARY KEY ("id");',
    reason: /the type of "id" changes as well/,
  },
  {
    history: 'CREATE TABLE "v" ("t" INT CONSTRAINT "v_t_fkey" REFERENCES "t"("id"));',
    sql: 'ALTER TABLE "t" DROP CONSTRAINT "t_pkey", ADD PRIMARY KEY ("n");',
    reason: /"v_t_fkey" refers to the old key/,
  },
];

describe('plans that are refused', () => {
  before(() => prepare());

  const tables =
    'CREATE DOMAIN "positive" AS INT CHECK (VALUE > 0);' +
    'CREATE TABLE "t" ("id" INT PRIMARY KEY, "n" INT, "s" TEXT, "j" JSON, "at" TIMESTAMP); CREATE TABLE "u" ("n" INT);';

  for (const { history = '', sql, reason, version = 15 } of cases) {
    it(`say why: ${sql}`, () => {
      const refusals = refusalsOf(sql, foldMigration(tables + history, emptyCatalog('postgresql')), version);
      assert.ok(
        refusals.some((one) => reason.test(one)),
        JSON.stringify(refusals),
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

/** Of every kind of plan that is asked, also where another one has an answer. */
function refusalsOf(text: string, history: Catalog, version: number): readonly string[] {
  const settings = settingsFor(version);
  const facts = { name: '20260101000000_example', state: 'pending', newestInHistory: null } as const;
  const { statements, findings, before, after } = analyzeMigration({ facts, text }, history, settings);
  return findings.flatMap((finding) => {
    const answers = answersFor(finding, { text, statements, findings, before, server: settings.server, headRest: false }, after);
    return answers.flatMap((answer) => (answer.ok ? [] : [answer.reason]));
  });
}
