import type { HistoryCase } from './case';

/** Primary and foreign keys. */
export const keys: readonly HistoryCase[] = [
  {
    name: 'foreign keys: not valid, deferrable, under another name, with other actions',
    history: `CREATE TABLE "A" ("id" INTEGER NOT NULL, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));
CREATE TABLE "B" ("id" INTEGER NOT NULL, "a" INTEGER, "b" INTEGER, "c" INTEGER, "d" INTEGER, "e" INTEGER, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));
ALTER TABLE "B" ADD CONSTRAINT "B_a_fkey" FOREIGN KEY ("a") REFERENCES "A"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;
ALTER TABLE "B" ADD CONSTRAINT "B_b_fkey" FOREIGN KEY ("b") REFERENCES "A"("id") ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE;
ALTER TABLE "B" ADD CONSTRAINT "old" FOREIGN KEY ("c") REFERENCES "A"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "B" ADD CONSTRAINT "B_d_fkey" FOREIGN KEY ("d") REFERENCES "A"("id");
ALTER TABLE "B" ADD CONSTRAINT "B_e_fkey" FOREIGN KEY ("e") REFERENCES "A"("id");`,
    schema: `model A {
  id Int @id
  ba B[] @relation("a")
  bb B[] @relation("b")
  bc B[] @relation("c")
  bd B[] @relation("d")
}

model B {
  id Int  @id
  a  Int?
  b  Int?
  c  Int?
  d  Int?
  e  Int?
  ra A?   @relation("a", fields: [a], references: [id])
  rb A?   @relation("b", fields: [b], references: [id])
  rc A?   @relation("c", fields: [c], references: [id])
  rd A?   @relation("d", fields: [d], references: [id])
}`,
    sql: `-- DropForeignKey
ALTER TABLE "B" DROP CONSTRAINT "B_d_fkey";

-- DropForeignKey
ALTER TABLE "B" DROP CONSTRAINT "B_e_fkey";

-- RenameForeignKey
ALTER TABLE "B" RENAME CONSTRAINT "old" TO "B_c_fkey";

-- AddForeignKey
ALTER TABLE "B" ADD CONSTRAINT "B_d_fkey" FOREIGN KEY ("d") REFERENCES "A"("id") ON DELETE SET NULL ON UPDATE CASCADE;`,
  },
  {
    name: 'the tables of implicit relations from before Prisma 6',
    history: `CREATE TABLE "A" ("id" INTEGER NOT NULL, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));
CREATE TABLE "B" ("id" INTEGER NOT NULL, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));
CREATE TABLE "_AToB" ("A" INTEGER NOT NULL, "B" INTEGER NOT NULL);
CREATE UNIQUE INDEX "_AToB_AB_unique" ON "_AToB"("A", "B");
CREATE INDEX "_AToB_B_index" ON "_AToB"("B");
ALTER TABLE "_AToB" ADD FOREIGN KEY ("A") REFERENCES "A"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "_AToB" ADD CONSTRAINT "old" FOREIGN KEY ("B") REFERENCES "B"("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
    schema: `model A {
  id Int @id
  bs B[]
}

model B {
  id Int @id
  as A[]
}`,
    sql: `-- AlterTable
ALTER TABLE "_AToB" ADD CONSTRAINT "_AToB_AB_pkey" PRIMARY KEY ("A", "B");

-- DropIndex
DROP INDEX "_AToB_AB_unique";`,
  },
  {
    name: 'primary keys: other columns, other type, other name, gone',
    history: `CREATE TABLE "A" ("a" INTEGER NOT NULL, "b" INTEGER NOT NULL, CONSTRAINT "A_pkey" PRIMARY KEY ("a"));
CREATE TABLE "B" ("a" INTEGER NOT NULL, CONSTRAINT "B_pkey" PRIMARY KEY ("a"));
CREATE TABLE "C" ("a" INTEGER NOT NULL, CONSTRAINT "old" PRIMARY KEY ("a"));
CREATE TABLE "D" ("a" INTEGER NOT NULL, "b" INTEGER NOT NULL, CONSTRAINT "D_pkey" PRIMARY KEY ("a"));
CREATE UNIQUE INDEX "D_b_key" ON "D"("b");`,
    schema: `model A {
  a Int
  b Int

  @@id([a, b])
}

model B {
  a BigInt @id
}

model C {
  a Int @id
  b Int?
}

model D {
  a Int
  b Int @unique
}`,
    sql: `-- AlterTable
ALTER TABLE "A" DROP CONSTRAINT "A_pkey",
ADD CONSTRAINT "A_pkey" PRIMARY KEY ("a", "b");

-- AlterTable
ALTER TABLE "B" DROP CONSTRAINT "B_pkey",
ALTER COLUMN "a" SET DATA TYPE BIGINT,
ADD CONSTRAINT "B_pkey" PRIMARY KEY ("a");

-- AlterTable
ALTER TABLE "C" ADD COLUMN     "b" INTEGER;
ALTER TABLE "C" RENAME CONSTRAINT "old" TO "C_pkey";

-- AlterTable
ALTER TABLE "D" DROP CONSTRAINT "D_pkey";`,
  },
];
