import type { HistoryCase } from './case';

/** Which parts of a database Prisma sees at all. */
export const seen: readonly HistoryCase[] = [
  {
    name: "checks, triggers, views, policies, functions and sequences of one's own are not seen",
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL CHECK ("id" > 0), CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE VIEW "V" AS SELECT "id" FROM "T";
CREATE MATERIALIZED VIEW "M" AS SELECT "id" FROM "T";
CREATE INDEX "M_id_idx" ON "M" ("id");
CREATE FUNCTION "f"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER "t" BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION "f"();
ALTER TABLE "T" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "T" USING (true);
CREATE SEQUENCE "s";`,
    schema: `model T {
  id Int @id
}`,
    sql: '',
  },
  {
    name: 'indexes over expressions and exclusion constraints are not seen',
    history: `CREATE TABLE "T" ("id" INTEGER NOT NULL, "a" TEXT NOT NULL, "r" int4range, CONSTRAINT "T_pkey" PRIMARY KEY ("id"), EXCLUDE USING gist ("r" WITH &&));
CREATE INDEX "T_lower_idx" ON "T" (lower("a"), "id");`,
    schema: `model T {
  id Int @id
  a  String
  r  Unsupported("int4range")?
}`,
    sql: '',
  },
  {
    name: 'partitions, heirs, and tables that are not kept',
    history: `CREATE TABLE "P" ("id" INTEGER NOT NULL, "a" TEXT, CONSTRAINT "P_pkey" PRIMARY KEY ("id")) PARTITION BY RANGE ("id");
CREATE TABLE "P1" PARTITION OF "P" FOR VALUES FROM (1) TO (10);
CREATE INDEX "P_a_idx" ON "P" ("a");
CREATE TABLE "H" ("id" INTEGER NOT NULL, CONSTRAINT "H_pkey" PRIMARY KEY ("id"));
CREATE TABLE "H1" ("b" TEXT) INHERITS ("H");
CREATE UNLOGGED TABLE "U" ("id" INTEGER NOT NULL);
CREATE TABLE "_prisma_migrations" ("id" TEXT);
CREATE TABLE "spatial_ref_sys" ("id" TEXT);`,
    schema: `model P {
  id Int     @id
  a  String?

  @@index([a])
}

model H {
  id Int @id
}`,
    sql: `-- DropTable
DROP TABLE "H1";

-- DropTable
DROP TABLE "U";`,
  },
  {
    name: 'other schemas are not seen',
    history: `CREATE SCHEMA "auth";
CREATE TYPE "auth"."Role" AS ENUM ('A');
CREATE TABLE "auth"."users" ("id" INTEGER PRIMARY KEY);
CREATE TABLE "T" ("id" INTEGER PRIMARY KEY, "r" "auth"."Role");`,
    schema: `model T {
  id Int @id
  r  Unsupported("auth.\\"Role\\"")?
}`,
    sql: '',
  },
  {
    name: 'foreign keys go where Prisma emulates relations',
    datasource: 'relationMode = "prisma"',
    history: `CREATE TABLE "A" ("id" INTEGER NOT NULL, CONSTRAINT "A_pkey" PRIMARY KEY ("id"));
CREATE TABLE "B" ("id" INTEGER NOT NULL, "a" INTEGER NOT NULL, CONSTRAINT "B_pkey" PRIMARY KEY ("id"));
CREATE INDEX "B_a_idx" ON "B" ("a");
ALTER TABLE "B" ADD CONSTRAINT "B_a_fkey" FOREIGN KEY ("a") REFERENCES "A"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`,
    schema: `model A {
  id Int @id
  bs B[]
}

model B {
  id Int @id
  a  Int
  ra A   @relation(fields: [a], references: [id])

  @@index([a])
}`,
    sql: `-- DropForeignKey
ALTER TABLE "B" DROP CONSTRAINT "B_a_fkey";`,
  },
  {
    name: 'a table that a query made',
    history: `CREATE TABLE "S" ("id" INTEGER NOT NULL, "a" TEXT, CONSTRAINT "S_pkey" PRIMARY KEY ("id"));
CREATE TABLE "T" AS SELECT "id", "a" FROM "S";
ALTER TABLE "T" ADD CONSTRAINT "T_pkey" PRIMARY KEY ("id");`,
    schema: `model S {
  id Int     @id
  a  String?
}

model T {
  id Int     @id
  a  String?
}`,
    sql: '',
  },
];
