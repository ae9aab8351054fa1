import { strict as assert } from 'node:assert';
import { prepare } from '../../../server/src/analysis/analyze';
import { type Revert, revertHeader, revertMigration } from '../../../server/src/analysis/revert/revert';

const user = 'CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';
const post = 'CREATE TABLE "Post" ("id" INTEGER NOT NULL, "userId" INTEGER, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));';
const key =
  'ALTER TABLE "Post" ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE';

/** The migrations before, the one that is reverted, and the statements of its revert. */
const written: Readonly<Record<string, readonly [readonly string[], string, readonly string[]]>> = {
  'a new table goes, its foreign keys first': [
    [user],
    `${post}\n${key};`,
    ['ALTER TABLE "Post" DROP CONSTRAINT "Post_userId_fkey"', 'DROP TABLE "Post"'],
  ],
  'a dropped table comes back with its key, indexes and foreign keys': [
    [user, post, `${key}; CREATE INDEX "Post_userId_idx" ON "Post"("userId");`],
    'DROP TABLE "Post";',
    [
      'CREATE TABLE "Post" (\n    "id" INTEGER NOT NULL,\n    "userId" INTEGER,\n    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")\n)',
      'CREATE INDEX "Post_userId_idx" ON "Post"("userId")',
      key,
    ],
  ],
  'a serial column comes back as one': [
    [user],
    'ALTER TABLE "User" DROP CONSTRAINT "User_pkey", DROP COLUMN "id";',
    ['ALTER TABLE "User" ADD COLUMN     "id" SERIAL NOT NULL', 'ALTER TABLE "User" ADD CONSTRAINT "User_pkey" PRIMARY KEY ("id")'],
  ],
  'a renamed column gets its name back, and keeps its values': [
    [user],
    'ALTER TABLE "User" RENAME COLUMN "email" TO "mail";',
    ['ALTER TABLE "User" RENAME COLUMN "mail" TO "email"'],
  ],
  'a renamed table, its column and its key': [
    [user],
    'ALTER TABLE "User" RENAME TO "Person"; ALTER TABLE "Person" RENAME COLUMN "email" TO "mail"; ALTER TABLE "Person" RENAME CONSTRAINT "User_pkey" TO "Person_pkey";',
    [
      'ALTER TABLE "Person" RENAME COLUMN "mail" TO "email"',
      'ALTER TABLE "Person" RENAME CONSTRAINT "Person_pkey" TO "User_pkey"',
      'ALTER TABLE "Person" RENAME TO "User"',
    ],
  ],
  'a renamed table whose old name a view has kept': [
    [user],
    'ALTER TABLE "User" RENAME TO "Person"; CREATE VIEW "User" AS SELECT "id", "email" FROM "Person";',
    ['DROP VIEW "User"', 'ALTER TABLE "Person" RENAME TO "User"'],
  ],
  'a renamed column whose old name another one has taken': [
    [user],
    'ALTER TABLE "User" RENAME COLUMN "email" TO "email_old"; ALTER TABLE "User" ADD COLUMN "email" INTEGER;',
    [
      'ALTER TABLE "User" RENAME COLUMN "email" TO "email_reverted"',
      'ALTER TABLE "User" RENAME COLUMN "email_old" TO "email"',
      'ALTER TABLE "User" DROP COLUMN "email_reverted"',
    ],
  ],
  'a new value of an enum goes by an exchange of the type': [
    ['CREATE TYPE "Role" AS ENUM (\'A\', \'B\'); CREATE TABLE "T" ("role" "Role" NOT NULL DEFAULT \'A\');'],
    'ALTER TYPE "Role" ADD VALUE \'C\';',
    [
      'BEGIN',
      "CREATE TYPE \"Role_new\" AS ENUM ('A', 'B')",
      'ALTER TABLE "T" ALTER COLUMN "role" DROP DEFAULT',
      'ALTER TABLE "T" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new")',
      'ALTER TYPE "Role" RENAME TO "Role_old"',
      'ALTER TYPE "Role_new" RENAME TO "Role"',
      'DROP TYPE "Role_old"',
      'ALTER TABLE "T" ALTER COLUMN "role" SET DEFAULT \'A\'',
      'COMMIT',
    ],
  ],
  'a removed value of an enum comes back at its place': [
    ["CREATE TYPE \"Role\" AS ENUM ('A', 'B', 'C');"],
    'BEGIN; CREATE TYPE "Role_new" AS ENUM (\'A\', \'C\'); ALTER TYPE "Role" RENAME TO "Role_old"; ALTER TYPE "Role_new" RENAME TO "Role"; DROP TYPE "Role_old"; COMMIT;',
    ["ALTER TYPE \"Role\" ADD VALUE 'B' AFTER 'A'"],
  ],
  'a changed type goes back, its default with it': [
    ['CREATE TABLE "T" ("n" TEXT NOT NULL DEFAULT \'0\');'],
    'ALTER TABLE "T" ALTER COLUMN "n" DROP DEFAULT, ALTER COLUMN "n" TYPE INTEGER USING "n"::integer, ALTER COLUMN "n" SET DEFAULT 0;',
    [
      'ALTER TABLE "T" ALTER COLUMN "n" DROP DEFAULT',
      'ALTER TABLE "T" ALTER COLUMN "n" TYPE TEXT USING "n"::TEXT',
      'ALTER TABLE "T" ALTER COLUMN "n" SET DEFAULT \'0\'',
    ],
  ],
  'a view gives way to a column, and comes back as it was written': [
    ['CREATE TABLE "T" ("n" INTEGER NOT NULL);', 'CREATE VIEW "V" AS SELECT "n" FROM "T";'],
    'DROP VIEW "V"; ALTER TABLE "T" ALTER COLUMN "n" TYPE BIGINT; CREATE VIEW "V" AS SELECT "n" FROM "T";',
    ['DROP VIEW "V"', 'ALTER TABLE "T" ALTER COLUMN "n" TYPE INTEGER USING "n"::INTEGER', 'CREATE VIEW "V" AS SELECT "n" FROM "T"'],
  ],
  'a function gets its earlier body back': [
    ["CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';"],
    "CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 2';",
    ["CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'"],
  ],
  'partial indexes, checks and triggers, which Prisma does not see': [
    [
      'CREATE TABLE "T" ("n" INTEGER, CONSTRAINT "positive" CHECK ("n" > 0)); CREATE INDEX "some" ON "T"("n") WHERE "n" > 5;',
      'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS \'BEGIN RETURN NEW; END\'; CREATE TRIGGER g BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION f();',
    ],
    'DROP TRIGGER g ON "T"; DROP INDEX "some"; ALTER TABLE "T" DROP CONSTRAINT "positive";',
    [
      'CREATE INDEX "some" ON "T"("n") WHERE "n" > 5',
      'ALTER TABLE "T" ADD CONSTRAINT "positive" CHECK ("n" > 0)',
      'CREATE TRIGGER g BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION f()',
    ],
  ],
  'a constraint comes back as it was written': [
    [user, `${post}\n${key} DEFERRABLE INITIALLY DEFERRED;`],
    'ALTER TABLE "Post" DROP CONSTRAINT "Post_userId_fkey";',
    [`${key} DEFERRABLE INITIALLY DEFERRED`],
  ],
};

