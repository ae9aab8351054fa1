import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Connection } from 'mariadb';
import { addFiles, folderWith, migrations } from '../project/folders';
import { statesIn, statusAt } from './environments';
import { skipWithoutMariadb, withMariadb } from './mariadb';
import { listen } from './wire';

const texts = {
  '20260101000000_users': 'CREATE TABLE `User` (`id` INTEGER PRIMARY KEY);\n',
  '20260102000000_posts': 'CREATE TABLE `Post` (`id` INTEGER PRIMARY KEY);\n',
};

const shop = () =>
  folderWith({
    'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n',
    'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n',
    ...migrations('prisma/migrations', texts),
  });

/**
 * As Prisma creates it; its engine for MySQL cannot be had as a package.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/mysql.rs
 */
const table = `CREATE TABLE _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3), migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`;

let rows = 0;

async function attempt(
  connection: Connection,
  name: string,
  text: string,
  columns: Readonly<Record<string, string | null>> = {},
): Promise<void> {
  const checksum = createHash('sha256').update(text).digest('hex');
  const started = `2026-01-0${1 + (rows % 9)} 10:00:00.123`;
  const row = {
    id: `${++rows}`,
    checksum,
    migration_name: name,
    started_at: started,
    finished_at: null,
    applied_steps_count: '0',
    ...columns,
  };
  const names = Object.keys(row);
  await connection.query(`INSERT INTO _prisma_migrations (${names}) VALUES (${names.map(() => '?')})`, Object.values(row));
}

const finished = { finished_at: '2026-01-09 10:00:01.500', applied_steps_count: '1' };

describe('the status of an environment, MariaDB', () => {
  before(function () {
    this.timeout(120_000);
    skipWithoutMariadb(this);
  });

  it('is pending, up to date, failed, edited, missing and unmanaged as Prisma would have it', () =>
    withMariadb(async (connection, url) => {
      const folder = shop();
      const status = () => statusAt(url, folder);
      const empty = await status();
      assert.deepEqual([empty.state, empty.provider, empty.error], ['pending', 'mysql', null]);
      await connection.query('CREATE TABLE old (id INTEGER)');
      assert.equal((await status()).state, 'unmanaged');

      rows = 0;
      await connection.query(table);
      for (const [name, text] of Object.entries(texts)) await attempt(connection, name, text, finished);
      const done = await status();
      assert.equal(done.state, 'up-to-date');
      assert.deepEqual(done.migrations[0], {
        ...{ name: '20260101000000_users', state: 'applied', steps: 1, error: null },
        ...{ startedAt: '2026-01-01T10:00:00.123Z', finishedAt: '2026-01-09T10:00:01.500Z' },
      });

      addFiles(folder, migrations('prisma/migrations', { '20260103000000_wrong': 'SELECT nothing;\n' }));
      await attempt(connection, '20260103000000_wrong', 'SELECT nothing;\n', { logs: "Unknown column 'nothing' in 'field list'" });
      const failed = await status();
      assert.deepEqual(
        [failed.state, failed.migrations[2]?.state, failed.migrations[2]?.error],
        ['failed', 'failed', "Unknown column 'nothing' in 'field list'"],
      );
      await connection.query('UPDATE _prisma_migrations SET rolled_back_at = NOW(3) WHERE finished_at IS NULL');
      assert.deepEqual(Object.values(statesIn(await status())), ['applied', 'applied', 'rolled-back']);

      addFiles(folder, { 'prisma/migrations/20260101000000_users/migration.sql': 'SELECT 1;\n' });
      assert.equal((await status()).state, 'edited');
      await attempt(connection, '20260104000000_gone', '', finished);
      assert.equal((await status()).state, 'missing');
    }));

  it('has the codes of Prisma for what goes wrong, and shows neither user nor password', () =>
    withMariadb(async (connection, url) => {
      const code = async (changed: string, limit?: number) => {
        const { state, error, target } = await statusAt(changed, shop(), limit);
        assert.equal(state, 'unreachable', changed);
        assert.doesNotMatch(JSON.stringify([error, target]), /hunter2|locked_in/);
        return error?.code;
      };
      await connection.query("CREATE OR REPLACE USER locked_in IDENTIFIED BY 'hunter2'");
      assert.equal(await code(url.replace('root@', 'locked_in:wrong-hunter2@')), 'P1000');
      assert.equal(await code(url.replace('root@', 'locked_in:hunter2@')), 'P1010');
      assert.equal(await code(url.replace(/test_\d+$/, 'nothing')), 'P1003');
      assert.equal(await code('mysql://root:hunter2@127.0.0.1:1/shop'), 'P1001');
      assert.equal(await code('mysql://root:hunter2@nobody.invalid/shop'), 'P1001');
      assert.equal(await code(`${url}?sslaccept=strict`), 'P1011');
      const silent = await listen(() => {});
      assert.equal(await code(`mysql://root:hunter2@127.0.0.1:${silent.port}/shop`, 300), 'P1002');
      silent.close();
      await connection.query('DROP USER locked_in');
    }));
});
