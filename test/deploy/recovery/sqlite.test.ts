import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { recoveryPage } from '../../../server/src/deploy/recovery/page';
import { skipWithoutPrisma } from '../prisma-cli';
import { failedIn } from './broken';
import { type Shop, shopAt } from './shop';

const first = `CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT, "name" TEXT);
CREATE TABLE "Post" ("id" INTEGER NOT NULL PRIMARY KEY);
`;

const redefine = `CREATE TABLE "Tag" ("id" INTEGER NOT NULL PRIMARY KEY);
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT NOT NULL, "name" TEXT);
INSERT INTO "new_User" ("email", "id", "name") SELECT "email", "id", "name" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
`;

interface Case {
  readonly name: string;
  readonly rows: string;
  readonly refused: number;
  /** By statement; PRAGMAs change nothing that is kept. */
  readonly states: string;
  readonly offending: readonly [string, string, number];
  readonly correction: string;
  readonly way: string;
}

const cases: readonly Case[] = [
  {
    name: 'NULLs under a column that becomes required: the copy is left behind',
    rows: `INSERT INTO "User" VALUES (1, 'secret@example.com', 'a'), (2, NULL, 'b'), (3, NULL, 'c')`,
    refused: 4,
    states: '++++------',
    offending: ['nulls', '"User"."email"', 2],
    correction: `UPDATE "User" SET "email" = 'none' || "id" WHERE "email" IS NULL`,
    way: 'Take back what it did, and apply it again',
  },
  {
    name: 'duplicates under a unique index behind the copy: the table is another one already',
    rows: `INSERT INTO "User" VALUES (1, 'secret@example.com', 'a'), (2, 'secret@example.com', 'b'), (3, 'x', 'c')`,
    refused: 7,
    states: '+++++++---',
    offending: ['duplicates', '"User" ("email")', 1],
    correction: `UPDATE "User" SET "email" = 'none' || "id" WHERE "id" = 2`,
    way: 'Carry out the rest by hand',
  },
];

describe('a migration that SQLite has refused', function () {
  this.timeout(120_000);

  for (const { name, rows, refused, states, offending, correction, way } of cases) {
    it(name, async function () {
      skipWithoutPrisma(this, 7);
      const shop = shopAt((folder) => `file:${join(folder, 'dev.db')}`, 'sqlite', 7, 'per-statement', { '1_first': first });
      await shop.deployed(0);
      const ids = inFile(shop, (database) => {
        database.exec(rows);
        return database.all('SELECT "id", "name" FROM "User"');
      });
      shop.add({ '2_second': redefine });
      await shop.deployed(1);
      const found = await shop.recovery();
      const failed = failedIn(found);
      assert.equal(failed.statement, refused, JSON.stringify(failed, null, 1));
      const marks = { taken: '+', 'not-taken': '-', unknown: '?' };
      assert.equal(failed.statements.map(({ state }) => marks[state]).join(''), states);
      assert.deepEqual(
        failed.offending.map((one) => [one.what, one.subject, one.count]),
        [offending],
      );
      assert.doesNotMatch(recoveryPage(found), /secret/);
      const [chosen] = failed.ways;
      assert.match(chosen?.title ?? '', new RegExp(`^${way}`));
      for (const [index, { command, sql, title }] of (chosen?.steps ?? []).entries()) {
        if (sql !== null) inFile(shop, (database) => database.exec(sql));
        if (index === 0) inFile(shop, (database) => database.exec(correction));
        if (command !== null) await shop.typed(command, title);
      }
      assert.equal((await shop.status()).state, 'up-to-date');
      assert.deepEqual(
        inFile(shop, (database) => database.all('SELECT "id", "name" FROM "User"')),
        ids,
      );
      assert.deepEqual((await shop.recovery()).troubles, []);
    });
  }

  it('is not marked as rolled back while its copy is there', async function () {
    skipWithoutPrisma(this, 7);
    const shop = shopAt((folder) => `file:${join(folder, 'dev.db')}`, 'sqlite', 7, 'per-statement', { '1_first': first });
    await shop.deployed(0);
    inFile(shop, (database) => database.exec(`INSERT INTO "User" VALUES (1, NULL, 'a')`));
    shop.add({ '2_second': redefine });
    await shop.deployed(1);
    const { code, stdout } = await shop.lockstep('resolve', '--env', 'test', '--rolled-back', '2_second');
    assert.equal(code, 6, stdout);
    assert.match(stdout, /Statement 1 is refused: table "Tag" already exists/);
  });
});

function inFile<T>(shop: Shop, body: (database: Database) => T): T {
  const database = new Database(join(shop.folder, 'dev.db'));
  try {
    return body(database);
  } finally {
    database.close();
  }
}