/** The migrations before, the one that is reverted, those after it, and the reason against it. */
const refused: Readonly<Record<string, readonly [readonly string[], string, readonly string[], RegExp, string | null]>> = {
  'rows alone': [[user], 'UPDATE "User" SET "email" = lower("email");', [], /^it left nothing in the schema/, null],
  'what cannot be read': [[user], "DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'a'); END $$;", [], /statement 1 did/, null],
  'a move to another schema': [[user], 'CREATE SCHEMA "s"; ALTER TABLE "User" SET SCHEMA "s";', [], /moves something/, null],
  'a table that got a column later': [
    [user],
    post,
    ['ALTER TABLE "Post" ADD COLUMN "title" TEXT;'],
    /^3_later has changed "Post" since$/,
    '3_later',
  ],
  'a column that a later index is on': [
    [user],
    'ALTER TABLE "User" ADD COLUMN "name" TEXT;',
    ['CREATE INDEX "User_name_idx" ON "User"("name");'],
    /^3_later has built on it: /,
    '3_later',
  ],
  'a view whose text nobody has': [['CREATE TABLE "T" ("n" INTEGER);'], 'DROP VIEW "V";', [], /left nothing in the schema/, null],
};

describe('a revert', () => {
  before(() => prepare());

  for (const [name, [earlier, text, expected]] of Object.entries(written)) {
    it(name, () => {
      const revert = revertOf(earlier, text, []);
      assert.ok(revert.ok, revert.ok ? '' : revert.reason);
      assert.deepEqual(statementsOf(revert.text), expected);
    });
  }

  for (const [name, [earlier, text, later, reason, inTheWay]] of Object.entries(refused)) {
    it(`is refused: ${name}`, () => {
      const revert = revertOf(earlier, text, later);
      assert.equal(revert.ok, false);
      if (!revert.ok) assert.match(revert.reason, reason);
      if (!revert.ok) assert.equal(revert.inTheWay, inTheWay);
    });
  }

  it('leaves what later migrations have done elsewhere', () => {
    const revert = revertOf([user], 'ALTER TABLE "User" ADD COLUMN "name" TEXT;', ['ALTER TABLE "User" ADD COLUMN "age" INTEGER;', post]);
    assert.ok(revert.ok);
    assert.deepEqual(statementsOf(revert.text), ['ALTER TABLE "User" DROP COLUMN "name"']);
  });

  it('keeps the copies that a plan has made of what it dropped', () => {
    const text =
      'CREATE SCHEMA "lockstep"; CREATE TABLE "lockstep"."User_email" AS SELECT "id", "email" FROM "User"; ALTER TABLE "User" DROP COLUMN "email";';
    const revert = revertOf([user], text, []);
    assert.ok(revert.ok);
    assert.deepEqual(statementsOf(revert.text), ['ALTER TABLE "User" ADD COLUMN     "email" TEXT NOT NULL']);
    assert.match(revert.losses.join(' '), /The copies in the schema "lockstep" stay/);
  });

  it('says in its header what it does not bring back', () => {
    const text =
      'UPDATE "User" SET "email" = \'\'; COMMENT ON TABLE "User" IS \'x\'; ALTER TABLE "User" ADD COLUMN "name" TEXT, DROP COLUMN "email";';
    const revert = revertOf([user], text, []);
    assert.ok(revert.ok);
    assert.deepEqual(revertHeader('2_reverted', revert.losses).split('\n').slice(0, 6), [
      '-- Reverts 2_reverted.',
      '-- Drops "User"."name" with the values that it holds.',
      '-- The values of "User"."email" are gone: it comes back empty.',
      '-- What statement 1 did to the rows of "User" stays.',
      '-- Not undone, statement 2: COMMENT ON TABLE "User" IS \'x\'',
      '-- Undo: revert this migration in turn.',
    ]);
  });
});

function revertOf(earlier: readonly string[], text: string, later: readonly string[]): Revert {
  const migrations = [
    ...earlier.map((one, index) => ({ name: `1_${index}`, text: one })),
    { name: '2_reverted', text },
    ...later.map((one) => ({ name: '3_later', text: one })),
  ];
  return revertMigration({ migrations, index: earlier.length, server: { provider: 'postgresql', version: 15, timeZone: null } });
}

function statementsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n')
    .split(/;\n/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
