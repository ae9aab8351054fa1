import type { SchemaCase } from './case';

export const indexes: readonly SchemaCase[] = [
  {
    name: 'come and go',
    before: `model T {
  id Int @id
  a Int
  b Int
  c Int @unique

  @@index([a])
  @@unique([a, b])
}`,
    after: `model T {
  id Int @id
  a Int @unique
  b Int
  c Int

  @@index([b])
  @@index([b, a], map: "own")
}`,
    sql: `-- DropIndex
DROP INDEX "T_c_key";

-- DropIndex
DROP INDEX "T_a_idx";

-- DropIndex
DROP INDEX "T_a_b_key";

-- CreateIndex
CREATE UNIQUE INDEX "T_a_key" ON "T"("a");

-- CreateIndex
CREATE INDEX "T_b_idx" ON "T"("b");

-- CreateIndex
CREATE INDEX "own" ON "T"("b", "a");`,
  },
  {
    name: 'get another name',
    before: `model T {
  id Int @id
  a Int @unique
  b Int

  @@index([b])
}`,
    after: `model T {
  id Int @id
  a Int @unique(map: "own")
  b Int

  @@index([b], map: "other")
}`,
    sql: `-- RenameIndex
ALTER INDEX "T_a_key" RENAME TO "own";

-- RenameIndex
ALTER INDEX "T_b_idx" RENAME TO "other";`,
  },
  {
    name: 'twice on the same columns',
    before: `model T {
  id Int @id
  a Int

  @@index([a], map: "one")
  @@index([a], map: "two")
}`,
    after: `model T {
  id Int @id
  a Int

  @@index([a], map: "three")
  @@index([a], map: "four")
}`,
    sql: '',
  },
  {
    name: 'methods, orders and classes',
    before: `model T {
  id Int @id
  a Json
  b String[]
  c String
  d DateTime
  e String @db.Inet
}`,
    after: `model T {
  id Int @id
  a Json
  b String[]
  c String
  d DateTime
  e String @db.Inet

  @@index([a], type: Gin)
  @@index([a(ops: JsonbPathOps)], type: Gin, map: "path")
  @@index([b], type: Gin)
  @@index([c], type: Hash)
  @@index([c(ops: raw("gin_trgm_ops"))], type: Gin, map: "trgm")
  @@index([d], type: Brin)
  @@index([e(ops: InetOps)], type: Gist)
  @@index([c, d(sort: Desc)])
  @@unique([c(sort: Asc), d(sort: Desc)])
}`,
    sql: `-- CreateIndex
CREATE INDEX "T_a_idx" ON "T" USING GIN ("a");

-- CreateIndex
CREATE INDEX "path" ON "T" USING GIN ("a" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "T_b_idx" ON "T" USING GIN ("b");

-- CreateIndex
CREATE INDEX "T_c_idx" ON "T" USING HASH ("c");

-- CreateIndex
CREATE INDEX "trgm" ON "T" USING GIN ("c" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "T_d_idx" ON "T" USING BRIN ("d");

-- CreateIndex
CREATE INDEX "T_e_idx" ON "T" USING GIST ("e" inet_ops);

-- CreateIndex
CREATE INDEX "T_c_d_idx" ON "T"("c", "d" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "T_c_d_key" ON "T"("c" ASC, "d" DESC);`,
  },
  {
    name: 'another class, the default class by its name',
    before: `model T {
  id Int @id
  a Json
  b Json

  @@index([a], type: Gin)
  @@index([b(ops: JsonbOps)], type: Gin)
}`,
    after: `model T {
  id Int @id
  a Json
  b Json

  @@index([a(ops: JsonbPathOps)], type: Gin)
  @@index([b], type: Gin)
}`,
    sql: `-- DropIndex
DROP INDEX "T_a_idx";

-- CreateIndex
CREATE INDEX "T_a_idx" ON "T" USING GIN ("a" jsonb_path_ops);`,
  },
  {
    name: 'another order of columns or rows',
    before: `model T {
  id Int @id
  a Int
  b Int

  @@index([a, b])
  @@index([b])
}`,
    after: `model T {
  id Int @id
  a Int
  b Int

  @@index([b, a])
  @@index([b(sort: Desc)])
}`,
    sql: `-- DropIndex
DROP INDEX "T_a_b_idx";

-- DropIndex
DROP INDEX "T_b_idx";

-- CreateIndex
CREATE INDEX "T_b_a_idx" ON "T"("b", "a");

-- CreateIndex
CREATE INDEX "T_b_idx" ON "T"("b" DESC);`,
  },
  {
    name: 'with conditions',
    previewFeatures: ['partialIndexes'],
    before: `model T {
  id Int @id
  a Int
  b Boolean

  @@index([a], where: raw("a > 1"))
  @@index([b], where: { b: true })
}`,
    after: `model T {
  id Int @id
  a Int
  b Boolean

  @@index([a], where: raw("a > 2"))
  @@index([b], where: { b: true })
  @@unique([a], where: { b: { not: false } })
}`,
    sql: `-- DropIndex
DROP INDEX "T_a_idx";

-- CreateIndex
CREATE INDEX "T_a_idx" ON "T"("a") WHERE (a > 2);

-- CreateIndex
CREATE UNIQUE INDEX "T_a_key" ON "T"("a") WHERE ("b" != false);`,
  },
  {
    name: 'a column that is made anew',
    before: `model T {
  id Int @id
  a String
  b Int

  @@index([a, b])
  @@unique([a], map: "old")
}`,
    after: `model T {
  id Int @id
  a Int @unique
  b Int

  @@index([a, b])
}`,
    sql: `-- AlterTable
ALTER TABLE "T" DROP COLUMN "a",
ADD COLUMN     "a" INTEGER NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "T_a_key" ON "T"("a");

-- CreateIndex
CREATE INDEX "T_a_b_idx" ON "T"("a", "b");

-- RenameIndex
ALTER INDEX "old" RENAME TO "T_a_key";`,
  },
];
