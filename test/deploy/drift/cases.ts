/** A change that somebody makes by hand, and what is said of it. */
export interface DriftCase {
  readonly sql: string;
  /** Against the history. */
  readonly sentences: readonly string[];
  /** Against the schema, where that is something else. */
  readonly schema?: readonly string[];
  /** Whether it stands in the way of others, so that it cannot be made together with them. */
  readonly alone?: boolean;
}

const nothing: readonly string[] = [];

export const driftCases: readonly DriftCase[] = [
  { sql: 'ALTER TABLE "User" ADD COLUMN status text', sentences: ['Column "status" of "User" exists only in the database.'] },
  { sql: 'ALTER TABLE "Post" DROP COLUMN title', alone: true, sentences: ['Column "title" of "Post" is missing in the database.'] },
  {
    sql: 'ALTER TABLE "Post" ALTER COLUMN title TYPE varchar(20)',
    alone: true,
    sentences: ['Column "title" of "Post" is varchar(20) in the database, text in the history.'],
    schema: ['Column "title" of "Post" is varchar(20) in the database, text in the schema.'],
  },
  {
    sql: 'ALTER TABLE "User" ALTER COLUMN email DROP NOT NULL',
    sentences: ['Column "email" of "User" is optional in the database, required in the history.'],
    schema: ['Column "email" of "User" is optional in the database, required in the schema.'],
  },
  {
    sql: `ALTER TABLE "Post" ALTER COLUMN title SET DEFAULT 'none'`,
    sentences: [`Column "title" of "Post" has the default 'none'::text in the database, the default 'untitled' in the history.`],
    schema: [`Column "title" of "Post" has the default 'none'::text in the database, the default 'untitled' in the schema.`],
  },
  {
    sql: `ALTER TABLE "User" ALTER COLUMN role SET DEFAULT 'ADMIN'`,
    sentences: [`Column "role" of "User" has the default 'ADMIN'::"Role" in the database, the default 'USER' in the history.`],
    schema: [`Column "role" of "User" has the default 'ADMIN'::"Role" in the database, the default 'USER' in the schema.`],
  },
  {
    sql: 'ALTER TABLE "User" ALTER COLUMN age DROP DEFAULT',
    sentences: ['Column "age" of "User" has no default in the database, the default 0 in the history.'],
    schema: ['Column "age" of "User" has no default in the database, the default 0 in the schema.'],
  },
  { sql: 'CREATE TABLE audit (id integer PRIMARY KEY, what text)', sentences: ['Table "audit" exists only in the database.'] },
  {
    sql: 'DROP TABLE "Post"',
    alone: true,
    sentences: ['Table "Post" is missing in the database.'],
    schema: ['Table "Post" is missing in the database.', 'Foreign key "Post_authorId_fkey" of "Post" is missing in the database.'],
  },
  { sql: 'CREATE INDEX post_title ON "Post" (title)', sentences: ['Index "post_title" of "Post" exists only in the database.'] },
  { sql: 'DROP INDEX "User_name_idx"', alone: true, sentences: ['Index "User_name_idx" of "User" is missing in the database.'] },
  {
    sql: 'ALTER INDEX "User_name_idx" RENAME TO by_name',
    sentences: ['Index "by_name" of "User" is called "User_name_idx" in the history.'],
    schema: ['Index "by_name" of "User" is called "User_name_idx" in the schema.'],
  },
  {
    sql: 'DROP INDEX "User_email_key"; CREATE INDEX "User_email_key" ON "User" (email)',
    sentences: ['Index "User_email_key" of "User" is another one.'],
    schema: [
      'Index "User_email_key" of "User" exists only in the database.',
      'Index "User_email_key" of "User" is missing in the database.',
    ],
  },
  {
    sql: 'ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey"',
    sentences: ['Foreign key "Post_authorId_fkey" of "Post" is missing in the database.'],
  },
  {
    alone: true,
    sql: `ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
      ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"(id) ON DELETE CASCADE ON UPDATE CASCADE`,
    sentences: ['Foreign key "Post_authorId_fkey" of "Post" is another one.'],
    schema: [
      'Foreign key "Post_authorId_fkey" of "Post" exists only in the database.',
      'Foreign key "Post_authorId_fkey" of "Post" is missing in the database.',
    ],
  },
  { sql: 'ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey"', sentences: ['Primary key "Post_pkey" of "Post" is missing in the database.'] },
  { sql: `CREATE TYPE "Colour" AS ENUM ('RED')`, sentences: ['Enum "Colour" exists only in the database.'] },
  {
    sql: `ALTER TYPE "Role" ADD VALUE 'GUEST'`,
    sentences: ['Enum "Role" has more values: GUEST.'],
  },
  {
    sql: 'ALTER TABLE "User" DROP CONSTRAINT "User_age_check"',
    sentences: ['Check constraint "User_age_check" of "User" is missing in the database.'],
    schema: nothing,
  },
  {
    alone: true,
    sql: 'ALTER TABLE "User" DROP CONSTRAINT "User_age_check"; ALTER TABLE "User" ADD CONSTRAINT "User_age_check" CHECK (age >= 18)',
    sentences: ['Check constraint "User_age_check" of "User" is another one.'],
    schema: nothing,
  },
  {
    sql: 'ALTER TABLE "Post" ADD CONSTRAINT short CHECK (length(title) < 99) NOT VALID',
    sentences: ['Check constraint "short" of "Post" exists only in the database.'],
    schema: nothing,
  },
  { sql: 'DROP VIEW adults', sentences: ['View "adults" is missing in the database.'], schema: nothing },
  { sql: 'CREATE VIEW minors AS SELECT id FROM "User"', sentences: ['View "minors" exists only in the database.'], schema: nothing },
  {
    sql: 'DROP TRIGGER user_touch ON "User"',
    alone: true,
    sentences: ['Trigger "user_touch" of "User" is missing in the database.'],
    schema: nothing,
  },
  {
    sql: 'ALTER TABLE "User" DISABLE TRIGGER user_touch',
    sentences: ['Trigger "user_touch" of "User" is disabled in the database, enabled in the history.'],
    schema: nothing,
  },
  {
    sql: 'CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.age := 1; RETURN NEW; END $$',
    sentences: ['Function "touch" does something else than its last migration says.'],
    schema: nothing,
  },
  {
    sql: `CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
    sentences: ['Function "one" exists only in the database.'],
    schema: nothing,
  },
  { sql: 'DROP INDEX user_lower', sentences: ['Index "user_lower" of "User" is missing in the database.'], schema: nothing },
  { sql: 'DROP POLICY own_posts ON "Post"', sentences: ['Policy "own_posts" of "Post" is missing in the database.'], schema: nothing },
  {
    sql: 'ALTER TABLE "Post" DISABLE ROW LEVEL SECURITY',
    sentences: ['Row security of "Post" is off in the database, on in the history.'],
    schema: nothing,
  },
  { sql: 'DROP SEQUENCE tickets', sentences: ['Sequence "tickets" is missing in the database.'], schema: nothing },
  { sql: 'CREATE SEQUENCE numbers', sentences: ['Sequence "numbers" exists only in the database.'], schema: nothing },
  { sql: `CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%')`, sentences: ['Type "mail" exists only in the database.'], schema: nothing },
];
