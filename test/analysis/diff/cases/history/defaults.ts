import type { HistoryCase } from './case';

/** Defaults, as people write them and as the server spells them. */
export const defaults: readonly HistoryCase[] = [
  {
    name: 'defaults that are spelled in other ways',
    history: `CREATE TYPE "Role" AS ENUM ('A', 'B');
CREATE TABLE "T" ("id" INTEGER PRIMARY KEY,
  "a" TEXT NOT NULL DEFAULT 'x'::text, "b" TEXT NOT NULL DEFAULT E'a\\nb''c', "c" BOOLEAN NOT NULL DEFAULT 't', "d" NUMERIC(10,2) NOT NULL DEFAULT 1.50,
  "e" TIMESTAMP(3) NOT NULL DEFAULT now(), "f" TEXT[] DEFAULT '{}', "g" TEXT[] DEFAULT ARRAY[]::text[], "h" TEXT[] DEFAULT '{a,"b c"}', "i" JSONB NOT NULL DEFAULT '{"b": 1,"a":[]}'::jsonb,
  "j" BYTEA NOT NULL DEFAULT '\\x68656c6c6f', "k" INTEGER NOT NULL DEFAULT -1, "l" "Role" NOT NULL DEFAULT 'A'::"Role", "m" "Role"[] DEFAULT '{A}', "n" DOUBLE PRECISION NOT NULL DEFAULT '0.5',
  "o" BIGINT NOT NULL DEFAULT (5), "p" TIMESTAMP(3) NOT NULL DEFAULT '2020-01-01 00:00:00', "q" UUID NOT NULL DEFAULT gen_random_uuid(), "r" INTEGER[] DEFAULT ARRAY[1, 2], "s" INTEGER DEFAULT NULL,
  "t" VARCHAR(5) NOT NULL DEFAULT 'abc', "u" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "v" INTEGER NOT NULL DEFAULT '7', "w" BOOLEAN NOT NULL DEFAULT FALSE, "x" DATE NOT NULL DEFAULT CURRENT_DATE);`,
    schema: `enum Role {
  A
  B
}

model T {
  id Int @id
  a  String @default("x")
  b  String @default("a\\nb'c")
  c  Boolean @default(true)
  d  Decimal @default(1.5) @db.Decimal(10, 2)
  e  DateTime @default(now())
  f  String[] @default([])
  g  String[] @default([])
  h  String[] @default(["a", "b c"])
  i  Json @default("{\\"a\\": [], \\"b\\": 1}")
  j  Bytes @default("aGVsbG8=")
  k  Int @default(-1)
  l  Role @default(A)
  m  Role[] @default([A])
  n  Float @default(0.5)
  o  BigInt @default(5)
  p  DateTime @default("2021-01-01T00:00:00Z")
  q  String @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  r  Int[] @default([1, 2])
  s  Int?
  t  String @default("abc") @db.VarChar(5)
  u  DateTime @default(now()) @db.Timestamptz(3)
  v  Int @default(7)
  w  Boolean @default(false)
  x  DateTime @default(dbgenerated("CURRENT_DATE")) @db.Date
}`,
    sql: '',
  },
  {
    name: 'defaults that Prisma never takes for the same',
    history: `CREATE TABLE "T" ("id" INTEGER PRIMARY KEY, "a" TIMESTAMP(3) NOT NULL DEFAULT now(), "b" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000', "c" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  "d" JSONB NOT NULL DEFAULT '{}'::jsonb, "e" TEXT NOT NULL DEFAULT 'a', "f" TIMESTAMP(3) NOT NULL DEFAULT timezone('utc', now()), "g" INTEGER NOT NULL DEFAULT 1 + 1);`,
    schema: `model T {
  id Int @id
  a  DateTime @default(dbgenerated("now()"))
  b  String @default("00000000-0000-0000-0000-000000000000") @db.Uuid
  c  DateTime @default(now())
  d  Json @default(dbgenerated("'{}'::jsonb"))
  e  String @default(dbgenerated("'a'::text"))
  f  DateTime @default(dbgenerated("timezone('utc', now())"))
  g  Int @default(dbgenerated("1 + 1"))
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET DEFAULT now(),
ALTER COLUMN "b" SET DEFAULT '00000000-0000-0000-0000-000000000000',
ALTER COLUMN "c" SET DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "d" SET DEFAULT '{}'::jsonb,
ALTER COLUMN "e" SET DEFAULT 'a'::text;`,
    prisma: {
      because: 'Only a server knows how it spells an expression: what differs in nothing but that is taken for the same.',
      sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET DEFAULT now(),
ALTER COLUMN "b" SET DEFAULT '00000000-0000-0000-0000-000000000000',
ALTER COLUMN "c" SET DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "d" SET DEFAULT '{}'::jsonb,
ALTER COLUMN "e" SET DEFAULT 'a'::text,
ALTER COLUMN "f" SET DEFAULT timezone('utc', now()),
ALTER COLUMN "g" SET DEFAULT 1 + 1;`,
    },
  },
  {
    name: 'expressions as the server spells them',
    history: `CREATE TABLE "T" ("id" INTEGER PRIMARY KEY, "a" TIMESTAMP(3) NOT NULL DEFAULT now() + interval '7 days', "b" TIMESTAMP(3) NOT NULL DEFAULT timezone('utc', now()), "c" TEXT NOT NULL DEFAULT md5(random()::text), "d" TEXT NOT NULL DEFAULT ('a' || 'b'), "e" TEXT NOT NULL DEFAULT current_setting('x.y', true));`,
    schema: `model T {
  id Int @id
  a  DateTime @default(dbgenerated("(now() + '7 days'::interval)"))
  b  DateTime @default(dbgenerated("timezone('utc'::text, now())"))
  c  String @default(dbgenerated("md5((random())::text)"))
  d  String @default(dbgenerated("('a'::text || 'b'::text)"))
  e  String @default(dbgenerated("current_setting('x.y'::text, true)"))
}`,
    sql: '',
  },
  {
    name: 'defaults that are gone, new or different',
    history: `CREATE TABLE "T" ("id" INTEGER PRIMARY KEY, "a" TEXT NOT NULL DEFAULT 'x', "b" TEXT NOT NULL, "c" TEXT NOT NULL DEFAULT 'x', "d" TIMESTAMP(3) NOT NULL DEFAULT now(), "e" TEXT[] DEFAULT '{}', "f" INTEGER NOT NULL DEFAULT 1, "g" TEXT DEFAULT gen_random_uuid(), "h" BOOLEAN NOT NULL DEFAULT true, "i" JSONB NOT NULL DEFAULT '{"a":1}');`,
    schema: `model T {
  id Int @id
  a  String
  b  String @default("y")
  c  String @default("y")
  d  DateTime
  e  String[] @default(["z"])
  f  Int @default(2)
  g  String?
  h  Boolean @default(false)
  i  Json @default("{\\"a\\":2}")
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" DROP DEFAULT,
ALTER COLUMN "b" SET DEFAULT 'y',
ALTER COLUMN "c" SET DEFAULT 'y',
ALTER COLUMN "d" DROP DEFAULT,
ALTER COLUMN "e" SET DEFAULT ARRAY['z']::TEXT[],
ALTER COLUMN "f" SET DEFAULT 2,
ALTER COLUMN "g" DROP DEFAULT,
ALTER COLUMN "h" SET DEFAULT false,
ALTER COLUMN "i" SET DEFAULT '{"a":2}';`,
  },
  {
    name: 'generated columns',
    history: `CREATE TABLE "T" ("id" INTEGER PRIMARY KEY, "a" TEXT NOT NULL, "b" TEXT GENERATED ALWAYS AS (lower("a")) STORED, "c" tsvector GENERATED ALWAYS AS (to_tsvector('english', "a")) STORED, "d" TEXT GENERATED ALWAYS AS (upper("a")) STORED);`,
    schema: `model T {
  id Int    @id
  a  String
  b  String? @default(dbgenerated("lower(a)"))
  c  Unsupported("tsvector")? @default(dbgenerated("to_tsvector('english'::regconfig, a)"))
  d  String?
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "d" DROP DEFAULT;`,
  },
];
