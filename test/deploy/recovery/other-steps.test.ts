import assert from 'node:assert/strict';
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import type { Step, Trouble } from '../../../server/src/deploy/recovery/recovery';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { folderWith } from '../../project/folders';
import { commit, git } from '../../project/git-repository';
import { skipWithoutPrisma } from '../prisma-cli';
import { type Shop, shopAt, shopFor } from './shop';

const version = 15;

const texts = {
  '1_users': 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
  '2_posts': 'CREATE TABLE "Post" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
};
const tags = { '3_tags': 'CREATE TABLE "Tag" ("id" INTEGER NOT NULL PRIMARY KEY);\n' };
const index = 'CREATE INDEX "User_id_idx" ON "User"("id");\n';

/** A shop with two applied migrations and two users, and what reads its database. */
interface Deployed {
  readonly shop: Shop;
  readonly query: (sql: string) => Promise<readonly object[]>;
}

type Place = (context: Mocha.Context, body: (deployed: Deployed) => Promise<void>) => Promise<void>;

/** With Prisma 7. */
const onPostgres: Place = (context, body) => {
  skipWithoutServer(context, version);
  skipWithoutPrisma(context, 7);
  return withDatabase(version, async (client) => {
    const shop = shopFor(client, 7, 'per-statement', texts);
    await shop.deployed(0);
    await client.query('INSERT INTO "User" VALUES (1), (2)');
    await body({ shop, query: async (sql) => (await client.query<object>(sql)).rows });
  });
};

/** With Prisma 6. */
const onSqlite: Place = async (context, body) => {
  skipWithoutPrisma(context, 6);
  const shop = shopAt((folder) => `file:${join(folder, 'dev.db')}`, 'sqlite', 6, 'per-statement', texts);
  await shop.deployed(0);
  const query = async (sql: string): Promise<readonly object[]> => {
    const database = new Database(join(shop.folder, 'dev.db'));
    try {
      return database.all(sql).map((row) => ({ ...row }));
    } finally {
      database.close();
    }
  };
  await query('INSERT INTO "User" VALUES (1), (2)');
  await body({ shop, query });
};

/** Types each command as it is printed; `byHand` does what a step leaves to a person. */
async function carryOut(
  shop: Shop,
  trouble: Trouble | undefined,
  way: number,
  byHand: (step: Step) => void = () => undefined,
): Promise<void> {
  const steps = trouble?.ways[way]?.steps ?? [];
  assert.ok(steps.length > 0, JSON.stringify(trouble));
  for (const step of steps) {
    assert.equal(step.sql, null);
    if (step.command === null) byHand(step);
    else await shop.typed(step.command, step.title);
  }
}

async function only(shop: Shop, kind: Trouble['kind']): Promise<Trouble> {
  const { troubles } = await shop.recovery();
  assert.deepEqual(
    troubles.map((one) => one.kind),
    [kind],
  );
  const [trouble] = troubles;
  assert.ok(trouble !== undefined);
  return trouble;
}

const fileOf = ({ folder }: Shop, name: string): string => join(folder, 'prisma/migrations', name, 'migration.sql');

/** Up to date, with both users, and nothing more to say. */
async function allWell({ shop, query }: Deployed): Promise<void> {
  assert.equal((await shop.status()).state, 'up-to-date');
  assert.deepEqual((await shop.recovery()).troubles, []);
  assert.deepEqual(await query('SELECT "id" FROM "User" ORDER BY "id"'), [{ id: 1 }, { id: 2 }]);
}

