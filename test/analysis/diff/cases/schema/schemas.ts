import type { SchemaCase } from './case';

export const schemas: readonly SchemaCase[] = [
  {
    name: 'a table and an enum in a new schema',
    datasource: 'schemas = ["more", "public"]',
    before: `model T {
  id Int @id

  @@schema("public")
}`,
    after: `enum E {
  A

  @@schema("more")
}

model T {
  id Int @id
  e  E   @default(A)
  us U[]

  @@schema("public")
}

model U {
  id Int @id
  t  Int @unique
  e  E[] @default([A])
  r  T   @relation(fields: [t], references: [id])

  @@schema("more")
}`,
    sql: `-- CreateEnum
CREATE TYPE "more"."E" AS ENUM ('A');

-- AlterTable
ALTER TABLE "T" ADD COLUMN     "e" "more"."E" NOT NULL DEFAULT 'A';

-- CreateTable
CREATE TABLE "more"."U" (
    "id" INTEGER NOT NULL,
    "t" INTEGER NOT NULL,
    "e" "more"."E"[] DEFAULT ARRAY['A']::"more"."E"[],

    CONSTRAINT "U_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "U_t_key" ON "more"."U"("t");

-- AddForeignKey
ALTER TABLE "more"."U" ADD CONSTRAINT "U_t_fkey" FOREIGN KEY ("t") REFERENCES "T"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`,
  },
  {
    name: 'a table moves',
    datasource: 'schemas = ["a", "b"]',
    before: `model T {
  id Int @id

  @@schema("a")
}

model U {
  id Int @id

  @@schema("b")
}`,
    after: `model T {
  id Int @id

  @@schema("b")
}

model U {
  id Int @id

  @@schema("b")
}`,
    sql: `-- DropTable
DROP TABLE "a"."T";

-- CreateTable
CREATE TABLE "b"."T" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "T_pkey" PRIMARY KEY ("id")
);`,
  },
];
