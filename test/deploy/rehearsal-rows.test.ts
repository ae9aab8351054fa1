import assert from 'node:assert/strict';
import type { Client } from 'pg';
import type { RehearsalEvent } from '../../server/src/deploy/rehearsal/outcome';
import { fillTables } from '../../server/src/deploy/rehearsal/rows/fill-tables';
import type { Session } from '../../server/src/deploy/rehearsal/session';
import { catalogOf } from '../evidence/foretell';
import { skipWithoutServer, withDatabase } from '../evidence/server';

function sessionOn(client: Client): Session {
  return {
    run: async (sql) => {
      try {
        const { rows, rowCount } = await client.query(sql);
        return { ok: true, rows, affected: rowCount, milliseconds: 0 };
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : null;
        return { ok: false, error: { code, message: error instanceof Error ? error.message : String(error) }, milliseconds: 0 };
      }
    },
  };
}

async function filled(client: Client, setup: string, rows: number) {
  await client.query(setup);
  const events: RehearsalEvent[] = [];
  const notes = await fillTables({
    ...{ session: sessionOn(client), catalog: catalogOf(setup), rows, abort: new AbortController().signal },
    onEvent: (event) => void events.push(event),
  });
  const counts = Object.fromEntries(
    events.flatMap((event) => (event.type === 'rows' ? [[event.table.replace('public.', ''), event.rows]] : [])),
  );
  return { counts, notes: notes.slice(1) };
}

function onServer(context: Mocha.Context, body: (client: Client) => Promise<void>): Promise<void> {
  skipWithoutServer(context, 15);
  return withDatabase(15, body);
}

