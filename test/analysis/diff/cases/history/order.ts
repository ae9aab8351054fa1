import type { HistoryCase } from './case';

/** The order of what is dropped and changed. */
export const order: readonly HistoryCase[] = [
  {
    name: 'what is dropped goes by name',
    history: `CREATE TABLE "z" ("id" INTEGER NOT NULL, CONSTRAINT "z_pkey" PRIMARY KEY ("id"));
CREATE TABLE "a" ("id" INTEGER NOT NULL, "z" INTEGER, "k" INTEGER, CONSTRAINT "a_pkey" PRIMARY KEY ("id"));
CREATE TABLE "B" ("id" INTEGER NOT NULL, "z" INTEGER, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));
CREATE TYPE "y" AS ENUM ('1');
CREATE TYPE "X" AS ENUM ('1');
CREATE INDEX "2" ON "z" ("id");
CREATE INDEX "1" ON "z" ("id");
ALTER TABLE "a" ADD CONSTRAINT "k2" FOREIGN KEY ("z") REFERENCES "z"("id");
ALTER TABLE "a" ADD CONSTRAINT "k1" FOREIGN KEY ("k") REFERENCES "z"("id");
ALTER TABLE "B" ADD CONSTRAINT "k3" FOREIGN KEY ("z") REFERENCES "z"("id");`,
    schema: `model z {
  id Int @id
}

model n {
  id Int @id
}

model m {
  id Int @id
}`,
    sql: `-- DropForeignKey
ALTER TABLE "B" DROP CONSTRAINT "k3";

-- DropForeignKey
ALTER TABLE "a" DROP CONSTRAINT "k1";

-- DropForeignKey
ALTER TABLE "a" DROP CONSTRAINT "k2";

-- DropIndex
DROP INDEX "1";

-- DropIndex
DROP INDEX "2";

-- DropTable
DROP TABLE "B";

-- DropTable
DROP TABLE "a";

-- DropEnum
DROP TYPE "X";

-- DropEnum
DROP TYPE "y";

-- CreateTable
CREATE TABLE "n" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "n_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "m" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "m_pkey" PRIMARY KEY ("id")
);`,
  },
  {
    name: 'changed tables by name, their columns as they stand',
    history: `CREATE TABLE "z" ("id" INTEGER NOT NULL, "d" TEXT, "b" TEXT, "c" TEXT, CONSTRAINT "z_pkey" PRIMARY KEY ("id"));
CREATE TABLE "a" ("id" INTEGER NOT NULL, "q" TEXT NOT NULL, CONSTRAINT "a_pkey" PRIMARY KEY ("id"));`,
    schema: `model z {
  id Int    @id
  y  Int
  b  String
  x  Int
  d  String @default("")
}

model a {
  id Int     @id
  q  String?
}`,
    sql: `-- AlterTable
ALTER TABLE "a" ALTER COLUMN "q" DROP NOT NULL;

-- AlterTable
ALTER TABLE "z" DROP COLUMN "c",
ADD COLUMN     "x" INTEGER NOT NULL,
ADD COLUMN     "y" INTEGER NOT NULL,
ALTER COLUMN "d" SET NOT NULL,
ALTER COLUMN "d" SET DEFAULT '',
ALTER COLUMN "b" SET NOT NULL;`,
  },
  {
    name: 'enum values: added, removed, reordered',
    history: `CREATE TYPE "A" AS ENUM ('one', 'two');
CREATE TYPE "B" AS ENUM ('one', 'two');
CREATE TYPE "C" AS ENUM ('one', 'two');
CREATE TYPE "D" AS ENUM ('one');
CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" "A" NOT NULL DEFAULT 'one', "b" "B"[] DEFAULT '{one}', "c" "B" NOT NULL DEFAULT 'two', "d" "B", CONSTRAINT "T_pkey" PRIMARY KEY ("id"));`,
    schema: `enum A {
  one
  three
  two
}

enum B {
  one
  four @map("vier")
}

enum C {
  two
  one
}

enum D {
  one
  two
  three
}

model T {
  id Int @id
  a  A   @default(one)
  b  B[] @default([one])
  c  B   @default(four)
}`,
    sql: `-- AlterEnum
ALTER TYPE "A" ADD VALUE 'three';

-- AlterEnum
BEGIN;
CREATE TYPE "B_new" AS ENUM ('one', 'vier');
ALTER TABLE "public"."T" ALTER COLUMN "b" DROP DEFAULT;
ALTER TABLE "public"."T" ALTER COLUMN "c" DROP DEFAULT;
ALTER TABLE "T" ALTER COLUMN "b" TYPE "B_new"[] USING ("b"::text::"B_new"[]);
ALTER TABLE "T" ALTER COLUMN "c" TYPE "B_new" USING ("c"::text::"B_new");
ALTER TYPE "B" RENAME TO "B_old";
ALTER TYPE "B_new" RENAME TO "B";
DROP TYPE "public"."B_old";
ALTER TABLE "T" ALTER COLUMN "b" SET DEFAULT ARRAY['one']::"B"[];
ALTER TABLE "T" ALTER COLUMN "c" SET DEFAULT 'vier';
COMMIT;

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "D" ADD VALUE 'two';
ALTER TYPE "D" ADD VALUE 'three';

-- AlterTable
ALTER TABLE "T" DROP COLUMN "d",
ALTER COLUMN "c" SET DEFAULT 'vier';`,
  },
];
