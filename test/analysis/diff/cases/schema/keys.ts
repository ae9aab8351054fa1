import type { SchemaCase } from './case';

export const keys: readonly SchemaCase[] = [
  {
    name: 'other columns',
    before: `model T {
  a Int @id
  b Int
}`,
    after: `model T {
  a Int
  b Int

  @@id([b, a])
}`,
    sql: `-- AlterTable
ALTER TABLE "T" DROP CONSTRAINT "T_pkey",
ADD CONSTRAINT "T_pkey" PRIMARY KEY ("b", "a");`,
  },
  {
    name: 'another name',
    before: `model T {
  a Int @id
}`,
    after: `model T {
  a Int @id(map: "own")
  b Int?
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ADD COLUMN     "b" INTEGER;
ALTER TABLE "T" RENAME CONSTRAINT "T_pkey" TO "own";`,
  },
  {
    name: 'a unique index instead, and the other way round',
    before: `model T {
  a Int @unique
}

model U {
  a Int @id
}`,
    after: `model T {
  a Int @id
}

model U {
  a Int @unique
}`,
    sql: `-- AlterTable
ALTER TABLE "T" ADD CONSTRAINT "T_pkey" PRIMARY KEY ("a");

-- DropIndex
DROP INDEX "T_a_key";

-- AlterTable
ALTER TABLE "U" DROP CONSTRAINT "U_pkey";

-- CreateIndex
CREATE UNIQUE INDEX "U_a_key" ON "U"("a");`,
  },
  {
    name: 'relations come and go',
    before: `model T {
  id Int @id
  us U[]
}

model U {
  id Int @id
  t  Int
  r  T   @relation(fields: [t], references: [id])
}`,
    after: `model T {
  id Int @id
  u U?
}

model U {
  id Int  @id
  n  Int? @unique
  r  T?   @relation(fields: [n], references: [id], onDelete: Cascade, onUpdate: NoAction)
}`,
    sql: `-- DropForeignKey
ALTER TABLE "U" DROP CONSTRAINT "U_t_fkey";

-- AlterTable
ALTER TABLE "U" DROP COLUMN "t",
ADD COLUMN     "n" INTEGER;

-- CreateIndex
CREATE UNIQUE INDEX "U_n_key" ON "U"("n");

-- AddForeignKey
ALTER TABLE "U" ADD CONSTRAINT "U_n_fkey" FOREIGN KEY ("n") REFERENCES "T"("id") ON DELETE CASCADE ON UPDATE NO ACTION;`,
  },
  {
    name: 'relations with other actions and names',
    before: `model T {
  id Int @id
  a U[] @relation("a")
  b U[] @relation("b")
  c U[] @relation("c")
}

model U {
  id Int @id
  a  Int
  b  Int
  c  Int?
  ra T   @relation("a", fields: [a], references: [id])
  rb T   @relation("b", fields: [b], references: [id])
  rc T?  @relation("c", fields: [c], references: [id])
}`,
    after: `model T {
  id Int @id
  a U[] @relation("a")
  b U[] @relation("b")
  c U[] @relation("c")
}

model U {
  id Int @id
  a  Int
  b  Int
  c  Int
  ra T   @relation("a", fields: [a], references: [id], onDelete: SetDefault)
  rb T   @relation("b", fields: [b], references: [id], map: "own")
  rc T   @relation("c", fields: [c], references: [id])
}`,
    sql: `-- DropForeignKey
ALTER TABLE "U" DROP CONSTRAINT "U_a_fkey";

-- DropForeignKey
ALTER TABLE "U" DROP CONSTRAINT "U_c_fkey";

-- AlterTable
ALTER TABLE "U" ALTER COLUMN "c" SET NOT NULL;

-- RenameForeignKey
ALTER TABLE "U" RENAME CONSTRAINT "U_b_fkey" TO "own";

-- AddForeignKey
ALTER TABLE "U" ADD CONSTRAINT "U_a_fkey" FOREIGN KEY ("a") REFERENCES "T"("id") ON DELETE SET DEFAULT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "U" ADD CONSTRAINT "U_c_fkey" FOREIGN KEY ("c") REFERENCES "T"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`,
  },
  {
    name: 'a relation whose columns change their type',
    before: `model T {
  id Int @id
  us U[]
}

model U {
  id Int @id
  t  Int
  r  T   @relation(fields: [t], references: [id])
}`,
    after: `model T {
  id BigInt @id
  us U[]
}

model U {
  id Int    @id
  t  BigInt
  r  T      @relation(fields: [t], references: [id])
}`,
    sql: `-- DropForeignKey
ALTER TABLE "U" DROP CONSTRAINT "U_t_fkey";

-- AlterTable
ALTER TABLE "T" DROP CONSTRAINT "T_pkey",
ALTER COLUMN "id" SET DATA TYPE BIGINT,
ADD CONSTRAINT "T_pkey" PRIMARY KEY ("id");

-- AlterTable
ALTER TABLE "U" ALTER COLUMN "t" SET DATA TYPE BIGINT;

-- AddForeignKey
ALTER TABLE "U" ADD CONSTRAINT "U_t_fkey" FOREIGN KEY ("t") REFERENCES "T"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`,
  },
];
