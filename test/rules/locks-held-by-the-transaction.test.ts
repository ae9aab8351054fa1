import assert from 'node:assert/strict';
import { prepare } from '../../server/src/analysis/analyze';
import { analyseExample, blankExample } from './analyse-example';

const history = `
CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" TEXT NOT NULL, "authorId" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));`;

const index = 'CREATE INDEX "User_name_idx" ON "User"("name");';
const addColumn = 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;';
const update = `UPDATE "User" SET "name" = '' WHERE "name" IS NULL;`;
const foreignKey = 'ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id");';

/** What a message says is blocked: by the statement alone, or by what its transaction still holds. */
const cases: readonly {
  readonly title: string;
  readonly prisma: string;
  readonly sql: string;
  readonly rule: string;
  readonly says: string;
}[] = [
  {
    title: 'an index alone',
    prisma: '6.19',
    sql: index,
    rule: 'index-blocks-writes',
    says: 'Building "User_name_idx" blocks writes to "User".',
  },
  {
    title: 'an index behind a stronger lock of its transaction',
    prisma: '6.19',
    sql: `${addColumn}\n${index}`,
    rule: 'index-blocks-writes',
    says: 'Building "User_name_idx" blocks all access to "User".',
  },
  {
    title: 'an index behind a stronger lock that is released before',
    prisma: '7.10',
    sql: `${addColumn}\n${index}`,
    rule: 'index-blocks-writes',
    says: 'Building "User_name_idx" blocks writes to "User".',
  },
  {
    title: 'an index behind COMMIT',
    prisma: '6.19',
    sql: `BEGIN;\n${addColumn}\nCOMMIT;\n${index}`,
    rule: 'index-blocks-writes',
    says: 'Building "User_name_idx" blocks writes to "User".',
  },
  {
    title: 'an update alone',
    prisma: '7.10',
    sql: update,
    rule: 'unbatched-data-change',
    says: 'One UPDATE locks all the rows of "User" that it changes until it ends.',
  },
  {
    title: 'an update of a table that its transaction has altered',
    prisma: '6.19',
    sql: `${addColumn}\n${update}`,
    rule: 'unbatched-data-change',
    says: 'This UPDATE runs while its transaction blocks all access to "User".',
  },
  {
    title: 'a foreign key locks both tables alike',
    prisma: '7.10',
    sql: foreignKey,
    rule: 'foreign-key-validates-under-lock',
    says: 'Checking every row blocks writes to "Post" and "User".',
  },
  {
    title: 'a foreign key to a table that its transaction has altered',
    prisma: '6.19',
    sql: `${addColumn}\n${foreignKey}`,
    rule: 'foreign-key-validates-under-lock',
    says: 'Checking every row blocks all access to "User" and writes to "Post".',
  },
];

describe('what is blocked, by the locks that a transaction holds', () => {
  before(() => prepare());
  for (const { title, prisma, sql, rule, says } of cases) {
    it(title, () => {
      const earlier = [{ state: 'history', text: history }] as const;
      const options = new Map([['prisma', prisma]]);
      const { findings } = analyseExample({ ...blankExample, earlier, text: sql, options });
      assert.deepEqual(
        findings.filter((finding) => finding.rule === rule).map(({ message }) => message),
        [says],
      );
    });
  }
});
