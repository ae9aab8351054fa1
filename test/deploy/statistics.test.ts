import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { readStatistics } from '../../server/src/deploy/statistics/read-statistics';
import { lockstep } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf, versions } from './backfills';
import { environmentAt, projectIn } from './environments';
import { skipWithoutMariadb, withMariadb } from './mariadb';

async function sizesAt(url: string, folder: string) {
  const read = await readStatistics(await environmentAt(url, await projectIn(folder)), new Date('2026-11-20T10:00:00Z'));
  assert.ok(read.ok, JSON.stringify(read));
  assert.deepEqual([read.value.environment, read.value.kind, read.value.takenAt], ['test', 'staging', '2026-11-20T10:00:00.000Z']);
  return read.value.tables;
}

for (const version of versions) {
  describe(`sizes of tables, PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    it('are what the server knows, partitions included', () =>
      withDatabase(version, async (client) => {
        await client.query(`
          CREATE TABLE "Order" (id integer PRIMARY KEY, note text);
          CREATE INDEX ON "Order" (note);
          INSERT INTO "Order" SELECT i, repeat('x', 100) FROM generate_series(1, 20000) AS i;
          CREATE TABLE "Event" (at integer) PARTITION BY RANGE (at);
          CREATE TABLE "Event_1" PARTITION OF "Event" FOR VALUES FROM (0) TO (100);
          CREATE TABLE "Event_2" PARTITION OF "Event" FOR VALUES FROM (100) TO (200);
          INSERT INTO "Event" SELECT i % 200 FROM generate_series(1, 3000) AS i;
          ANALYZE;
          CREATE TABLE "Fresh" (id integer);
          INSERT INTO "Fresh" SELECT generate_series(1, 500);
          CREATE SCHEMA auth; CREATE TABLE auth."User" (id integer)`);
        const folder = folderWith({ 'prisma/schema.prisma': postgresSchema });
        const tables = await sizesAt(urlOf(client), folder);
        const order = tables.get('public.Order');
        assert.deepEqual([order?.rows, order?.indexes], [20_000, 2]);
        assert.ok((order?.bytes ?? 0) > 2_000_000 && (order?.bytes ?? 0) < 20_000_000, String(order?.bytes));
        const event = tables.get('public.Event');
        assert.equal(event?.rows, 3000);
        assert.equal(event?.bytes, (tables.get('public.Event_1')?.bytes ?? 0) + (tables.get('public.Event_2')?.bytes ?? 0));
        assert.equal(tables.get('public.Fresh')?.rows, null, 'nobody has counted it');
        assert.ok(tables.has('auth.User'));
        assert.ok(![...tables.keys()].some((name) => /^(pg_|information_schema)/.test(name)));
        const separator = urlOf(client).includes('?') ? '&' : '?';
        const own = await sizesAt(`${urlOf(client)}${separator}schema=auth`, folder);
        assert.ok(own.has('public.User'), 'what lies in the schema of the URL is named as migrations name it');
      }));
  });
}

describe('sizes of tables, MariaDB and SQLite', () => {
  it('are the estimates of MariaDB', function () {
    this.timeout(120_000);
    skipWithoutMariadb(this);
    return withMariadb(async (connection, url) => {
      await connection.query(
        'CREATE TABLE `Order` (id INTEGER PRIMARY KEY, note VARCHAR(50), INDEX (note)) AS SELECT seq AS id FROM seq_1_to_5000',
      );
      await connection.query('ANALYZE TABLE `Order`');
      const tables = await sizesAt(url, folderWith({ 'prisma/schema.prisma': postgresSchema.replace('postgresql', 'mysql') }));
      const [[name, size] = ['', null]] = tables;
      assert.match(name, /^test_\d+\.Order$/);
      assert.ok(size !== null && (size.rows ?? 0) > 4000 && (size.rows ?? 0) < 6000 && (size.bytes ?? 0) > 100_000, JSON.stringify(size));
      assert.equal(size.indexes, 2);
    });
  });

  it('are counted in a SQLite file', async () => {
    const folder = folderWith({ 'prisma/schema.prisma': postgresSchema.replace('postgresql', 'sqlite') });
    const file = join(folder, 'prisma/dev.db');
    const database = new Database(file);
    database.exec(`CREATE TABLE "Or""der" (id INTEGER PRIMARY KEY, note TEXT UNIQUE);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700) INSERT INTO "Or""der" SELECT i, 'n' || i FROM n`);
    database.close();
    const size = (await sizesAt(`file:${file}`, folder)).get('main.Or"der');
    assert.deepEqual([size?.rows, size?.indexes], [700, 1]);
    assert.ok((size?.bytes ?? 0) > 8192, String(size?.bytes));
  });
});

describe('lockstep stats', () => {
  before(function () {
    skipWithoutServer(this, 18);
  });

  it('makes findings say how large a table is, from then on and without the database', () =>
    withDatabase(18, async (client) => {
      const folder = folderWith({
        'package.json': '{ "name": "shop" }',
        'prisma/schema.prisma': `${postgresSchema}\nmodel Order {\n  id   Int     @id\n  note String?\n\n  @@index([note])\n}\n`,
        'prisma/migrations/migration_lock.toml': postgresLock,
        ...migrations('prisma/migrations', {
          '20260101000000_orders': 'CREATE TABLE "Order" ("id" INTEGER PRIMARY KEY, "note" TEXT);\n',
          '20260102000000_note': 'CREATE INDEX "Order_note_idx" ON "Order"("note");\n',
        }),
      });
      const settings = (smallTable: object) =>
        addFiles(folder, {
          'lockstep.json': JSON.stringify({
            ...{ baseline: '20260101000000_orders', ...smallTable },
            environments: [
              { name: 'production', kind: 'production', url: { env: 'URL' } },
              { name: 'dead', kind: 'staging', url: { env: 'DEAD' } },
            ],
          }),
        });
      settings({});
      await client.query(`CREATE TABLE "Order" (id integer PRIMARY KEY, note text);
        INSERT INTO "Order" SELECT i FROM generate_series(1, 5000) AS i; ANALYZE "Order"`);
      const env = { URL: urlOf(client), DEAD: 'postgresql://u:hunter2@127.0.0.1:1/shop' };
      const run = (words: readonly string[], extra: Readonly<Record<string, string>> = env) => lockstep(words, { cwd: folder, env: extra });
      const offline = { URL: '', DEAD: '' };

      assert.equal((await run(['lint'])).code, 1);
      const taken = await run(['stats', '--env', 'production']);
      assert.equal(taken.code, 0, taken.stderr);
      assert.match(
        taken.stdout,
        /^\.: tables of production, \d{4}-\d\d-\d\d \d\d:\d\d UTC\n {2}public\.Order {2}5,000 rows {2}\d+ kB {2}1 index\n$/,
      );

      const small = await run(['lint'], offline);
      assert.equal(small.code, 0, small.stdout);
      assert.match(small.stdout, /information {2}.*"Order".* index-blocks-writes\n +5,000 rows, \d+ kB on production \(just now\)\. /);
      settings({ smallTable: { rows: 5000 } });
      const large = await run(['lint'], offline);
      assert.equal(large.code, 1);
      assert.match(large.stdout, /warning {2}.*index-blocks-writes\n +5,000 rows, /);

      assert.equal((await run(['lint', '--no-cache'], offline)).stdout.includes('5,000 rows'), false);
      const written = await run(['stats', '--env', 'production', '--output', 'sizes.json', '--no-cache']);
      assert.equal(written.code, 0);
      const file = join(folder, 'sizes.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/"rows": 5000/, '"rows": 12400000'));
      const given = await run(['lint', '--no-cache', '--stats', 'sizes.json', '--format', 'json'], offline);
      assert.match(JSON.parse(given.stdout).files[0].findings[0].help, /^12\.4 M rows, \d+ kB on production \(just now\)\. /);

      const wrong = await run(['lint', '--stats', 'lockstep.json'], offline);
      assert.deepEqual(
        [wrong.code, wrong.stderr.split('\n')[0]],
        [2, '"lockstep.json" holds no statistics that "lockstep stats" has written.'],
      );
      const dead = await run(['stats', '--env', 'dead']);
      assert.equal(dead.code, 5);
      assert.match(dead.stderr, /^dead: The database at 127\.0\.0\.1:1\/shop cannot be reached: connection refused\. \(P1001\) /);
      assert.doesNotMatch(dead.stdout + dead.stderr, /hunter2/);
    }));
});