describe('the steps out of what is no failed migration, carried out as they are printed', function () {
  // Each run of the real CLI takes seconds.
  this.timeout(300_000);

  for (const [place, on] of [
    ['PostgreSQL', onPostgres],
    ['SQLite', onSqlite],
  ] as const) {
    it(`a checksum that differs, ${place}: the applied text comes back, and the edit becomes a migration`, function () {
      return on(this, async (deployed) => {
        const { shop } = deployed;
        git(shop.folder, 'init', '-q', '-b', 'main');
        commit(shop.folder);
        writeFileSync(fileOf(shop, '1_users'), texts['1_users'] + index);
        commit(shop.folder);
        // Prisma says nothing of it, and does not run it again.
        await shop.deployed(0);
        const edited = await only(shop, 'edited');
        await carryOut(shop, edited, 0);
        await allWell(deployed);
        await carryOut(shop, edited, 1, () => shop.add({ '3_index': index }));
        commit(shop.folder);
        await shop.deployed(0);
        await allWell(deployed);
        await assert.rejects(deployed.query(index), /already exists/);
      });
    });
  }

  it('histories in conflict: the missing migration comes back, the others are deployed', function () {
    return onPostgres(this, async (deployed) => {
      const { shop } = deployed;
      git(shop.folder, 'init', '-q', '-b', 'feature');
      commit(shop.folder);
      git(shop.folder, 'checkout', '-q', '-b', 'main');
      git(shop.folder, 'rm', '-rq', 'prisma/migrations/2_posts');
      shop.add(tags);
      commit(shop.folder);
      const missing = await only(shop, 'missing');
      assert.match(missing.facts.join(' '), /The histories diverge: the project has 3_tags, which test does not have/);
      await carryOut(shop, missing, 0);
      assert.equal((await shop.status()).state, 'pending');
      await shop.deployed(0);
      await allWell(deployed);
    });
  });

  it('histories in conflict: the branch is merged', function () {
    return onSqlite(this, async (deployed) => {
      const { shop } = deployed;
      git(shop.folder, 'init', '-q', '-b', 'main');
      commit(shop.folder);
      git(shop.folder, 'checkout', '-q', '-b', 'feature');
      shop.add(tags);
      commit(shop.folder);
      await shop.deployed(0);
      git(shop.folder, 'checkout', '-q', 'main');
      const missing = await only(shop, 'missing');
      await carryOut(shop, missing, 1, ({ title }) => {
        assert.equal(title, 'Merge feature');
        git(shop.folder, 'merge', '-q', 'feature');
      });
      await allWell(deployed);
    });
  });

  it('histories in conflict: one that comes late is renamed, or deployed as it is', function () {
    return onPostgres(this, async (deployed) => {
      const { shop } = deployed;
      for (const [way, late] of [
        [0, { '1_was_late': tags['3_tags'] }],
        [1, { '1_x_later': tags['3_tags'].replace('Tag', 'Later') }],
      ] as const) {
        shop.add(late);
        const [name = ''] = Object.keys(late);
        const trouble = await only(shop, 'out-of-order');
        await carryOut(shop, trouble, way, () =>
          renameSync(join(shop.folder, 'prisma/migrations', name), join(shop.folder, 'prisma/migrations', '3_was_late')),
        );
        await allWell(deployed);
      }
      assert.deepEqual(await deployed.query('SELECT "id" FROM "Tag" UNION SELECT "id" FROM "Later"'), []);
    });
  });

  it('a database without a record, SQLite: its content is taken for what it satisfies: P3005', async function () {
    skipWithoutPrisma(this, 6);
    const shop = shopAt((folder) => `file:${join(folder, 'dev.db')}`, 'sqlite', 6, 'per-statement', { ...texts, ...tags });
    const file = join(shop.folder, 'dev.db');
    const inFile = <T>(body: (database: Database) => T): T => {
      const database = new Database(file);
      try {
        return body(database);
      } finally {
        database.close();
      }
    };
    inFile((database) => database.exec(`${texts['1_users']}${texts['2_posts']}INSERT INTO "User" VALUES (1), (2);`));
    await shop.deployed(1);
    const trouble = await only(shop, 'unmanaged');
    assert.equal(trouble.code, 'P3005');
    await carryOut(shop, trouble, 0);
    await allWell({ shop, query: async (sql) => inFile((database) => database.all(sql).map((row) => ({ ...row }))) });
    assert.deepEqual(
      inFile((database) => database.all('SELECT * FROM "Tag"')),
      [],
    );
  });

  it("a session that keeps Prisma's lock: it is ended as printed, and the deploy goes on: P1002", function () {
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    return withDatabase(version, async (client, connect) => {
      const shop = shopFor(client, 7, 'per-statement', texts);
      await shop.deployed(0);
      shop.add(tags);
      const forgotten = await connect();
      forgotten.on('error', () => undefined);
      await forgotten.query('SELECT pg_advisory_lock(72707369)');
      const refused = await shop.lockstep('deploy', '--env', 'test');
      assert.equal(refused.code, 6, refused.stdout);
      const trouble = await only(shop, 'lock-held');
      assert.equal(trouble.code, 'P1002');
      const [wait, end] = trouble.ways.map(({ steps }) => steps[0]);
      const waited = await shop.lockstep(...wordsOf(wait?.command));
      assert.match(waited.stdout, /P1002/);
      await client.query(end?.sql ?? '');
      const after = await shop.lockstep(...wordsOf(wait?.command));
      assert.equal(after.code, 3, after.stdout);
      await shop.deployed(0);
      assert.deepEqual([(await shop.status()).state, (await shop.recovery()).troubles], ['up-to-date', []]);
    });
  });

  it('a server that is not there: it is asked again as printed when it is: P1001', function () {
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    return withDatabase(version, async (client) => {
      // A socket in a folder of this test, which leads to the server only when it is "started".
      if (!client.host.startsWith('/')) this.skip();
      const sockets = folderWith({});
      const socket = `.s.PGSQL.${client.port}`;
      const url = `postgresql://${client.user}@localhost:${client.port}/${client.database}?host=${encodeURIComponent(sockets)}`;
      const shop = shopAt(() => url, 'postgresql', 7, 'per-statement', texts);
      await shop.deployed(1);
      const trouble = await only(shop, 'unreachable');
      assert.equal(trouble.code, 'P1001');
      const [step] = trouble.ways[0]?.steps ?? [];
      assert.equal((await shop.lockstep(...wordsOf(step?.command))).code, 5);
      symlinkSync(join(client.host, socket), join(sockets, socket));
      assert.equal((await shop.lockstep(...wordsOf(step?.command))).code, 3);
      await shop.deployed(0);
      await carryOut(shop, trouble, 0);
      assert.deepEqual([(await shop.status()).state, (await shop.recovery()).troubles], ['up-to-date', []]);
    });
  });
});

/** What stands behind `lockstep` in a printed line without quotes. */
function wordsOf(line: string | null | undefined): readonly string[] {
  const [program, ...words] = (line ?? '').split(' ');
  assert.equal(program, 'lockstep');
  assert.doesNotMatch(words.join(' '), /['"]/);
  return words;
}
