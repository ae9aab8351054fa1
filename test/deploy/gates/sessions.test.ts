import assert from 'node:assert/strict';
import { type Dialect, withoutLiterals } from '../../../server/src/deploy/sessions/query-text';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { folderWith, migrations } from '../../project/folders';
import { versions } from '../backfills';
import { skipWithoutMariadb, withMariadb } from '../mariadb';
import { askedOf, shopOn } from './asked';

const addColumn = { '20260102000000_name': 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n' };

for (const version of versions) {
  describe(`gates about other sessions, PostgreSQL ${version}`, () => {
    before(function () {
      skipWithoutServer(this, version);
    });

    it('migration-lock names who holds it, and who waits', () =>
      withDatabase(version, async (client, connect) => {
        const { folder, url } = await shopOn(client);
        const lock = () => askedOf('migration-lock', { folder, url });
        assert.deepEqual([(await lock()).state, (await lock()).evidence], ['ok', 'Nobody holds the migration lock.']);

        const [holder, other] = [await connect(), await connect()];
        await holder.query("SET application_name = 'forgotten deploy'");
        await holder.query("SELECT pg_advisory_lock(72707369), 'hunter2-secret'");
        const held = await lock();
        assert.equal(held.state, 'blocked');
        assert.equal(held.mayOverride, false, 'Prisma would not go on either');
        const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        assert.match(
          held.evidence,
          new RegExp(
            `^Pid ${rows[0]?.pid} \\(forgotten deploy, (local socket|127\\.0\\.0\\.1)\\) holds the migration lock, connected for \\d`,
          ),
        );
        assert.match(held.details ?? '', new RegExp(`pg_terminate_backend\\(${rows[0]?.pid}\\)`));
        assert.match(held.details ?? '', /`SELECT pg_advisory_lock\(…\), '…'`/, 'its last statement');

        const waiting = other.query('SELECT pg_advisory_lock(72707369)');
        for (let tries = 0; !(await lock()).evidence.includes('1 other session waits'); tries++) assert.ok(tries < 100);
        await holder.query('SELECT pg_advisory_unlock(72707369)');
        await waiting;
        assert.match((await lock()).evidence, /^Pid \d+ /, 'the next one has it');
        await other.query('SELECT pg_advisory_unlock_all()');
        assert.equal((await lock()).state, 'ok');
      }));

    it('migration-lock takes no other lock for it, nor that of another database', () =>
      withDatabase(version, (client) =>
        withDatabase(version, async (elsewhere) => {
          const { folder, url } = await shopOn(client);
          await elsewhere.query('SELECT pg_advisory_lock(72707369)');
          await client.query('SELECT pg_advisory_lock(1), pg_advisory_lock(0, 72707369)');
          assert.equal((await askedOf('migration-lock', { folder, url })).state, 'ok');
        }),
      ));

    it('long-transactions finds who is in the way of the very table, for longer than the lock timeout', () =>
      withDatabase(version, async (client, connect) => {
        const { folder, url } = await shopOn(client, addColumn);
        await client.query('CREATE TABLE other (id integer)');
        const gate = (lockTimeout = '1ms', kind = 'production') =>
          askedOf('long-transactions', { folder, url, settings: { kind, lockTimeout } });
        assert.deepEqual([(await gate()).state, (await gate()).evidence], ['ok', 'No transaction older than 0.0 s is in the way.']);

        const reader = await connect();
        await reader.query("SET application_name = 'report'; BEGIN");
        await reader.query('SELECT count(*) FROM other');
        assert.equal((await gate()).state, 'ok', 'another table');
        await reader.query(`SELECT count(*) FROM "User" WHERE "email" = 'hunter2-secret'`);
        const found = await gate();
        assert.equal(found.state, 'blocked');
        assert.ok(found.mayOverride);
        assert.match(found.evidence, /^Pid \d+ \(report, .*\) has a transaction open for \d.* and holds ACCESS SHARE on "User"\.$/);
        assert.match(found.details ?? '', /idle in transaction .*`SELECT count\(\*\) FROM "User" WHERE "email" = '…'`/);
        assert.doesNotMatch(JSON.stringify(found), /hunter2/);
        assert.equal((await gate('1ms', 'development')).state, 'warning');
        assert.equal((await gate('10min')).state, 'ok', 'not older than that');
        await reader.query('ROLLBACK');
      }));

    it('tell ages by the clock of the server, whatever ours says', () =>
      withDatabase(version, async (client, connect) => {
        const { folder, url } = await shopOn(client, addColumn);
        const other = await connect();
        await other.query('BEGIN; SELECT pg_advisory_xact_lock(72707369); SELECT count(*) FROM "User"');
        const clock = Date.now;
        for (const days of [3, -3]) {
          Date.now = () => clock() + days * 86_400_000;
          const given = { now: new Date(Date.now()) };
          try {
            const lock = await askedOf('migration-lock', { folder, url, given });
            assert.match(lock.evidence, /, connected for \d\.\d s\.$/);
            const gate = (lockTimeout: string) => askedOf('long-transactions', { folder, url, given, settings: { lockTimeout } });
            assert.match((await gate('1ms')).evidence, / has a transaction open for \d\.\d s and holds /);
            assert.equal((await gate('10min')).state, 'ok');
          } finally {
            Date.now = clock;
          }
        }
        await other.query('ROLLBACK');
      }));

    it('long-transactions lets be what the lock does not conflict with', () =>
      withDatabase(version, async (client, connect) => {
        const { folder, url } = await shopOn(client, { '20260102000000_index': 'CREATE INDEX "User_email_idx" ON "User"("email");\n' });
        const gate = () => askedOf('long-transactions', { folder, url, settings: { lockTimeout: '1ms' } });
        const other = await connect();
        await other.query('BEGIN; SELECT count(*) FROM "User"');
        assert.equal((await gate()).state, 'ok', 'SHARE lets readers be');
        await other.query(`INSERT INTO "User" ("id") VALUES (1)`);
        const writing = await gate();
        assert.equal(writing.state, 'blocked');
        assert.match(writing.evidence, /ROW EXCLUSIVE on "User"/);
        await other.query('ROLLBACK');
      }));

    it('long-transactions finds a prepared transaction, which nobody is connected to', () =>
      withDatabase(version, async (client, connect) => {
        const { folder, url } = await shopOn(client, addColumn);
        const other = await connect();
        await other.query('BEGIN');
        await other.query('INSERT INTO "User" ("id") VALUES (1)');
        await other.query("PREPARE TRANSACTION 'forgotten'");
        try {
          const { state, evidence, details } = await askedOf('long-transactions', { folder, url, settings: { lockTimeout: '10min' } });
          assert.equal(state, 'blocked', 'however young');
          assert.match(evidence, /^A prepared transaction is open for \d.* and holds ROW EXCLUSIVE on "User"\.$/);
          assert.match(details ?? '', /ROLLBACK PREPARED/);
          assert.doesNotMatch(details ?? '', /pg_terminate_backend/);
        } finally {
          await other.query("ROLLBACK PREPARED 'forgotten'");
        }
      }));

    it('long-transactions warns of every snapshot where an index is built concurrently', () =>
      withDatabase(version, async (client, connect) => {
        const { folder, url } = await shopOn(client, {
          '20260102000000_index': 'CREATE INDEX CONCURRENTLY "User_email_idx" ON "User"("email");\n',
        });
        const other = await connect();
        await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
        const gate = await askedOf('long-transactions', { folder, url, settings: { lockTimeout: '1ms' } });
        assert.equal(gate.state, 'warning', gate.evidence);
        assert.match(gate.evidence, /has a transaction open for .*, idle in transaction\.$/);
        await other.query('ROLLBACK');
      }));

    it('long-transactions says what a role without rights does not see', () =>
      withDatabase(version, async (client, connect) => {
        const { folder, url } = await shopOn(client, addColumn);
        await client.query('CREATE ROLE onlooker LOGIN; GRANT SELECT ON _prisma_migrations TO onlooker');
        try {
          const reader = await connect();
          await reader.query('BEGIN; SELECT count(*) FROM "User"');
          const asOnlooker = url.replace('//postgres@', '//onlooker@');
          const gate = await askedOf('long-transactions', { folder, url: asOnlooker, settings: { lockTimeout: '1ms' } });
          assert.equal(gate.state, 'warning');
          assert.match(gate.evidence, /^1 session holds locks in the way, and this role may not see since when\.$/);
          assert.match(gate.details ?? '', /pg_read_all_stats/);
          await reader.query('SELECT pg_advisory_xact_lock(72707369)');
          const lock = await askedOf('migration-lock', { folder, url: asOnlooker });
          assert.match(lock.evidence, /^Pid \d+.* holds the migration lock\.$/);
          await reader.query('ROLLBACK');
        } finally {
          await client.query('REVOKE ALL ON _prisma_migrations FROM onlooker; DROP ROLE onlooker');
        }
      }));

    it('has nothing to look for where nothing is pending, or nothing in use is locked', () =>
      withDatabase(version, async (client) => {
        const { folder, url, prisma } = await shopOn(client, {
          '20260102000000_teams': 'CREATE TABLE "Team" ("id" INTEGER PRIMARY KEY);\n',
        });
        const gate = () => askedOf('long-transactions', { folder, url });
        assert.match((await gate()).evidence, /lock no table that is in use/);
        await prisma.deploy();
        assert.deepEqual([(await gate()).state, (await gate()).evidence], ['skipped', 'Nothing is pending that would wait.']);
      }));
  });
}

describe('gates about other sessions, MariaDB', () => {
  before(function () {
    this.timeout(120_000);
    skipWithoutMariadb(this);
  });

  const shop = () =>
    folderWith({
      'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n',
      'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n',
      ...migrations('prisma/migrations', { '20260101000000_users': 'CREATE TABLE `User` (`id` INTEGER PRIMARY KEY);\n' }),
    });

  it('migration-lock names who holds it', () =>
    withMariadb(async (connection, url) => {
      const gate = () => askedOf('migration-lock', { folder: shop(), url });
      assert.equal((await gate()).state, 'ok');
      await connection.query("SELECT GET_LOCK('prisma_migrate', 1)");
      const held = await gate();
      assert.deepEqual([held.state, held.mayOverride], ['blocked', false]);
      assert.match(
        held.evidence,
        new RegExp(`^Pid ${connection.threadId} \\(database test_\\d+, .*\\) holds the migration lock, idle for `),
      );
      assert.match(held.details ?? '', new RegExp(`KILL ${connection.threadId};`));
      await connection.query("SELECT RELEASE_LOCK('prisma_migrate')");
      assert.equal((await gate()).state, 'ok');
    }));

  it('long-transactions warns of those that are open, whatever they hold', () =>
    withMariadb(async (connection, url) => {
      const gate = () => askedOf('long-transactions', { folder: shop(), url, settings: { lockTimeout: '1s' } });
      await connection.query('CREATE TABLE open (id INTEGER PRIMARY KEY, name TEXT)');
      await connection.query('START TRANSACTION');
      await connection.query("INSERT INTO open VALUES (1, 'hunter2-secret')");
      await connection.query('DO SLEEP(1.1)');
      const found = await gate();
      assert.deepEqual(
        [
          found.state,
          found.evidence
            .replace(/\d+/, 'N')
            .replace(/\d\.\d/, 'N')
            .replace(/\(.*\)/, '()'),
        ],
        ['warning', 'Pid N () has a transaction open for N s, Sleep.'],
      );
      await connection.query('ROLLBACK');
      // The server shows its list of transactions as it was until nobody has looked for 0.1 s.
      await connection.query('DO SLEEP(0.3)');
      assert.equal((await gate()).state, 'ok');
    }));
});

describe('gates about other sessions, SQLite', () => {
  it('do not apply', async () => {
    const folder = folderWith({
      'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
      'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
    });
    for (const gate of ['migration-lock', 'long-transactions'] as const) {
      const { state, evidence } = await askedOf(gate, { folder, url: 'file:./dev.db' });
      assert.equal(state, 'skipped');
      assert.match(evidence, /^SQLite /);
    }
  });
});

describe('statements of others', () => {
  const shown: readonly (readonly [dialect: Dialect, sql: string, expected: string])[] = [
    ['postgresql', `SELECT * FROM "User" WHERE email = 'a''b' AND id = 42`, `SELECT * FROM "User" WHERE email = '…' AND id = …`],
    ['postgresql', `SELECT E'it\\'s', 1.5e3, $1, "a'b", x2`, `SELECT '…', …, $1, "a'b", x2`],
    ['postgresql', `SELECT U&'\\0061', B'101', 'end'`, `SELECT '…', '…', '…'`],
    ['postgresql', "/* trace: secret */ SELECT $tag$ it's $$ $tag$, $$secret$$ -- secret\n  , 1", `SELECT '…', '…' , …`],
    ['postgresql', '/* a /* nested */ secret */ SELECT 1', 'SELECT …'],
    ['postgresql', "SELECT 'C:\\', 'secret' FROM t", "SELECT '…'"],
    ['postgresql', 'SELECT a #> b FROM t', 'SELECT a #> b FROM t'],
    ['postgresql', 'SELECT $1, $2 FROM "größe" WHERE größe_1 = 3', 'SELECT $1, $2 FROM "größe" WHERE größe_1 = …'],
    ['postgresql', 'COPY t FROM STDIN; SELECT $x$secret', "COPY t FROM STDIN; SELECT '…'"],
    [
      'mysql',
      "UPDATE `t1` SET `a'b` = \"secret\", c = 'it''s' # secret\nWHERE id = 0x1F",
      "UPDATE `t1` SET `a'b` = '…', c = '…' WHERE id = …",
    ],
    ['mysql', "UPDATE t SET a = 'cut off by the ser", "UPDATE t SET a = '…'"],
    ['mysql', `UPDATE t SET a = 'x\\' y', b = 'secret'`, "UPDATE t SET a = '…'"],
    ['mysql', 'SELECT @secret_name, col1 FROM t2', 'SELECT @secret_name, col1 FROM t2'],
  ];
  for (const [dialect, sql, expected] of shown) {
    it(`${dialect}: ${sql.replaceAll('\n', ' ')}`, () => assert.equal(withoutLiterals(sql, dialect), expected));
  }

  it('are cut off where they are long', () => assert.equal(withoutLiterals(`SELECT ${'a, '.repeat(200)}`, 'mysql').length, 120));

  it('show nothing of a literal, wherever the server has cut them off', () => {
    const sql = `/* a */ SELECT 'secret', E'\\'secret', $$secret$$, $q$ secret $q$ FROM "t" -- secret`;
    for (let length = 0; length <= sql.length; length++) assert.doesNotMatch(withoutLiterals(sql.slice(0, length), 'postgresql'), /sec/);
    const mysql = `SELECT "secret", 'secret' FROM t # secret`;
    for (let length = 0; length <= mysql.length; length++) assert.doesNotMatch(withoutLiterals(mysql.slice(0, length), 'mysql'), /sec/);
  });
});
