import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { listBackups } from '../../server/src/deploy/backup/list';
import { type Connect, skipWithoutServer, withDatabase } from '../evidence/server';
import { folderWith } from '../project/folders';
import { urlOf } from './backfills';
import { type BackedUp, backedUp, backupOf, fakePath, namesIn, problemIn, programAt, shopFolder, skipWithout } from './backups';
import { skipWithoutMariadb, withMariadb } from './mariadb';

const version = 15;
const later = new Date('2026-11-21T00:00:00Z');

/** A table with so many bytes that nothing compresses. */
const noise = (rows: number): string =>
  `CREATE TABLE noise AS SELECT i, md5(random()::text) || md5(random()::text) AS text FROM generate_series(1, ${rows}) AS i`;

async function holding(connect: Connect, table: string): Promise<Client> {
  const holder = await connect();
  await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return holder;
}

/** Runs a backup that waits for a table that somebody else holds, and what happens meanwhile. */
async function whileWaiting(client: Client, start: () => Promise<BackedUp>, meanwhile: (pid: string) => Promise<void>): Promise<BackedUp> {
  const running = start();
  for (;;) {
    const { rows } = await client.query<{ pid: string }>(
      `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    if (rows[0] !== undefined) {
      await meanwhile(rows[0].pid);
      return running;
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('a backup that goes wrong', () => {
  before(function () {
    skipWithout(this, 'pg_dump');
    skipWithoutServer(this, version);
    if (process.platform === 'win32') this.skip();
  });

  /** Nothing of the second backup is left, and the first one is as it was. */
  const withEarlier = (body: (client: Client, folder: string, url: string, connect: Connect) => Promise<void>) =>
    withDatabase(version, async (client, connect) => {
      const folder = shopFolder('postgresql');
      const url = urlOf(client);
      await client.query(noise(2000));
      const earlier = backupOf(await backedUp(folder, url));
      const bytes = readFileSync(earlier.path);
      await body(client, folder, url, connect);
      const { project, environment } = { ...(await backedUp(folder, url, { abort: AbortSignal.abort() })) };
      assert.deepEqual(listBackups(project, environment.settings), [earlier]);
      assert.ok(readFileSync(earlier.path).equals(bytes));
      assert.deepEqual(namesIn(join(folder, '.lockstep/backups')), ['staging-20261120T150405Z.dump', 'staging-20261120T150405Z.json']);
    });

  it('has a full disk', async function () {
    const directory = join(folderWith({ note: '' }), 'small');
    mkdirSync(directory);
    if (process.platform !== 'linux' || spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory]).status !== 0) {
      console.log('      skipped: no right to mount a small disk');
      this.skip();
    }
    try {
      await withDatabase(version, async (client) => {
        const folder = shopFolder('postgresql');
        await client.query(noise(200));
        const first = backupOf(await backedUp(folder, urlOf(client), { directory }));
        await client.query('DROP TABLE noise');
        await client.query(noise(20_000));
        const { outcome } = await backedUp(folder, urlOf(client), { directory, now: later });
        const problem = problemIn(outcome, 'failed');
        assert.deepEqual([problem.code, problem.message], ['disk-full', `There is no room left in ${directory}.`]);
        assert.deepEqual(namesIn(directory), ['staging-20261120T150405Z.dump', 'staging-20261120T150405Z.json']);
        assert.equal(readFileSync(first.path).length, first.bytes);
      });
    } finally {
      spawnSync('umount', [directory]);
    }
  });

  it('has a directory that cannot be written to', () =>
    withEarlier(async (_, folder, url) => {
      const directory = join(folder, 'lockstep.json', 'backups');
      const problem = problemIn((await backedUp(folder, url, { directory })).outcome, 'refused');
      assert.deepEqual([problem.code, problem.message], ['directory-unwritable', `${directory} cannot be written to (ENOTDIR).`]);
    }));

  it('is cancelled while it waits for a table', () =>
    withEarlier(async (client, folder, url, connect) => {
      const controller = new AbortController();
      const holder = await holding(connect, 'noise');
      const start = () => backedUp(folder, url, { now: later, abort: controller.signal });
      const { outcome } = await whileWaiting(client, start, async () => controller.abort());
      assert.equal(outcome.type, 'cancelled');
      await holder.query('ROLLBACK');
    }));

  it('loses its connection', () =>
    withEarlier(async (client, folder, url, connect) => {
      const holder = await holding(connect, 'noise');
      const start = () => backedUp(folder, url, { now: later });
      const { outcome } = await whileWaiting(
        client,
        start,
        async (pid) => void (await client.query('SELECT pg_terminate_backend($1)', [pid])),
      );
      await holder.query('ROLLBACK');
      const problem = problemIn(outcome, 'failed');
      assert.equal(problem.code, 'connection-lost');
      assert.match(problem.message, /^pg_dump failed: /);
    }));

  it('loses its tool', () =>
    withEarlier(async (_, folder, url) => {
      const real = programAt('pg_dump');
      const PATH = fakePath(folder, {
        pg_dump: `case "$*" in *--format*) ${real} "$@" | head -c 5000; kill -9 $$;; *) exec ${real} "$@";; esac`,
      });
      const { outcome } = await backedUp(folder, url, { now: later, variables: { ...process.env, PATH } });
      const problem = problemIn(outcome, 'failed');
      assert.deepEqual([problem.code, problem.message], ['tool-killed', 'pg_dump was ended by SIGKILL.']);
    }));

  it('has a tool that writes something else, or not all tables, and says that all is well', () =>
    withEarlier(async (_, folder, url) => {
      const real = programAt('pg_dump');
      for (const text of ['echo PGDMP', `${real} "$@" | head -c 50`, `${real} "$@" --exclude-table=noise`]) {
        const PATH = fakePath(folder, { pg_dump: `case "$*" in *--format*) ${text};; *) exec ${real} "$@";; esac` });
        const { outcome } = await backedUp(folder, url, { now: later, variables: { ...process.env, PATH } });
        assert.equal(problemIn(outcome, 'failed').code, 'not-verified', text);
      }
    }));

  it('says where migrations were applied while it was made', () =>
    withDatabase(version, async (client, connect) => {
      const folder = shopFolder('postgresql');
      await client.query(`CREATE TABLE "_prisma_migrations" (migration_name text, checksum text, started_at timestamptz DEFAULT now(), finished_at timestamptz,
        rolled_back_at timestamptz, applied_steps_count integer DEFAULT 1, logs text); CREATE TABLE held (id integer)`);
      const holder = await holding(connect, 'held');
      const made = await whileWaiting(
        client,
        () => backedUp(folder, urlOf(client)),
        async () => {
          await client.query(
            `INSERT INTO "_prisma_migrations" (migration_name, checksum, finished_at) VALUES ('20260101000000_users', 'aa', now())`,
          );
          await holder.query('COMMIT');
        },
      );
      const { stamp } = backupOf(made);
      assert.equal(stamp.migrations, null);
      assert.match(
        made.outcome.type === 'backed-up' ? (made.outcome.warnings[0] ?? '') : '',
        /^Migrations were applied while the backup was made/,
      );
    }));

  it('warns where git would take it in', () =>
    withDatabase(version, async (client) => {
      const folder = shopFolder('postgresql', { backup: { directory: 'dumps' } });
      if (spawnSync('git', ['init', '-q', folder]).status !== 0) return;
      const warned = async (now: string) => {
        const { outcome } = await backedUp(folder, urlOf(client), { now: new Date(now) });
        return outcome.type === 'backed-up' ? outcome.warnings : null;
      };
      assert.deepEqual(await warned('2026-01-01'), [
        'Git does not ignore dumps/: a backup holds the rows of the database. Add it to .gitignore.',
      ]);
      writeFileSync(join(folder, '.gitignore'), 'dumps/\n');
      assert.deepEqual(await warned('2026-01-02'), []);
      assert.equal(namesIn(join(folder, 'dumps')).length, 4);
      assert.ok(!existsSync(join(folder, '.lockstep')));
    }));

  it('has a wrong password', function () {
    skipWithoutMariadb(this);
    return withMariadb(async (connection, url) => {
      await connection.query(`CREATE USER seller IDENTIFIED BY 'right'`);
      const folder = shopFolder('mysql');
      const { outcome } = await backedUp(folder, url.replace('root@', 'seller:m4rked-wrong@'));
      await connection.query('DROP USER seller');
      const problem = problemIn(outcome, 'failed');
      assert.equal(problem.code, 'unreachable');
      assert.match(problem.message, /refuses the user or the password/);
      assert.doesNotMatch(JSON.stringify(outcome), /m4rked/);
      assert.deepEqual(namesIn(join(folder, '.lockstep/backups')), []);
    });
  });
});

describe('a backup by a command of the user', () => {
  const own = (command: string) => shopFolder('sqlite', { backup: { command } }, { 'prisma/dev.db': '' });

  it('is the file that it writes', async () => {
    const folder = own('echo "$LOCKSTEP_ENVIRONMENT $DATABASE_URL" > "$LOCKSTEP_BACKUP_FILE"; pwd');
    const backup = backupOf(await backedUp(folder, 'file:./dev.db'));
    assert.equal(readFileSync(backup.path, 'utf8'), 'staging file:./dev.db\n');
    assert.deepEqual(namesIn(join(folder, '.lockstep/backups')), ['staging-20261120T150405Z.backup', 'staging-20261120T150405Z.json']);
    assert.deepEqual([backup.stamp.form, backup.stamp.reference], ['own', folder]);
  });

  it('is a snapshot elsewhere, named by its last line', async () => {
    const folder = own('echo making; echo snap-0a1b2c');
    const made = await backedUp(folder, 'file:./dev.db');
    const { stamp, isVerified } = backupOf(made);
    assert.deepEqual([stamp.form, stamp.file, stamp.reference, isVerified], ['snapshot', null, 'snap-0a1b2c', true]);
    assert.deepEqual(namesIn(join(folder, '.lockstep/backups')), ['staging-20261120T150405Z.json']);
    assert.equal(listBackups(made.project, made.environment.settings).length, 1);
  });

  it('fails where it fails, where it does nothing, and where it writes nothing', async () => {
    for (const [command, code, message] of [
      ['echo "quota reached" >&2; exit 3', 'tool-failed', 'The backup command failed: quota reached.'],
      ['true', 'not-verified', 'The backup command has written no file and no reference.'],
      [': > "$LOCKSTEP_BACKUP_FILE"', 'not-verified', 'The backup command has written an empty file.'],
      ['echo PGDMP > "$LOCKSTEP_BACKUP_FILE"', 'not-verified', null],
    ] as const) {
      const folder = own(command);
      const problem = problemIn((await backedUp(folder, 'file:./dev.db')).outcome, 'failed');
      assert.equal(problem.code, code);
      if (message !== null) assert.equal(problem.message, message);
      assert.deepEqual(namesIn(join(folder, '.lockstep/backups')), [], command);
    }
  });
});
