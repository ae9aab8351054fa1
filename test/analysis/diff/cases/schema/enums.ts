import type { SchemaCase } from './case';

export const enums: readonly SchemaCase[] = [
  {
    name: 'come and go',
    before: `enum Old {
  A
}

model T {
  id Int @id
  a  Old
}`,
    after: `enum New {
  A
  B @map("b b")
}

model T {
  id Int @id
  a  New
}`,
    sql: `-- CreateEnum
CREATE TYPE "New" AS ENUM ('A', 'b b');

-- AlterTable
ALTER TABLE "T" DROP COLUMN "a",
ADD COLUMN     "a" "New" NOT NULL;

-- DropEnum
DROP TYPE "Old";`,
  },
  {
    name: 'one value more',
    before: `enum E {
  A
}`,
    after: `enum E {
  A
  B
}`,
    sql: `-- AlterEnum
ALTER TYPE "E" ADD VALUE 'B';`,
  },
  {
    name: 'several values more',
    before: `enum E {
  A
}`,
    after: `enum E {
  C
  A
  B
}`,
    sql: `-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "E" ADD VALUE 'C';
ALTER TYPE "E" ADD VALUE 'B';`,
  },
  {
    name: 'another order',
    before: `enum E {
  A
  B
}`,
    after: `enum E {
  B
  A
}`,
    sql: '',
  },
  {
    name: 'a value less',
    before: `enum E {
  A
  B
}

model T {
  id Int @id
  z  E   @default(A)
  y  E[] @default([B])
  x  E   @default(B)
}

model U {
  id Int @id
  e  E   @default(A)
}`,
    after: `enum E {
  A
  C
}

model T {
  id Int @id
  z  E   @default(A)
  y  E[] @default([C])
  w  E?
}

model V {
  id Int @id
  e  E   @default(A)
}`,
    sql: `-- AlterEnum
BEGIN;
CREATE TYPE "E_new" AS ENUM ('A', 'C');
ALTER TABLE "U" ALTER COLUMN "e" DROP DEFAULT;
ALTER TABLE "T" ALTER COLUMN "x" DROP DEFAULT;
ALTER TABLE "T" ALTER COLUMN "y" DROP DEFAULT;
ALTER TABLE "T" ALTER COLUMN "z" DROP DEFAULT;
ALTER TABLE "T" ALTER COLUMN "z" TYPE "E_new" USING ("z"::text::"E_new");
ALTER TABLE "T" ALTER COLUMN "y" TYPE "E_new"[] USING ("y"::text::"E_new"[]);
ALTER TABLE "T" ALTER COLUMN "w" TYPE "E_new" USING ("w"::text::"E_new");
ALTER TABLE "V" ALTER COLUMN "e" TYPE "E_new" USING ("e"::text::"E_new");
ALTER TYPE "E" RENAME TO "E_old";
ALTER TYPE "E_new" RENAME TO "E";
DROP TYPE "E_old";
ALTER TABLE "T" ALTER COLUMN "y" SET DEFAULT ARRAY['C']::"E"[];
ALTER TABLE "T" ALTER COLUMN "z" SET DEFAULT 'A';
COMMIT;

-- AlterTable
ALTER TABLE "T" DROP COLUMN "x",
ADD COLUMN     "w" "E",
ALTER COLUMN "y" SET DEFAULT ARRAY['C']::"E"[];

-- DropTable
DROP TABLE "U";

-- CreateTable
CREATE TABLE "V" (
    "id" INTEGER NOT NULL,
    "e" "E" NOT NULL DEFAULT 'A',

    CONSTRAINT "V_pkey" PRIMARY KEY ("id")
);`,
  },
  {
    name: 'a list of it, and no list',
    before: `enum E {
  A
}

model T {
  id Int @id
  a  E
  b  E[]
}`,
    after: `enum E {
  A
}

model T {
  id Int @id
  a  E[]
  b  E
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ALTER COLUMN "a" SET DATA TYPE "E"[],
ALTER COLUMN "b" SET NOT NULL,
ALTER COLUMN "b" SET DATA TYPE "E";`,
  },
];