describe('generated rows', () => {
  it('have values of every type that Prisma writes, and of those that people add', function () {
    return onServer(this, async (client) => {
      const { counts, notes } = await filled(
        client,
        `CREATE TYPE "Role" AS ENUM ('A', 'B');
CREATE DOMAIN "Short" AS VARCHAR(8);
CREATE TABLE "All" ("id" SERIAL PRIMARY KEY, "a" SMALLINT NOT NULL, "b" INTEGER NOT NULL, "c" BIGINT NOT NULL, "d" REAL NOT NULL, "e" DOUBLE PRECISION NOT NULL,
  "f" DECIMAL(65,30) NOT NULL, "g" DECIMAL(4,2) NOT NULL, "h" MONEY NOT NULL, "i" TEXT NOT NULL, "j" VARCHAR(3) NOT NULL, "k" CHAR(5) NOT NULL,
  "l" BOOLEAN NOT NULL, "m" UUID NOT NULL, "n" DATE NOT NULL, "o" TIME NOT NULL, "p" TIMESTAMP(3) NOT NULL, "q" TIMESTAMPTZ NOT NULL, "r" INTERVAL NOT NULL,
  "s" JSON NOT NULL, "t" JSONB NOT NULL, "u" BYTEA NOT NULL, "v" INET NOT NULL, "w" BIT(3) NOT NULL, "x" VARBIT NOT NULL, "y" XML NOT NULL, "z" "Role" NOT NULL,
  "aa" "Role"[], "ab" TEXT[] NOT NULL, "ac" "Short" NOT NULL, "ad" POINT NOT NULL, "ae" TSVECTOR NOT NULL, "af" INT4RANGE NOT NULL, "ag" CIDR, "ah" OID,
  "ai" INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY, "aj" INTEGER GENERATED ALWAYS AS (1 + 1) STORED, "ak" TIMESTAMP NOT NULL DEFAULT now());`,
        500,
      );
      assert.deepEqual([counts, notes], [{ All: 500 }, []]);
      const { rows } = await client.query(
        'SELECT count(DISTINCT "i")::int AS texts, count(*) FILTER (WHERE "ag" IS NULL)::int AS empty FROM "All"',
      );
      assert.deepEqual(rows, [{ texts: 250, empty: 50 }]);
    });
  });

  it('are distinct where they must be, and point at rows that there are', function () {
    return onServer(this, async (client) => {
      const { counts, notes } = await filled(
        client,
        `CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "authorId" UUID NOT NULL, "slug" VARCHAR(5) NOT NULL, "parentId" INTEGER);
CREATE TABLE "User" ("id" UUID PRIMARY KEY, "email" TEXT NOT NULL, "tenantId" INTEGER NOT NULL, "kind" TEXT NOT NULL DEFAULT 'a');
CREATE TABLE "Tenant" ("id" INTEGER PRIMARY KEY);
CREATE TABLE "Profile" ("userId" UUID PRIMARY KEY, "tenantId" INTEGER NOT NULL);
CREATE TABLE "_PostToUser" ("A" INTEGER NOT NULL, "B" UUID NOT NULL);
CREATE UNIQUE INDEX "_ab" ON "_PostToUser"("A", "B");
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE UNIQUE INDEX "User_tenant_key" ON "User"("id", "tenantId");
CREATE UNIQUE INDEX "Post_slug_key" ON "Post"("slug");
ALTER TABLE "Post" ADD CONSTRAINT "a" FOREIGN KEY ("authorId") REFERENCES "User"("id");
ALTER TABLE "Post" ADD CONSTRAINT "p" FOREIGN KEY ("parentId") REFERENCES "Post"("id");
ALTER TABLE "User" ADD CONSTRAINT "t" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id");
ALTER TABLE "Profile" ADD CONSTRAINT "t" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id");
ALTER TABLE "Profile" ADD CONSTRAINT "u" FOREIGN KEY ("userId", "tenantId") REFERENCES "User"("id", "tenantId");
ALTER TABLE "_PostToUser" ADD CONSTRAINT "A" FOREIGN KEY ("A") REFERENCES "Post"("id");
ALTER TABLE "_PostToUser" ADD CONSTRAINT "B" FOREIGN KEY ("B") REFERENCES "User"("id");`,
        120,
      );
      assert.deepEqual(notes, []);
      assert.deepEqual(counts, { Tenant: 120, User: 120, Post: 120, Profile: 120, _PostToUser: 120 });
    });
  });

  it('keep to simple checks, and what cannot be filled says why', function () {
    return onServer(this, async (client) => {
      const { counts, notes } = await filled(
        client,
        `CREATE TABLE "Checked" ("id" INTEGER PRIMARY KEY, "state" TEXT NOT NULL CHECK ("state" IN ('open', 'closed')), "level" INTEGER NOT NULL CHECK ("level" >= 10 AND "level" <= 20));
CREATE TABLE "Odd" ("id" INTEGER PRIMARY KEY, "a" TEXT NOT NULL CHECK (length("a") > 100));
CREATE TYPE "Pair" AS ("x" INTEGER, "y" INTEGER);
CREATE TABLE "Composite" ("id" INTEGER PRIMARY KEY, "pair" "Pair" NOT NULL);
CREATE TABLE "Child" ("id" INTEGER PRIMARY KEY, "oddId" INTEGER NOT NULL REFERENCES "Odd"("id"));
CREATE TABLE "Chicken" ("id" INTEGER PRIMARY KEY, "eggId" INTEGER NOT NULL);
CREATE TABLE "Egg" ("id" INTEGER PRIMARY KEY, "chickenId" INTEGER REFERENCES "Chicken"("id"));
ALTER TABLE "Chicken" ADD CONSTRAINT "e" FOREIGN KEY ("eggId") REFERENCES "Egg"("id");`,
        40,
      );
      assert.deepEqual(counts, { Checked: 40, Egg: 40, Chicken: 40 });
      assert.deepEqual(notes.map((note) => note.replace(/:.*/, '')).sort(), [
        '"Child" has no rows',
        '"Composite" has no rows',
        '"Odd" has no rows',
      ]);
      assert.ok(notes.includes('"Composite" has no rows: values of "pair" (public.Pair) are not known.'), notes.join('\n'));
    });
  });
});
