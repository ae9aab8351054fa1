import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import type { Finding } from '../../../server/src/analysis/finding';
import { analyseExample, blankExample } from '../../rules/analyse-example';

const history = `
CREATE TYPE "Role" AS ENUM ('MEMBER', 'SUPERADMIN');
CREATE TABLE "User" ("id" TEXT PRIMARY KEY, "name" TEXT, "role" "Role" NOT NULL DEFAULT 'MEMBER', "formerRole" "Role");
CREATE TABLE "Purchase" ("id" TEXT PRIMARY KEY, "total" INTEGER NOT NULL, "currency" TEXT);`;

interface Case {
  readonly title: string;
  readonly sql: string;
  /** `rule` of every error, sorted. */
  readonly says: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'a column that is dropped and added',
    sql: 'ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" TEXT;',
    says: ['possible-rename'],
  },
  { title: 'a column that is renamed', sql: 'ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";', says: [] },
  {
    title: 'a column that is copied first',
    sql: `ALTER TABLE "User" ADD COLUMN "fullName" TEXT;
UPDATE "User" SET "fullName" = "name";
ALTER TABLE "User" DROP COLUMN "name";`,
    says: ['column-dropped'],
  },
  {
    title: 'a table that is dropped and created',
    sql: `DROP TABLE "Purchase";
CREATE TABLE "Order" ("id" TEXT PRIMARY KEY, "total" INTEGER NOT NULL, "currency" TEXT);`,
    says: ['possible-rename'],
  },
  { title: 'a table that is renamed', sql: 'ALTER TABLE "Purchase" RENAME TO "Order";', says: [] },
  {
    title: 'a table that is copied first',
    sql: `CREATE TABLE "Order" ("id" TEXT PRIMARY KEY, "total" INTEGER NOT NULL, "currency" TEXT);
INSERT INTO "Order" SELECT "id", "total", "currency" FROM "Purchase";
DROP TABLE "Purchase";`,
    says: ['table-dropped'],
  },
  {
    title: 'the columns of a table that looks renamed are not told one by one',
    sql: `DROP TABLE "Purchase";
CREATE TABLE "Order" ("id" TEXT PRIMARY KEY, "totalSum" INTEGER NOT NULL, "currency" TEXT);`,
    says: ['possible-rename'],
  },
  {
    title: 'a value that columns are cast without',
    sql: `CREATE TYPE "Role_new" AS ENUM ('MEMBER', 'SUPER_ADMIN');
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT, ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TABLE "User" ALTER COLUMN "formerRole" TYPE "Role_new" USING ("formerRole"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";`,
    says: ['possible-rename'],
  },
  {
    title: 'a value that the conversion maps',
    sql: `CREATE TYPE "Role_new" AS ENUM ('MEMBER', 'SUPER_ADMIN');
ALTER TABLE "User" DROP COLUMN "formerRole", ALTER COLUMN "role" DROP DEFAULT, ALTER COLUMN "role" TYPE "Role_new"
  USING (CASE "role" WHEN 'SUPERADMIN' THEN 'SUPER_ADMIN' ELSE 'MEMBER' END)::"Role_new";
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";`,
    says: ['column-dropped'],
  },
  { title: 'a value that is renamed', sql: `ALTER TYPE "Role" RENAME VALUE 'SUPERADMIN' TO 'SUPER_ADMIN';`, says: [] },
  {
    title: 'a value that looks renamed, and one that is removed',
    sql: `CREATE TYPE "Role_new" AS ENUM ('SUPER_ADMIN');
ALTER TABLE "User" DROP COLUMN "formerRole", ALTER COLUMN "role" DROP DEFAULT, ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";`,
    says: ['column-dropped', 'enum-value-removed', 'possible-rename'],
  },
  {
    title: 'an enum whose columns are dropped and added: once',
    sql: `CREATE TYPE "UserRole" AS ENUM ('MEMBER', 'SUPERADMIN');
ALTER TABLE "User" DROP COLUMN "role", ADD COLUMN "role" "UserRole" NOT NULL DEFAULT 'MEMBER',
  DROP COLUMN "formerRole", ADD COLUMN "formerRole" "UserRole";
DROP TYPE "Role";`,
    says: ['possible-rename'],
  },
  { title: 'an enum that is renamed', sql: 'ALTER TYPE "Role" RENAME TO "UserRole";', says: [] },
  {
    title: 'an enum whose columns are changed to the new one',
    sql: `CREATE TYPE "UserRole" AS ENUM ('MEMBER', 'SUPERADMIN');
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT, ALTER COLUMN "role" TYPE "UserRole" USING ("role"::text::"UserRole"),
  ALTER COLUMN "formerRole" TYPE "UserRole" USING ("formerRole"::text::"UserRole");
DROP TYPE "Role";`,
    says: [],
  },
];

describe('renames that a migration overlooks', () => {
  before(() => prepare());

  for (const { title, sql, says } of cases) {
    it(title, () => {
      const errors = findingsIn(sql).filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors.map(({ rule }) => rule).sort(), says);
    });
  }

  it('says which statement keeps the data, and how the schema keeps the name', () => {
    const [column] = findingsIn('ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" TEXT;');
    assert.match(column?.help ?? '', /ALTER TABLE "User" RENAME COLUMN "name" TO "fullName".*@map\("name"\)/);
    assert.deepEqual([column?.relation, column?.column], ['public.User', 'name']);
  });

  it('advises the name of the relation for the table of an implicit one', () => {
    const links = (name: string) =>
      `CREATE TABLE "${name}" ("A" TEXT NOT NULL REFERENCES "Purchase"("id"), "B" TEXT NOT NULL REFERENCES "User"("id"));`;
    const found = findingsIn(`DROP TABLE "_PurchaseToUser";\n${links('_Buyers')}`, links('_PurchaseToUser'));
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['possible-rename'],
    );
    assert.match(found[0]?.help ?? '', /@relation\("PurchaseToUser"\)/);
  });
});

function findingsIn(text: string, more = ''): readonly Finding[] {
  return analyseExample({ ...blankExample, earlier: [{ state: 'history', text: history + more }], text }).findings;
}
