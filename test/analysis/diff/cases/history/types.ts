import type { HistoryCase } from './case';

/** Types, as people write them. */
export const types: readonly HistoryCase[] = [
  {
    name: 'times without a precision have one in the database',
    history:
      'CREATE TABLE "T" ("id" INTEGER PRIMARY KEY, "a" TIMESTAMP NOT NULL, "b" TIMESTAMPTZ NOT NULL, "c" TIME NOT NULL, "d" TIMESTAMP NOT NULL, "e" TIMESTAMP(6) NOT NULL, "f" TIMESTAMPTZ[], "g" TIMETZ NOT NULL, "h" TIMESTAMP NOT NULL, "i" DATE NOT NULL);',
    schema: `model T {
  id Int        @id
  a  DateTime
  b  DateTime   @db.Timestamptz
  c  DateTime   @db.Time(3)
  d  DateTime   @db.Timestamp(6)
  e  DateTime   @db.Timestamp
  f  DateTime[] @db.Timestamptz(6)
  g  DateTime   @db.Timetz(6)
  h  DateTime   @db.Timestamptz(6)
  i  DateTime   @db.Date
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET DATA TYPE TIMESTAMP(3),
DROP COLUMN "c",
ADD COLUMN     "c" TIME(3) NOT NULL,
ALTER COLUMN "h" SET DATA TYPE TIMESTAMPTZ(6);`,
  },
  {
    name: 'types by other names, with and without lengths',
    history: `CREATE EXTENSION citext;
CREATE TABLE "T" ("id" int8 PRIMARY KEY, "a" varchar NOT NULL, "b" character varying(10) NOT NULL, "c" char NOT NULL, "d" character(5) NOT NULL, "e" bit NOT NULL, "f" varbit NOT NULL, "g" numeric NOT NULL, "h" numeric(10) NOT NULL, "i" decimal(10, 2) NOT NULL, "j" real NOT NULL, "k" float8 NOT NULL, "l" citext NOT NULL, "m" money NOT NULL, "n" xml NOT NULL, "o" inet NOT NULL, "p" oid NOT NULL, "q" json NOT NULL, "r" bytea NOT NULL, "s" uuid NOT NULL, "t" "char" NOT NULL, "u" bpchar NOT NULL, "v" numeric[]);`,
    schema: `model T {
  id BigInt @id
  a  String @db.VarChar
  b  String @db.VarChar(10)
  c  String @db.Char(1)
  d  String @db.Char(5)
  e  String @db.Bit(1)
  f  String @db.VarBit
  g  Decimal @db.Decimal
  h  Decimal @db.Decimal(10, 0)
  i  Decimal @db.Decimal(10, 2)
  j  Float @db.Real
  k  Float
  l  String @db.Citext
  m  Decimal @db.Money
  n  String @db.Xml
  o  String @db.Inet
  p  Int @db.Oid
  q  Json @db.Json
  r  Bytes
  s  String @db.Uuid
  t  String @db.Char
  u  String @db.Char
  v  Decimal[]
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "v" SET DATA TYPE DECIMAL(65,30)[];`,
  },
  {
    name: 'lengths that are not those of the schema',
    history:
      'CREATE TABLE "T" ("id" INTEGER PRIMARY KEY, "a" varchar NOT NULL, "b" varchar(10) NOT NULL, "c" char NOT NULL, "d" numeric NOT NULL, "e" bit NOT NULL, "f" varchar(5)[], "g" numeric(5,1)[]);',
    schema: `model T {
  id Int     @id
  a  String  @db.VarChar(20)
  b  String
  c  String  @db.Char
  d  Decimal
  e  String  @db.Bit
  f  String[] @db.VarChar(6)
  g  Decimal[] @db.Decimal(5,2)
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET DATA TYPE VARCHAR(20),
ALTER COLUMN "b" SET DATA TYPE TEXT,
ALTER COLUMN "d" SET DATA TYPE DECIMAL(65,30),
ALTER COLUMN "f" SET DATA TYPE VARCHAR(6)[],
ALTER COLUMN "g" SET DATA TYPE DECIMAL(5,2)[];`,
    prisma: {
      because:
        'A catalog does not tell `@db.Char` from `@db.Char(1)`, nor `@db.Bit` from `@db.Bit(1)`: the one that changes nothing is meant.',
      sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET DATA TYPE VARCHAR(20),
ALTER COLUMN "b" SET DATA TYPE TEXT,
ALTER COLUMN "c" SET DATA TYPE CHAR,
ALTER COLUMN "d" SET DATA TYPE DECIMAL(65,30),
DROP COLUMN "e",
ADD COLUMN     "e" BIT NOT NULL,
ALTER COLUMN "f" SET DATA TYPE VARCHAR(6)[],
ALTER COLUMN "g" SET DATA TYPE DECIMAL(5,2)[];`,
    },
  },
  {
    name: 'a column over a domain has the type below it',
    history: `CREATE DOMAIN "email" AS TEXT CHECK (VALUE LIKE '%@%');
CREATE DOMAIN "code" AS VARCHAR(3) NOT NULL DEFAULT 'abc';
CREATE TYPE "pair" AS (a int, b int);
CREATE TABLE "T" ("id" INTEGER PRIMARY KEY, "a" "email" NOT NULL, "b" "code", "c" "email", "p" "pair");`,
    schema: `model T {
  id Int     @id
  a  String
  b  String  @db.VarChar(3)
  c  Int?
  p  Unsupported("pair")?
}`,
    sql: `-- AlterTable
ALTER TABLE "T" DROP COLUMN "c",
ADD COLUMN     "c" INTEGER;`,
  },
  {
    name: 'lists, required or not',
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT[] NOT NULL, "b" TEXT[] NOT NULL DEFAULT '{}', "c" TEXT[], CONSTRAINT "T_pkey" PRIMARY KEY ("id"));`,
    schema: `model T {
  id Int      @id
  a  String[]
  b  String[] @default([])
  c  String
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "c" SET NOT NULL,
ALTER COLUMN "c" SET DATA TYPE TEXT;`,
  },
  {
    name: 'a type that becomes an enum, an enum that becomes a text, an enum that becomes another',
    history: `CREATE TYPE "A" AS ENUM ('x');
CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL DEFAULT 'x', "b" "A" NOT NULL, "c" "A", CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE INDEX "T_a_idx" ON "T"("a");`,
    schema: `enum A {
  x
}

enum B {
  x
}

model T {
  id Int    @id
  a  A      @default(x)
  b  String
  c  B?

  @@index([a])
}`,
    sql: `-- CreateEnum
CREATE TYPE "B" AS ENUM ('x');

-- AlterTable
ALTER TABLE "T" DROP COLUMN "a",
ADD COLUMN     "a" "A" NOT NULL DEFAULT 'x',
DROP COLUMN "b",
ADD COLUMN     "b" TEXT NOT NULL,
DROP COLUMN "c",
ADD COLUMN     "c" "B";

-- CreateIndex
CREATE INDEX "T_a_idx" ON "T"("a");`,
  },
];
