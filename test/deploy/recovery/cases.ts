import type { OffendingRows } from '../../../server/src/deploy/recovery/recovery';

/** A migration that a database refuses, and what makes it pass. */
export interface FailureCase {
  readonly name: string;
  /** The migration before it. */
  readonly first: string;
  /** What stands in the database when the other one comes. */
  readonly rows: string;
  readonly failing: string;
  /** Position of the statement that is refused. */
  readonly refused: number;
  readonly offending: Pick<OffendingRows, 'what' | 'subject' | 'count'> | null;
  /** What a person runs between seeing the rows and going on. */
  readonly correction: string;
  /** Yields what must not be lost. */
  readonly kept: string;
}

const users =
  'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "email" TEXT, "age" TEXT);\nCREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "authorId" INTEGER);\n';
const begin = 'CREATE TABLE "Tag" ("id" INTEGER PRIMARY KEY);\nALTER TABLE "Post" ADD COLUMN "note" TEXT;\n';
const end = 'CREATE INDEX "Post_note_idx" ON "Post"("note");\n';

/** Each is refused at its third statement, with two before and one behind. */
export const failureCases: readonly FailureCase[] = [
  {
    name: 'duplicates under a unique index',
    first: users,
    rows: `INSERT INTO "User" SELECT i, 'secret' || i % 3 || '@example.com', '1' FROM generate_series(1, 7) AS i`,
    failing: `${begin}CREATE UNIQUE INDEX "User_email_key" ON "User"("email");\n${end}`,
    refused: 2,
    offending: { what: 'duplicates', subject: '"User" ("email")', count: 3 },
    correction: `UPDATE "User" SET "email" = "email" || "id"`,
    kept: 'SELECT count(*)::integer AS n, sum("id")::integer AS ids FROM "User"',
  },
  {
    name: 'NULLs in a column that becomes required',
    first: users,
    rows: `INSERT INTO "User" VALUES (1, 'secret@example.com', '1'), (2, NULL, '2'), (3, NULL, '3')`,
    failing: `${begin}ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;\n${end}`,
    refused: 2,
    offending: { what: 'nulls', subject: '"User"."email"', count: 2 },
    correction: `UPDATE "User" SET "email" = 'none' || "id" WHERE "email" IS NULL`,
    kept: 'SELECT count(*)::integer AS n, sum("id")::integer AS ids FROM "User"',
  },
  {
    name: 'a required column without a value',
    first: users,
    rows: `INSERT INTO "User" VALUES (1, 'secret@example.com', '1')`,
    failing: `${begin}ALTER TABLE "User" ADD COLUMN "status" TEXT NOT NULL;\n${end}`,
    refused: 2,
    offending: { what: 'rows', subject: '"User"."status"', count: 1 },
    correction: `CREATE TABLE "kept" AS SELECT * FROM "User"; TRUNCATE "User"`,
    kept: `SELECT 1 AS n`,
  },
  {
    name: 'orphans under a foreign key',
    first: users,
    rows: `INSERT INTO "User" VALUES (1, 'secret@example.com', '1'); INSERT INTO "Post" VALUES (1, 1), (2, 5), (3, NULL)`,
    failing: `${begin}ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL;\n${end}`,
    refused: 2,
    offending: { what: 'orphans', subject: '"Post"."authorId"', count: 1 },
    correction: `UPDATE "Post" SET "authorId" = NULL WHERE "authorId" = 5`,
    kept: 'SELECT count(*)::integer AS n, sum("id")::integer AS ids FROM "Post"',
  },
  {
    name: 'rows that violate a check',
    first: users,
    rows: `INSERT INTO "User" VALUES (1, 'secret', '1'), (2, 'x@example.com', '2')`,
    failing: `${begin}ALTER TABLE "User" ADD CONSTRAINT "User_email_check" CHECK ("email" LIKE '%@%');\n${end}`,
    refused: 2,
    offending: { what: 'violations', subject: '"User_email_check" on "User"', count: 1 },
    correction: `UPDATE "User" SET "email" = 'none@example.com' WHERE "id" = 1`,
    kept: 'SELECT count(*)::integer AS n, sum("id")::integer AS ids FROM "User"',
  },
  {
    name: 'values that are no numbers',
    first: users,
    rows: `INSERT INTO "User" VALUES (1, 'a', '1'), (2, 'b', 'secret'), (3, 'c', ' 44 '), (4, 'd', '99999999999')`,
    failing: `${begin}ALTER TABLE "User" ALTER COLUMN "age" TYPE INTEGER USING "age"::integer;\n${end}`,
    refused: 2,
    offending: { what: 'uncastable', subject: '"User"."age"', count: 2 },
    correction: `UPDATE "User" SET "age" = NULL WHERE "id" IN (2, 4)`,
    kept: 'SELECT count(*)::integer AS n, sum("id")::integer AS ids FROM "User"',
  },
  {
    name: 'a table that is there already',
    first: users,
    rows: `INSERT INTO "User" VALUES (1, 'secret', '1'); CREATE TABLE "Other" ("id" INTEGER PRIMARY KEY)`,
    failing: `${begin}CREATE TABLE "Other" ("id" INTEGER PRIMARY KEY, "name" TEXT);\n${end}`,
    refused: 2,
    offending: null,
    correction: 'DROP TABLE "Other"',
    kept: 'SELECT count(*)::integer AS n FROM "User"',
  },
];
