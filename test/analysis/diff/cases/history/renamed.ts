import type { HistoryCase } from './case';

/** Indexes under other names and of other kinds. */
export const renamed: readonly HistoryCase[] = [
  {
    name: 'indexes under other names, twice, and with other orders and methods',
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, "b" TEXT NOT NULL, "c" JSONB NOT NULL, "d" TEXT[], "e" INTEGER NOT NULL, "f" INTEGER NOT NULL, CONSTRAINT "pk" PRIMARY KEY ("id"));
CREATE INDEX "old_a" ON "T"("a");
CREATE INDEX "b_1" ON "T"("b");
CREATE INDEX "b_2" ON "T"("b");
CREATE INDEX "T_c_idx" ON "T" USING gin ("c" jsonb_ops);
CREATE INDEX "T_d_idx" ON "T" USING gin ("d");
CREATE INDEX "T_e_idx" ON "T"("e" DESC NULLS LAST);
CREATE INDEX "T_f_idx" ON "T"("f" ASC NULLS FIRST);
CREATE INDEX "T_e_f_idx" ON "T" USING hash ("e");`,
    schema: `model T {
  id Int      @id
  a  String
  b  String
  c  Json
  d  String[]
  e  Int
  f  Int

  @@index([a])
  @@index([b])
  @@index([c], type: Gin)
  @@index([d(ops: ArrayOps)], type: Gin)
  @@index([e(sort: Desc)])
  @@index([f])
  @@index([e, f])
}`,
    sql: `-- DropIndex
DROP INDEX "T_e_f_idx";

-- AlterTable
ALTER TABLE "T" RENAME CONSTRAINT "pk" TO "T_pkey";

-- CreateIndex
CREATE INDEX "T_e_f_idx" ON "T"("e", "f");

-- RenameIndex
ALTER INDEX "old_a" RENAME TO "T_a_idx";`,
  },
  {
    name: 'operator classes',
    history: `CREATE EXTENSION pg_trgm;
CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, "b" TEXT NOT NULL, "c" JSONB NOT NULL, "d" INET NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE INDEX "T_a_idx" ON "T" USING gin ("a" gin_trgm_ops);
CREATE INDEX "T_b_idx" ON "T" ("b" text_pattern_ops);
CREATE INDEX "T_c_idx" ON "T" USING gin ("c" jsonb_path_ops);
CREATE INDEX "T_d_idx" ON "T" USING gist ("d" inet_ops);
CREATE INDEX "T_id_idx" ON "T" USING brin ("id");`,
    schema: `model T {
  id Int      @id
  a  String
  b  String
  c  Json
  d  String @db.Inet

  @@index([a(ops: raw("gin_trgm_ops"))], type: Gin)
  @@index([b])
  @@index([c], type: Gin)
  @@index([d(ops: InetOps)], type: Gist)
  @@index([id(ops: Int4MinMaxOps)], type: Brin)
}`,
    sql: `-- DropIndex
DROP INDEX "T_c_idx";

-- CreateIndex
CREATE INDEX "T_c_idx" ON "T" USING GIN ("c");`,
  },
  {
    name: 'a unique index that becomes the primary key',
    history: `CREATE TABLE "T" ("a" INTEGER NOT NULL, "b" INTEGER NOT NULL, "c" INTEGER);
CREATE UNIQUE INDEX "T_a_b_key" ON "T"("a", "b");
CREATE UNIQUE INDEX "T_c_key" ON "T"("c");`,
    schema: `model T {
  a Int
  b Int
  c Int?

  @@id([a, b])
}`,
    sql: `-- DropIndex
DROP INDEX "T_c_key";

-- AlterTable
ALTER TABLE "T" ADD CONSTRAINT "T_pkey" PRIMARY KEY ("a", "b");

-- DropIndex
DROP INDEX "T_a_b_key";`,
  },
  {
    name: 'a column that is made anew takes its indexes along',
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, "b" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE INDEX "T_a_b_idx" ON "T"("a", "b");
CREATE UNIQUE INDEX "old" ON "T"("a");`,
    schema: `model T {
  id Int @id
  a  Int @unique
  b  String

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
