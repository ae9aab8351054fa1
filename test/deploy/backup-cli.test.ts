import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import type { Client } from 'pg';
import { builtBundle, lockstep } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { urlOf } from './backfills';
import { namesIn, shopFolder, skipWithout } from './backups';

const version = 15;
const password = 'm4rked%21pass-w0rd';
const marked = /m4rked|pass-w0rd/;

/** With a password that the server does not ask for. */
const secretUrl = (client: Client): string => urlOf(client).replace('postgres@', `postgres:${password}@`);

const variablesOf = (client: Client) => ({
  STAGING_URL: secretUrl(client),
  PRODUCTION_URL: secretUrl(client),
  OTHER_URL: secretUrl(client),
});

/** Until pg_dump or psql waits for a table. */
async function waiting(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`);
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('lockstep backup and lockstep restore', () => {
  before(function () {
    skipWithout(this, 'pg_dump');
    skipWithoutServer(this, version);
  });

  it('make, list, verify and restore, as text and as JSON', () =>
    withDatabase(version, async (client) => {
      const folder = shopFolder('postgresql');
      const run = (...words: readonly string[]) => lockstep(words, { cwd: folder, env: variablesOf(client) });
      await client.query('CREATE TABLE users (id INTEGER); INSERT INTO users VALUES (1)');
      assert.match(
        (await run('backup', '--env', 'production', '--list')).stdout,
        /^There is no backup of production in \.lockstep\/backups\.\n$/,
      );
      const none = await run('restore', 'latest', '--env', 'production');
      assert.deepEqual([none.code, none.stderr.split('\n')[0]], [2, 'There is no verified backup of production.']);

      const made = await run('backup', '--env', 'production', '--format', 'json');
      assert.equal(made.code, 0, made.stderr);
      const { version: form, environment, outcome, backup, problem } = JSON.parse(made.stdout);
      assert.deepEqual([form, environment, outcome, backup.verified, problem], [1, 'production', 'backed-up', true, null]);
      assert.ok(existsSync(backup.path) && readFileSync(backup.path).length === backup.bytes);
      assert.match(made.stderr, /^pg_dump \S+: .*\/test_\d+, \d+/);

      const pretty = await run('backup', '--env', 'production');
      assert.match(
        pretty.stdout,
        /^\.lockstep\/backups\/production-\d{8}T\d{6}Z(-2)?\.dump {2}\S+ kB\n {2}\S+, PostgreSQL 15\.\S+, by pg_dump \S+\n {2}holds no migrations\n {2}verified: /,
      );
      assert.equal((await run('backup', '--env', 'production', '--list')).stdout.trim().split('\n').length, 2);
      const listed = JSON.parse((await run('backup', '--env', 'production', '--list', '--format', 'json')).stdout);
      assert.equal(listed.backups[1].path, backup.path);
      assert.equal((await run('backup', '--verify', backup.path)).code, 0);

      const occupied = await run('restore', basename(backup.path), '--env', 'production', '--format', 'json');
      assert.deepEqual([occupied.code, JSON.parse(occupied.stdout).problem.code], [6, 'not-empty']);
      const unconfirmed = await run('restore', 'latest', '--env', 'production', '--clean');
      assert.deepEqual([unconfirmed.code, unconfirmed.stdout.split('\n')[1]], [6, 'Type it, or add --yes production.']);
      await client.query('DELETE FROM users; CREATE TABLE newer (id INTEGER)');
      const restored = await run('restore', backup.path, '--env', 'production', '--clean', '--yes', 'production', '--format', 'json');
      assert.equal(restored.code, 0, restored.stdout + restored.stderr);
      const result = JSON.parse(restored.stdout);
      assert.deepEqual(
        [result.outcome, result.environment, result.left, result.freshBackup.verified],
        ['restored', 'production', null, true],
      );
      assert.deepEqual(result.checks, ['it has 1 table, as the backup', 'it has no migrations, as the backup']);
      assert.match(restored.stderr, /Backs up what is there first\.\nDrops everything that is there: 2 tables, /);
      assert.equal((await client.query('SELECT count(*)::int AS n FROM users')).rows[0]?.n, 1);

      const scratch = JSON.parse((await run('restore', backup.path, '--to', 'OTHER_URL', '--scratch', '--format', 'json')).stdout);
      assert.match(scratch.scratch, /^lockstep_scratch_/);
      await client.query(`DROP DATABASE ${scratch.scratch}`);

      for (const words of [
        ['backup'],
        ['backup', '--env', 'nobody'],
        ['restore', '--env', 'staging'],
        ['restore', backup.path, '--to', 'postgresql://u:p@h/d'],
        ['restore', backup.path, '--to', 'NOT_SET'],
        ['backup', '--verify', 'none.dump'],
      ]) {
        const { code, stderr } = await run(...words);
        assert.equal(code, 2, words.join(' '));
        assert.match(stderr, /^[^\n]{1,140}\n[^\n]+\n$/, words.join(' '));
      }
    }));

  it('keep a password out of files, output and the list of processes', async function () {
    if (!existsSync('/proc/self/cmdline')) this.skip();
    await withDatabase(version, async (client, connect) => {
      const folder = shopFolder('postgresql');
      await client.query('CREATE TABLE held (id INTEGER)');
      const holder = await connect();
      const outputs: string[] = [];
      const watched = async (...words: readonly string[]): Promise<number | null> => {
        await holder.query('BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE');
        const running = lockstep(words, { cwd: folder, env: { ...variablesOf(client), LOCKSTEP_DEBUG: '1' } });
        await waiting(client);
        const commands = commandsNow();
        assert.match(commands, /pg_dump|psql/);
        assert.doesNotMatch(commands, marked);
        await holder.query('ROLLBACK');
        const { code, stdout, stderr } = await running;
        outputs.push(stdout, stderr);
        return code;
      };
      assert.equal(await watched('backup', '--env', 'production'), 0);
      assert.equal(await watched('restore', 'latest', '--env', 'production', '--clean', '--yes', 'production', '--no-backup'), 0);
      // The command of a user that says what it must not.
      const loud = shopFolder('postgresql', {
        backup: { command: 'echo "$DATABASE_URL" >&2; echo "see $DATABASE_URL"; [ "$LOCKSTEP_ENVIRONMENT" = staging ]' },
      });
      for (const environment of ['staging', 'production']) {
        const { stdout, stderr } = await lockstep(['backup', '--env', environment, '--format', 'json'], {
          cwd: loud,
          env: variablesOf(client),
        });
        outputs.push(stdout, stderr);
        assert.match(stdout, /\*\*\*/);
      }
      assert.doesNotMatch(outputs.join('\n'), marked);
      for (const directory of [folder, loud]) {
        for (const name of readdirSync(join(directory, '.lockstep'), { recursive: true, withFileTypes: true })) {
          if (name.isFile()) assert.doesNotMatch(readFileSync(join(name.parentPath, name.name), 'latin1'), marked, name.name);
        }
      }
    });
  });

  it('end what they have started when they are interrupted or killed', async function () {
    if (process.platform === 'win32') this.skip();
    await withDatabase(version, async (client, connect) => {
      for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 130],
        ['SIGKILL', null],
      ] as const) {
        const folder = shopFolder('postgresql');
        const table = `held_${signal.toLowerCase()}`;
        await client.query(`CREATE TABLE ${table} (id INTEGER)`);
        const holder = await connect();
        await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
        const child = spawn(process.execPath, [builtBundle(), 'backup', '--env', 'staging'], {
          cwd: folder,
          env: { ...process.env, ...variablesOf(client) },
          stdio: 'ignore',
        });
        await waiting(client);
        child.kill(signal);
        const [ended] = await once(child, 'exit');
        assert.equal(ended, code, signal);
        await holder.query('ROLLBACK');
        for (;;) {
          const { rows } = await client.query(
            `SELECT 1 FROM pg_stat_activity WHERE application_name = 'lockstep' AND datname = current_database()`,
          );
          if (rows.length === 0) break;
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
        // What is killed cannot tidy up; what it leaves is not taken for a backup.
        const left = namesIn(join(folder, '.lockstep/backups'));
        assert.deepEqual(
          left.filter((name) => !name.endsWith('.partial')),
          [],
          signal,
        );
        const kinds = left.map((name) => name.replace(/^staging-\d{8}T\d{6}Z/, ''));
        assert.deepEqual(kinds, signal === 'SIGKILL' ? ['.dump.partial', '.owner.partial'] : []);
        const listed = await lockstep(['backup', '--env', 'staging', '--list'], { cwd: folder });
        assert.match(listed.stdout, /^There is no backup/);
        const said = /^Removed staging-\d{8}T\d{6}Z\.dump\.partial \(\S+ \S+\), which a backup that was killed has left\.\n$/;
        assert.match(listed.stderr, signal === 'SIGKILL' ? said : /^$/);
        assert.deepEqual(namesIn(join(folder, '.lockstep/backups')), []);
      }
    });
  });
});

describe('lockstep backup and lockstep restore of SQLite', () => {
  it('make and restore a file, and say where there is none', async () => {
    const folder = shopFolder('sqlite');
    const run = (...words: readonly string[]) =>
      lockstep(words, { cwd: folder, env: { STAGING_URL: 'file:./dev.db', OTHER_URL: 'file:./other.db' } });
    const none = await run('backup', '--env', 'staging');
    assert.deepEqual([none.code, none.stdout.split('\n')[0]], [7, 'There is no database at prisma/dev.db.']);
    const database = new Database(join(folder, 'prisma/dev.db'));
    database.exec('CREATE TABLE users (id INTEGER); INSERT INTO users VALUES (7)');
    database.close();
    assert.equal((await run('backup', '--env', 'staging')).code, 0);
    const restored = await run('restore', 'latest', '--env', 'staging', '--to', 'OTHER_URL', '--format', 'json');
    assert.equal(restored.code, 0, restored.stdout + restored.stderr);
    assert.deepEqual(JSON.parse(restored.stdout).checks, ['it has 1 table, as the backup', 'it has no migrations, as the backup']);
    const other = new Database(join(folder, 'prisma/other.db'));
    assert.deepEqual(other.all('SELECT id FROM users'), [{ id: 7 }]);
    other.close();
    const [file] = namesIn(join(folder, '.lockstep/backups'));
    truncateSync(join(folder, '.lockstep/backups', file ?? ''), 4096);
    assert.equal((await run('backup', '--verify', `.lockstep/backups/${file}`)).code, 7);
  });
});

function commandsNow(): string {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8');
      } catch {
        return ''; // It has ended meanwhile.
      }
    })
    .join('\n');
}
