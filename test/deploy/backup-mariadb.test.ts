import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Connection } from 'mariadb';
import { verifyBackup } from '../../server/src/deploy/backup/verify-backup';
import { dropScratch } from '../../server/src/deploy/scratch/scratches';
import { backedUp, backupOf, namesIn, problemIn, shopFolder, skipWithout } from './backups';
import { skipWithoutMariadb, withMariadb } from './mariadb';
import { restored, restoredIn } from './restores';
import { hostAt } from './scratch-hosts';

const abort = new AbortController().signal;

async function fill(connection: Connection): Promise<void> {
  await connection.query(`
    CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3), migration_name VARCHAR(255) NOT NULL,
      logs TEXT, rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), applied_steps_count INT UNSIGNED NOT NULL DEFAULT 0);
    INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name) VALUES ('1', 'aa', NOW(), '20260101000000_users');
    CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(100), picture BLOB) CHARACTER SET utf8mb4;
    CREATE TABLE posts (id INT PRIMARY KEY, user_id INT, FOREIGN KEY (user_id) REFERENCES users (id));
    CREATE VIEW names AS SELECT name FROM users;
    CREATE PROCEDURE nothing() SELECT 1;
    CREATE TABLE prices (id INT PRIMARY KEY) WITH SYSTEM VERSIONING;
    CREATE SEQUENCE numbers;
    CREATE EVENT later ON SCHEDULE EVERY 1 YEAR DO SELECT 1;`);
  await connection.query('INSERT INTO users VALUES (?, ?, ?)', [
    1,
    "a\n-- Table structure for table `x`\n';\\ 🙂",
    Buffer.from([0, 1, 255]),
  ]);
  await connection.query('INSERT INTO posts VALUES (1, 1)');
  // It must not fire when the rows come back.
  await connection.query('CREATE TRIGGER shout BEFORE INSERT ON users FOR EACH ROW SET NEW.name = UPPER(NEW.name)');
}

async function contentOf(connection: Connection): Promise<string> {
  const answers: unknown[] = [];
  for (const sql of [
    'SHOW FULL TABLES',
    'SHOW TRIGGERS',
    'SELECT * FROM users',
    'SELECT * FROM posts',
    'SELECT * FROM names',
    'SELECT id FROM _prisma_migrations',
  ]) {
    answers.push(await connection.query(sql));
  }
  for (const kind of ['ROUTINE', 'EVENT']) {
    answers.push(await connection.query(`SELECT ${kind}_NAME AS name FROM information_schema.${kind}S WHERE ${kind}_SCHEMA = DATABASE()`));
  }
  return JSON.stringify(answers)
    .replaceAll(/"Tables_in_\w+"/g, '"table"')
    .replaceAll(/"Created":"[^"]*"/g, '"Created":"then"');
}

