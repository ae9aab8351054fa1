import assert from 'node:assert/strict';
import { readPostgres } from '../../../../server/src/analysis/sql/postgres/read';

/** Forms that real migrations hold, half a file each. */
const migrations: Readonly<Record<string, string>> = {
  'an init migration': `-- CreateEnum
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL DEFAULT 'no;one',
    "role" "Role" NOT NULL DEFAULT 'USER',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`,
  'alterations with a warning': `/*
  Warnings:

  - You are about to drop the column \`name\` on the \`User\` table. All the data in the column will be lost.

*/
-- AlterTable
ALTER TABLE "User" DROP COLUMN "name",
ADD COLUMN     "age" INTEGER NOT NULL DEFAULT 0,
ALTER COLUMN "email" SET DATA TYPE VARCHAR(191);

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
`,
  'an enum that is replaced': `BEGIN;
CREATE TYPE "Role_new" AS ENUM ('A', 'B');
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
DROP TYPE "Role_old";
COMMIT;
`,
  'a data migration': `UPDATE "User" u SET "name" = COALESCE(p."name", 'it''s') FROM "Profile" p WHERE p."userId" = u.id;
INSERT INTO "Audit" ("at", "text") SELECT now(), E'a\\'b' FROM "User" WHERE id IN (SELECT 1);
DELETE FROM "Profile";
`,
  'functions and DO blocks': `CREATE OR REPLACE FUNCTION f() RETURNS trigger AS $$
BEGIN
  UPDATE "Post" SET n = n + 1;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
DO $body$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type) THEN CREATE TYPE x AS ENUM ('a'); END IF;
EXCEPTION WHEN duplicate_object THEN NULL;
END $body$;
CREATE TRIGGER t BEFORE UPDATE ON "Post" FOR EACH ROW EXECUTE FUNCTION f();
`,
  'wide characters and CRLF':
    '\ufeff-- Größe 🐘\r\nALTER TABLE "Größe🐘" ADD COLUMN "ä" TEXT DEFAULT \'🐘;\';\r\nCOMMENT ON TABLE "Größe🐘" IS \'ü\';\r\n',
};

describe('every prefix of a migration', () => {
  for (const [name, text] of Object.entries(migrations)) {
    it(name, () => {
      const whole = readPostgres(text);
      assert.deepEqual(whole.errors, []);
      for (let length = 0; length <= text.length; length++) {
        const prefix = readPostgres(text.slice(0, length));
        const finished = whole.statements.filter(({ span }) => span.end < length);
        assert.deepEqual(prefix.statements.slice(0, finished.length), finished, `after ${length} characters`);
      }
    });

    it(`${name}, typed in front of the rest`, () => {
      const whole = readPostgres(text);
      const [first, ...others] = whole.statements;
      assert.ok(first !== undefined);
      const lost: number[] = [];
      for (let length = first.span.start + 1; length <= first.span.end; length++) {
        const half = `${text.slice(0, length)}\n${text.slice(first.span.end + 1)}`;
        const kinds = readPostgres(half).statements.map(({ kind }) => kind);
        const kept = kinds.slice(kinds.length - others.length);
        if (kept.join() !== others.map(({ kind }) => kind).join()) lost.push(length);
      }
      assert.ok(lost.length <= (first.span.end - first.span.start) / 10, `others are lost after ${lost.join(', ')} characters`);
    });
  }
});
