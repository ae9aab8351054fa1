import type { HistoryCase } from './case';

/** Indexes that Prisma cannot write itself. */
export const indexes: readonly HistoryCase[] = [
  {
    name: 'partial indexes stay where the preview feature is off',
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, "b" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE INDEX "T_a_partial" ON "T" ("a") WHERE "a" <> '';
CREATE UNIQUE INDEX "T_b_partial" ON "T" ("b") WHERE "b" <> '';`,
    schema: `model T {
  id Int    @id
  a  String
  b  String @unique
}`,
    sql: `-- RenameIndex
ALTER INDEX "T_b_partial" RENAME TO "T_b_key";`,
  },
  {
    name: 'a partial index that has the name of a wanted one',
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE INDEX "T_a_idx" ON "T" ("a") WHERE "a" <> '';`,
    schema: `model T {
  id Int    @id
  a  String

  @@index([a])
}`,
    sql: '',
  },
  {
    name: 'partial indexes under the preview feature',
    previewFeatures: ['partialIndexes'],
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, "b" INTEGER NOT NULL, "c" BOOLEAN NOT NULL, "d" TEXT, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE INDEX "T_a_idx" ON "T"("a") WHERE (b > 3);
CREATE INDEX "T_b_idx" ON "T"("b") WHERE (b > 3);
CREATE INDEX "T_d_idx" ON "T"("d") WHERE ("d" IS NOT NULL AND a = 'x');
CREATE UNIQUE INDEX "T_c_key" ON "T"("c") WHERE ("c" = true);
CREATE INDEX "T_old" ON "T"("c", "b") WHERE ("c" = true);`,
    schema: `model T {
  id Int @id
  a  String
  b  Int
  c  Boolean
  d  String?

  @@unique([c], where: { c: true })
  @@index([a], where: raw("b > 3"))
  @@index([b], where: raw("b > 4"))
  @@index([d], where: raw("\\"d\\" IS NOT NULL AND a = 'x'"))
}`,
    sql: `-- DropIndex
DROP INDEX "T_b_idx";

-- DropIndex
DROP INDEX "T_old";

-- CreateIndex
CREATE INDEX "T_b_idx" ON "T"("b") WHERE (b > 4);`,
  },
  {
    name: 'columns of INCLUDE count as keys',
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, "b" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE INDEX "T_a_idx" ON "T" ("a") INCLUDE ("b");`,
    schema: `model T {
  id Int    @id
  a  String
  b  String

  @@index([a])
}`,
    sql: `-- DropIndex
DROP INDEX "T_a_idx";

-- CreateIndex
CREATE INDEX "T_a_idx" ON "T"("a");`,
  },
  {
    name: 'an index that includes what the schema has as a key',
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, "b" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE INDEX "T_a_b_idx" ON "T" ("a") INCLUDE ("b");`,
    schema: `model T {
  id Int    @id
  a  String
  b  String

  @@index([a, b])
}`,
    sql: '',
  },
  {
    name: 'methods of extensions count as B-trees',
    history: `CREATE EXTENSION bloom;
CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" INTEGER NOT NULL, "b" INTEGER NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE INDEX "T_a_idx" ON "T" USING bloom ("a");
CREATE INDEX "T_b_bloom" ON "T" USING bloom ("b");`,
    schema: `model T {
  id Int @id
  a  Int
  b  Int

  @@index([a])
}`,
    sql: `-- DropIndex
DROP INDEX "T_b_bloom";`,
  },
  {
    name: 'unique constraints are unique indexes, NULLS NOT DISTINCT or not',
    history:
      'CREATE TABLE "T" ("id" INTEGER PRIMARY KEY, "a" TEXT, "b" TEXT, "c" TEXT, CONSTRAINT "T_a_key" UNIQUE ("a"), CONSTRAINT "T_b_unique" UNIQUE NULLS NOT DISTINCT ("b"), UNIQUE ("c") DEFERRABLE);',
    schema: `model T {
  id Int     @id
  a  String? @unique
  b  String? @unique
  c  String?
}`,
    sql: `-- DropIndex
DROP INDEX "T_c_key";

-- RenameIndex
ALTER INDEX "T_b_unique" RENAME TO "T_b_key";`,
  },
];