describe('a backup of MariaDB', () => {
  before(function () {
    skipWithoutMariadb(this);
    skipWithout(this, 'mariadb-dump');
  });

  it('is verified and stamped, and brings everything back', () =>
    withMariadb(async (connection, url) => {
      const folder = shopFolder('mysql');
      await fill(connection);
      const before = await contentOf(connection);
      const backup = backupOf(await backedUp(folder, url));
      assert.deepEqual(namesIn(join(folder, '.lockstep/backups')), ['staging-20261120T150405Z.json', 'staging-20261120T150405Z.sql.gz']);
      const { stamp } = backup;
      assert.deepEqual([stamp.provider, stamp.form, stamp.tables], ['mysql', 'sql', 4]);
      assert.match(stamp.serverVersion, /MariaDB/);
      assert.deepEqual(stamp.verified, ['it ends with "Dump completed"', 'it holds 4 tables, as the database does']);
      assert.deepEqual(stamp.migrations, {
        applied: [{ name: '20260101000000_users', checksum: 'aa' }],
        failed: [],
        pending: ['20260102000000_posts'],
      });
      assert.equal((await verifyBackup(backup, process.env, abort)).type, 'done');

      await connection.query('CREATE TABLE newer (id INT PRIMARY KEY, user_id INT, FOREIGN KEY (user_id) REFERENCES users (id))');
      await connection.query(
        'DELETE FROM posts; DROP VIEW names; CREATE VIEW more AS SELECT 1; CREATE FUNCTION one() RETURNS INT RETURN 1',
      );
      assert.equal(problemIn((await restored(folder, backup.path, url)).outcome, 'refused').code, 'not-empty');
      const { checks } = restoredIn(await restored(folder, backup.path, url, { clean: true, confirmed: 'staging' }));
      assert.deepEqual(checks, ['it has 4 tables, as the backup', 'it has 1 migration up to 20260101000000_users, as the backup']);
      assert.equal(await contentOf(connection), before);

      const { scratch } = restoredIn(await restored(folder, backup.path, url, { target: 'scratch' }));
      const rows: unknown = await connection.query(`SELECT user_id FROM ${scratch}.posts`);
      assert.ok(Array.isArray(rows) && rows.length === 1);
      assert.deepEqual(await dropScratch(hostAt(url), scratch ?? ''), { ok: true, value: 'dropped' });
    }));

  it('is refused where it is cut off, damaged, or chooses a database by itself, and the database stays', () =>
    withMariadb(async (connection, url) => {
      const folder = shopFolder('mysql');
      await fill(connection);
      const before = await contentOf(connection);
      const backup = backupOf(await backedUp(folder, url));
      const text = gunzipSync(readFileSync(backup.path)).toString('utf8');
      const refusal = async (name: string, content: string | Buffer) => {
        writeFileSync(join(folder, name), content);
        return problemIn((await restored(folder, join(folder, name), url, { clean: true, confirmed: 'staging' })).outcome, 'refused');
      };
      assert.equal((await refusal('cut.sql', text.slice(0, -200))).code, 'backup-unreadable');
      assert.equal((await refusal('cut.sql.gz', gzipSync(text).subarray(0, 400))).code, 'backup-unreadable');
      assert.match(
        (await refusal('other.sql', `${text.slice(0, 100)}\nUSE \`mysql\`;\n${text.slice(100)}`)).message,
        /^The dump chooses a database by itself\.$/,
      );
      truncateSync(backup.path, backup.bytes - 10);
      assert.equal(
        problemIn((await restored(folder, backup.path, url, { clean: true, confirmed: 'staging' })).outcome, 'refused').code,
        'backup-unreadable',
      );
      assert.equal(await contentOf(connection), before);
      // A dump of a person's own, as text and without a stamp.
      writeFileSync(join(folder, 'own.sql'), text);
      const own = restoredIn(await restored(folder, join(folder, 'own.sql'), url, { clean: true, confirmed: 'staging' }));
      assert.match(own.warnings[0] ?? '', /no stamp/);
      assert.equal(await contentOf(connection), before);
    }));

  it('says that a part is left where a restore fails in its middle', () =>
    withMariadb(async (connection, url) => {
      const folder = shopFolder('mysql');
      await fill(connection);
      const backup = backupOf(await backedUp(folder, url));
      const text = gunzipSync(readFileSync(backup.path)).toString('utf8');
      writeFileSync(join(folder, 'broken.sql'), text.replace('CREATE TABLE `users`', 'CREATE TABEL `users`'));
      const { outcome } = await restored(folder, join(folder, 'broken.sql'), url, { clean: true, confirmed: 'staging' });
      assert.match(problemIn(outcome, 'failed').message, /^The restore failed: .*error in your SQL syntax/);
      assert.equal(outcome.type === 'failed' && outcome.left, 'partial');
      restoredIn(await restored(folder, backup.path, url, { clean: true, confirmed: 'staging' }));
    }));

  it('is refused where there is no mariadb-dump', () =>
    withMariadb(async (_, url) => {
      const folder = shopFolder('mysql');
      const problem = problemIn((await backedUp(folder, url, { variables: { PATH: folder } })).outcome, 'refused');
      assert.deepEqual([problem.code, problem.message], ['tool-missing', 'No mysqldump is installed, or none is on the path.']);
      assert.match(problem.help, /mariadb-client/);
    }));
});
