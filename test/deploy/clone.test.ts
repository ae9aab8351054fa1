import assert from 'node:assert/strict';
import { cloneDatabase } from '../../server/src/deploy/backup/clone';
import type { BackupEvent } from '../../server/src/deploy/backup/outcome';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { urlOf } from './backfills';
import { problemIn, skipWithout } from './backups';
import { skipWithoutMariadb, withMariadb } from './mariadb';
import { addressOf } from './scratch-hosts';

const place = (url: string) => ({ address: addressOf(url), redact: (text: string) => text });

async function cloned(from: string, to: string, withRows: boolean) {
  const events: BackupEvent[] = [];
  const abort = new AbortController().signal;
  const onEvent = (event: BackupEvent) => void events.push(event);
  return cloneDatabase({ from: place(from), to: place(to), withRows, variables: process.env, onEvent, abort });
}

const shop = `
  CREATE TABLE "_prisma_migrations" (id TEXT PRIMARY KEY, migration_name TEXT);
  INSERT INTO "_prisma_migrations" VALUES ('1', 'init');
  CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(100));
  INSERT INTO users VALUES (1, 'it''s; \\\\ "a"'), (2, NULL);`;

describe('a clone of a database', () => {
  it('is filled on another PostgreSQL server, with rows or without', function () {
    skipWithoutServer(this, 12);
    skipWithoutServer(this, 15);
    skipWithout(this, 'pg_dump');
    return withDatabase(12, async (source) => {
      await source.query(shop);
      await source.query('CREATE ROLE seller; CREATE SCHEMA audit; CREATE TABLE audit.log (id INTEGER); ALTER TABLE users OWNER TO seller');
      try {
        for (const withRows of [true, false]) {
          await withDatabase(15, async (target) => {
            const result = await cloned(urlOf(source), urlOf(target), withRows);
            assert.ok(result.type === 'done', JSON.stringify(result));
            assert.match(result.value.tool, /^pg_dump /);
            const { rows } = await target.query('SELECT id, name FROM users ORDER BY id');
            assert.deepEqual(
              rows,
              withRows
                ? [
                    { id: 1, name: `it's; \\\\ "a"` },
                    { id: 2, name: null },
                  ]
                : [],
            );
            assert.equal((await target.query('SELECT migration_name AS n FROM "_prisma_migrations"')).rows[0]?.n, 'init');
            assert.equal((await target.query('SELECT count(*)::int AS n FROM audit.log')).rows[0]?.n, 0);
          });
        }
        // What is in the way is told, and nothing goes on behind it.
        await withDatabase(15, async (target) => {
          await target.query('CREATE TABLE users (x INTEGER)');
          const problem = problemIn(await cloned(urlOf(source), urlOf(target), true), 'failed');
          assert.match(problem.message, /^The copy failed: relation "users" already exists\.$/);
          assert.equal((await target.query('SELECT count(*)::int AS n FROM users')).rows[0]?.n, 0);
        });
        // Without a history there is none to copy.
        await source.query('DROP TABLE "_prisma_migrations"');
        await withDatabase(15, async (target) => assert.equal((await cloned(urlOf(source), urlOf(target), false)).type, 'done'));
      } finally {
        await source.query('DROP OWNED BY seller; DROP ROLE seller');
      }
    });
  });

  it('is filled on MariaDB, with rows or without', function () {
    skipWithoutMariadb(this);
    skipWithout(this, 'mariadb-dump');
    return withMariadb(async (source, from) => {
      await source.query(shop.replaceAll('"_prisma_migrations"', '_prisma_migrations').replaceAll('id TEXT', 'id VARCHAR(36)'));
      await source.query('CREATE TRIGGER shout BEFORE INSERT ON users FOR EACH ROW SET NEW.name = UPPER(NEW.name)');
      await source.query('CREATE PROCEDURE nothing() SELECT 1');
      for (const withRows of [true, false]) {
        await withMariadb(async (target, to) => {
          const result = await cloned(from, to, withRows);
          assert.ok(result.type === 'done', JSON.stringify(result));
          const rows: unknown = await target.query('SELECT id, name FROM users ORDER BY id');
          assert.deepEqual(
            Array.isArray(rows) && [...rows],
            withRows
              ? [
                  { id: 1, name: 'it\'s; \\ "a"' },
                  { id: 2, name: null },
                ]
              : [],
          );
          const history: unknown = await target.query('SELECT migration_name AS n FROM _prisma_migrations');
          assert.deepEqual(Array.isArray(history) && [...history], [{ n: 'init' }]);
          const triggers: unknown = await target.query('SHOW TRIGGERS');
          assert.ok(Array.isArray(triggers) && triggers.length === 1);
        });
      }
      await source.query('DROP TABLE _prisma_migrations');
      await withMariadb(async (_, to) => assert.equal((await cloned(from, to, false)).type, 'done'));
    });
  });

  it('is none where the source cannot be reached', async () => {
    const result = await cloned('postgresql://u:p@127.0.0.1:1/shop', 'postgresql://u:p@127.0.0.1:1/copy', true);
    assert.equal(problemIn(result, 'failed').code, 'unreachable');
  });
});
