import type { HistoryCase } from './case';

/** Names, and the schemas that they are in. */
export const names: readonly HistoryCase[] = [
  {
    name: 'schemas of the datasource',
    datasource: 'schemas = ["auth", "public", "more"]',
    history: `CREATE SCHEMA "auth";
CREATE TYPE "auth"."Role" AS ENUM ('A');
CREATE TABLE "auth"."users" ("id" INTEGER NOT NULL, "r" "auth"."Role" NOT NULL, CONSTRAINT "users_pkey" PRIMARY KEY ("id"));
CREATE TABLE "T" ("id" INTEGER NOT NULL, "u" INTEGER NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
CREATE TABLE "auth"."gone" ("id" INTEGER NOT NULL, CONSTRAINT "gone_pkey" PRIMARY KEY ("id"));
CREATE INDEX "gone_idx" ON "auth"."users" ("r");`,
    schema: `enum Role {
  A
  B

  @@schema("auth")
}

model users {
  id Int   @id @default(autoincrement())
  r  Role  @default(A)
  ts T[]

  @@schema("auth")
}

model T {
  id   Int   @id
  u    Int
  user users @relation(fields: [u], references: [id])

  @@schema("public")
}

model N {
  id Int @id

  @@schema("more")
}`,
    sql: `-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "more";

-- AlterEnum
ALTER TYPE "auth"."Role" ADD VALUE 'B';

-- DropIndex
DROP INDEX "auth"."gone_idx";

-- AlterTable
CREATE SEQUENCE "auth".users_id_seq;
ALTER TABLE "auth"."users" ALTER COLUMN "id" SET DEFAULT nextval('"auth".users_id_seq'),
ALTER COLUMN "r" SET DEFAULT 'A';
ALTER SEQUENCE "auth".users_id_seq OWNED BY "auth"."users"."id";

-- DropTable
DROP TABLE "auth"."gone";

-- CreateTable
CREATE TABLE "more"."N" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "N_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "T" ADD CONSTRAINT "T_u_fkey" FOREIGN KEY ("u") REFERENCES "auth"."users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;`,
  },
  {
    name: 'names with capitals, spaces and letters beyond ASCII',
    history: `CREATE TABLE "Größe" ("Schlüssel 1" INTEGER NOT NULL, "a b" TEXT, CONSTRAINT "Größe_pkey" PRIMARY KEY ("Schlüssel 1"));
CREATE TABLE lower_case (id INTEGER PRIMARY KEY, UserName TEXT);`,
    schema: `model Groesse {
  id Int     @id @map("Schlüssel 1")
  ab String? @map("a b")
  n  Int?

  @@map("Größe")
}

model lower_case {
  id       Int     @id
  username String?
}`,
    sql: `-- AlterTable
ALTER TABLE "Größe" ADD COLUMN     "n" INTEGER;`,
  },
  {
    name: 'extensions of the datasource',
    datasource: 'extensions = [citext, pgcrypto, uuidOssp(map: "uuid-ossp", schema: "public")]',
    previewFeatures: ['postgresqlExtensions'],
    history: `CREATE EXTENSION pgcrypto;
CREATE EXTENSION pg_trgm;
CREATE TABLE "T" ("id" INTEGER NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));`,
    schema: `model T {
  id Int @id
}`,
    sql: `-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "citext";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA "public";`,
  },
  {
    name: 'an enum of another schema loses a value',
    datasource: 'schemas = ["auth", "public"]',
    history: `CREATE SCHEMA "auth";
CREATE TYPE "auth"."Role" AS ENUM ('A', 'B');
CREATE TABLE "auth"."U" ("id" INTEGER NOT NULL, "r" "auth"."Role" NOT NULL DEFAULT 'B', CONSTRAINT "U_pkey" PRIMARY KEY ("id"));
CREATE TABLE "T" ("id" INTEGER NOT NULL, "r" "auth"."Role", CONSTRAINT "T_pkey" PRIMARY KEY ("id"));`,
    schema: `enum Role {
  A

  @@schema("auth")
}

model U {
  id Int  @id
  r  Role @default(A)

  @@schema("auth")
}

model T {
  id Int   @id
  r  Role?

  @@schema("public")
}`,
    sql: `-- AlterEnum
BEGIN;
CREATE TYPE "auth"."Role_new" AS ENUM ('A');
ALTER TABLE "auth"."U" ALTER COLUMN "r" DROP DEFAULT;
ALTER TABLE "auth"."U" ALTER COLUMN "r" TYPE "auth"."Role_new" USING ("r"::text::"auth"."Role_new");
ALTER TABLE "T" ALTER COLUMN "r" TYPE "auth"."Role_new" USING ("r"::text::"auth"."Role_new");
ALTER TYPE "auth"."Role" RENAME TO "Role_old";
ALTER TYPE "auth"."Role_new" RENAME TO "Role";
DROP TYPE "auth"."Role_old";
ALTER TABLE "auth"."U" ALTER COLUMN "r" SET DEFAULT 'A';
COMMIT;

-- AlterTable
ALTER TABLE "auth"."U" ALTER COLUMN "r" SET DEFAULT 'A';`,
  },
];
