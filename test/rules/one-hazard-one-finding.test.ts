import assert from 'node:assert/strict';
import { prepare } from '../../server/src/analysis/analyze';
import { analyseExample, blankExample } from './analyse-example';

/** What Prisma or its user wrote, after `history`, and everything at warning or above that is said about it. */
interface Case {
  readonly title: string;
  readonly sql: string;
  readonly prisma?: string;
  /** `line: rule`, lines from 1, sorted. */
  readonly says: readonly string[];
}

const history = `
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, "name" TEXT, "role" "Role" NOT NULL DEFAULT 'USER',
  CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" TEXT NOT NULL, "authorId" TEXT, "title" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");`;

const harmless: readonly Case[] = [
  {
    title: 'a new model with an index and a relation to a table in use',
    sql: `CREATE TABLE "Comment" ("id" TEXT NOT NULL, "postId" TEXT NOT NULL, CONSTRAINT "Comment_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "Comment_postId_key" ON "Comment"("postId");
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_postId_fkey" FOREIGN KEY ("postId") REFERENCES "Post"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`,
    says: [],
  },
  {
    title: 'new columns, optional or with a default that is kept once for all rows',
    sql: `ALTER TABLE "User" ADD COLUMN "phone" TEXT,
ADD COLUMN "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "Post" ADD COLUMN "views" INTEGER NOT NULL DEFAULT 0;`,
    says: [],
  },
  {
    title: 'a new model that is filled with rows that are written out',
    sql: `CREATE TABLE "Plan" ("name" TEXT NOT NULL, CONSTRAINT "Plan_pkey" PRIMARY KEY ("name"));
INSERT INTO "Plan" VALUES ('free'), ('team');
ALTER TABLE "Plan" ADD COLUMN "price" INTEGER;
UPDATE "Plan" SET "price" = 0;
ALTER TABLE "Plan" ALTER COLUMN "price" SET NOT NULL;
CREATE INDEX "Plan_price_idx" ON "Plan"("price");`,
    says: [],
  },
  {
    title: 'a table that is created and filled here has no users that could be blocked',
    sql: `CREATE TABLE "Author" ("id" TEXT NOT NULL, "name" TEXT);
INSERT INTO "Author" ("id", "name") SELECT "id", "name" FROM "User";
CREATE INDEX "Author_name_idx" ON "Author"("name");
ALTER TABLE "Author" ALTER COLUMN "id" SET DATA TYPE UUID USING "id"::uuid;`,
    says: ['2: unbatched-data-change', '4: several-commits-in-one-file'],
  },
  {
    title: 'a temporary table is seen by its own connection only',
    sql: `CREATE TEMP TABLE "scratch" AS SELECT "id", "name" FROM "User";
CREATE INDEX ON "scratch" ("name");
UPDATE "scratch" SET "name" = lower("name");`,
    says: [],
  },
  {
    title: 'a table that takes the place of another one has no rows yet',
    sql: `DROP TABLE "Post";
CREATE TABLE "Post" ("id" TEXT NOT NULL, "title" TEXT);
CREATE UNIQUE INDEX "Post_title_key" ON "Post"("title");`,
    says: ['1: table-dropped'],
  },
];

const single: readonly Case[] = [
  {
    title: 'an index on a new column',
    sql: `ALTER TABLE "User" ADD COLUMN "phone" TEXT;
CREATE INDEX "User_phone_idx" ON "User"("phone");`,
    says: ['2: index-blocks-writes'],
  },
  {
    title: 'the same in one transaction: the table is the one that is indexed',
    prisma: '6.19',
    sql: `ALTER TABLE "User" ADD COLUMN "phone" TEXT;
CREATE INDEX "User_phone_idx" ON "User"("phone");`,
    says: ['2: index-blocks-writes'],
  },
  {
    title: 'a unique index over values that exist: it blocks, and it may fail',
    sql: 'CREATE UNIQUE INDEX "User_email_key" ON "User"("email");',
    says: ['1: index-blocks-writes', '1: unique-over-existing-rows'],
  },
  {
    title: 'a backfill and what depends on it, in one transaction',
    prisma: '6.19',
    sql: `ALTER TABLE "User" ADD COLUMN "phone" TEXT;
UPDATE "User" SET "phone" = '';
ALTER TABLE "User" ALTER COLUMN "phone" SET NOT NULL;`,
    says: ['2: rows-changed-without-where', '3: column-made-required'],
  },
  {
    title: 'the same, statement by statement',
    prisma: '7.10',
    sql: `ALTER TABLE "User" ADD COLUMN "phone" TEXT;
UPDATE "User" SET "phone" = '';
ALTER TABLE "User" ALTER COLUMN "phone" SET NOT NULL;`,
    says: ['2: rows-changed-without-where', '3: column-made-required', '3: several-commits-in-one-file'],
  },
  {
    title: 'an enum that loses a value, as Prisma writes it',
    sql: `BEGIN;
CREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN');
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';
COMMIT;`,
    says: ['4: enum-value-removed', '4: type-change-rewrites-table'],
  },
  {
    title: 'a foreign key that is replaced by one with another action, as Prisma writes it',
    sql: `ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") NOT VALID;
ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
    says: ['3: foreign-key-validates-under-lock'],
  },
  {
    title: 'a required column without a value is refused before it could block anyone',
    sql: `ALTER TABLE "User" DROP CONSTRAINT "User_pkey",
ADD COLUMN "key" TEXT NOT NULL,
ADD CONSTRAINT "User_pkey" PRIMARY KEY ("key");`,
    says: ['1: primary-key-changed', '2: required-column-without-default'],
  },
  {
    title: 'a file whose version is not known is not taken both ways',
    prisma: 'unknown',
    sql: `ALTER TABLE "Post" ADD COLUMN "slug" TEXT;
UPDATE "User" SET "name" = '' WHERE "name" IS NULL;
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;`,
    says: ['2: lock-held-across-statements', '2: unbatched-data-change', '3: column-made-required'],
  },
];

describe('one hazard is one finding', () => {
  before(() => prepare());
  for (const each of [...harmless, ...single]) {
    it(each.title, () => {
      const earlier = [{ state: 'history', text: history }] as const;
      const options = new Map([['prisma', each.prisma ?? '7.10']]);
      const { findings } = analyseExample({ ...blankExample, earlier, text: each.sql, options });
      const said = findings.filter(({ severity }) => severity !== 'information');
      assert.deepEqual(said.map(({ rule, span }) => `${each.sql.slice(0, span.start).split('\n').length}: ${rule}`).sort(), each.says);
    });
  }
});
