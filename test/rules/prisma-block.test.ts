import assert from 'node:assert/strict';
import { type AnalysisSettings, analyzeMigration, foldMigration, prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';

const history = `
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "role" "Role" NOT NULL);`;

const uniqueOnNew = `ALTER TABLE "User" ADD COLUMN "slug" TEXT;
CREATE UNIQUE INDEX CONCURRENTLY "User_slug_key" ON "User" ("slug");`;

const valueMoved = `UPDATE "User" SET "role" = 'USER' WHERE "role" = 'ADMIN';
CREATE TYPE "Role_new" AS ENUM ('USER');
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");`;

/** The findings of one rule, as severities. */
function severities(rule: string, text: string, rules: AnalysisSettings['rules'] = new Map()): readonly string[] {
  const { findings } = analyzeMigration(
    { facts: { name: '20250601000000_change_users', state: 'pending', newestInHistory: null }, text },
    foldMigration(history, emptyCatalog('postgresql')),
    { server: { provider: 'postgresql', version: 15, timeZone: null }, execution: 'per-statement', rules, newTables: new Set() },
  );
  return findings.filter((finding) => finding.rule === rule).map(({ severity }) => severity);
}

function warned(line: string, text: string): string {
  return `/*\n  Warnings:\n\n  - ${line}\n\n*/\n${text}`;
}

describe("what Prisma's block of warnings says and the SQL disproves", () => {
  before(() => prepare());

  const duplicates = 'A unique constraint covering the columns `[slug]` on the table `User` will be added.';
  const removal = 'The values [ADMIN] on the enum `Role` will be removed.';

  it('is answered as information', () => {
    assert.deepEqual(severities('unique-over-existing-rows', warned(duplicates, uniqueOnNew)), ['information']);
    assert.deepEqual(severities('enum-value-removed', warned(removal, valueMoved)), ['information']);
  });

  it('is not brought up without the block', () => {
    assert.deepEqual(severities('unique-over-existing-rows', uniqueOnNew), []);
    assert.deepEqual(severities('enum-value-removed', valueMoved), []);
    assert.deepEqual(severities('enum-value-removed', warned(duplicates, valueMoved)), []);
  });

  it('never gets more severe by the settings, but goes with the rule', () => {
    const text = warned(duplicates, uniqueOnNew);
    assert.deepEqual(severities('unique-over-existing-rows', text, new Map([['unique-over-existing-rows', 'error']])), ['information']);
    assert.deepEqual(severities('unique-over-existing-rows', text, new Map([['unique-over-existing-rows', 'off']])), []);
  });
});
