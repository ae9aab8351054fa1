import assert from 'node:assert/strict';
import { analyzeMigration, type MigrationAnalysis, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';

/** What a text by itself is found to do: no migration came before it. */
function analyse(text: string): MigrationAnalysis {
  return analyzeMigration(
    { facts: { name: '20250601000000_require_user_email', state: 'pending', newestInHistory: null }, text },
    emptyCatalog('postgresql'),
    { server: { provider: 'postgresql', version: 15, timeZone: null }, execution: 'per-statement', rules: new Map(), newTables: new Set() },
  );
}

function rulesFor(text: string): readonly string[] {
  const found = analyse(text).findings.map(({ rule }) => rule);
  return [...new Set(found)].filter((rule) => rule !== 'missing-impact-note').sort();
}

describe('a migration without a history', () => {
  before(() => prepare());

  const judged: Readonly<Record<string, readonly string[]>> = {
    'CREATE INDEX i ON "User" ("email")': ['index-blocks-writes'],
    'ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL': ['column-made-required'],
    'ALTER TABLE "User" ALTER COLUMN "age" TYPE BIGINT': ['type-change-rewrites-table'],
    'ALTER TABLE "User" DROP COLUMN "email"': ['column-dropped'],
    'ALTER TABLE "User" RENAME COLUMN "email" TO "mail"': ['column-renamed'],
    'ALTER TABLE shop."Post" ADD FOREIGN KEY ("userId") REFERENCES "User" ("id")': ['foreign-key-validates-under-lock'],
    'UPDATE "User" SET "age" = 1': ['rows-changed-without-where'],
    'DROP TABLE "User"': ['table-dropped'],
    'TRUNCATE "User"': ['truncate'],
  };
  for (const [sql, rules] of Object.entries(judged)) {
    it(`takes the table for one in use: ${sql}`, () => assert.deepEqual(rulesFor(sql), rules));
  }

  const unknown = [
    'ALTER TABLE "User" DROP CONSTRAINT "User_teamId_fkey"',
    'ALTER TABLE "User" VALIDATE CONSTRAINT "User_teamId_fkey"',
    'ALTER TABLE "User" ADD COLUMN "role" "Role", ALTER COLUMN "age" SET DEFAULT 3',
    'ALTER TABLE "User" ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE IF EXISTS "User" DROP COLUMN "email"',
    'ALTER TABLE "User" DROP COLUMN IF EXISTS "email"',
    'DROP TABLE IF EXISTS "User"',
    'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY); CREATE INDEX i ON "User" ("id")',
  ];
  for (const sql of unknown) it(`claims nothing that only a history could show: ${sql}`, () => assert.deepEqual(rulesFor(sql), []));

  it('hands nothing on that was only assumed', () => {
    const { after, before } = analyse('ALTER TABLE "User" ADD COLUMN "name" TEXT; CREATE TABLE "Post" ("id" INTEGER)');
    assert.deepEqual([...before.tables.keys()], ['public.User']);
    assert.deepEqual([...after.tables.keys()], ['public.Post']);
  });
});
