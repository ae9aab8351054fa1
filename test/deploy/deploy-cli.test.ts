import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { builtBundle, lockstep } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { addFiles, migrations } from '../project/folders';
import { urlOf, value } from './backfills';
import { deployShop } from './deploys';
import { engineVariables, skipWithoutPrisma } from './prisma-cli';

const version = 15;
const users = { '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);\n' };
const slow = { '20260102000000_slow': 'CREATE TABLE "Slow" AS SELECT 1 AS "one" FROM pg_sleep(50);\n' };
const password = 'm4rked-pass-w0rd';

const onServer = (context: Mocha.Context, body: (client: Client) => Promise<void>): Promise<void> => {
  skipWithoutServer(context, version);
  skipWithoutPrisma(context, 7);
  builtBundle();
  return withDatabase(version, body);
};

describe('lockstep deploy', function () {
  // Each run of the real CLI takes seconds, and several where the machine is busy.
  this.timeout(300_000);

  it('prints the object that pipelines read, and ends with its code', function () {
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: users });
      const run = (...words: readonly string[]) =>
        lockstep(['deploy', '--env', 'test', ...words], { cwd: folder, env: { ...engineVariables(), TEST_URL: urlOf(client) } });
      const dry = await run('--dry-run', '--format', 'json');
      assert.equal(dry.code, 0, dry.stderr);
      const planned = JSON.parse(dry.stdout);
      assert.deepEqual([planned.outcome, planned.pending], ['would-deploy', Object.keys(users)]);
      assert.equal(await value(client, "SELECT to_regclass('_prisma_migrations')"), null);

      const first = await run('--format', 'json');
      assert.equal(first.code, 0, first.stderr);
      const { gates, report, ...rest } = JSON.parse(first.stdout);
      assert.deepEqual(rest, {
        version: 1,
        environment: 'test',
        outcome: 'deployed',
        applied: Object.keys(users),
        failed: null,
        backup: null,
      });
      assert.ok(existsSync(report));
      for (const gate of gates) assert.deepEqual(Object.keys(gate), ['gate', 'state', 'evidence']);
      assert.match(first.stderr, /prisma migrate deploy: 1 migration to test/);
      const again = await run();
      assert.deepEqual([again.code, again.stderr], [0, '']);
      assert.match(again.stdout, /test is up to date: nothing to deploy\./);

      addFiles(folder, migrations('prisma/migrations', { '20260102000000_fails': 'INSERT INTO "User" VALUES (1), (1);\n' }));
      const failed = await run('--format', 'json');
      assert.equal(failed.code, 7, failed.stderr);
      const told = JSON.parse(failed.stdout);
      assert.deepEqual(Object.keys(told.failed), ['migration', 'statement', 'code', 'message', 'next']);
      assert.deepEqual([told.outcome, told.failed.migration, told.failed.statement], ['failed', '20260102000000_fails', 0]);
      const markdown = await run('--format', 'markdown');
      assert.equal(markdown.code, 6);
      assert.match(markdown.stdout, /^# Deploy to test: refused$/m);
    });
  });

  it('takes a backup first, and names it', function () {
    return onServer(this, async (client) => {
      const command = `sh -c 'echo rows > "$LOCKSTEP_BACKUP_FILE"'`;
      const folder = deployShop({ major: 7, texts: users, settings: { backup: { command } } });
      const env = { ...engineVariables(), TEST_URL: urlOf(client) };
      const { code, stdout, stderr } = await lockstep(['deploy', '--env', 'test', '--backup', '--format', 'json'], { cwd: folder, env });
      assert.equal(code, 0, stderr);
      const { backup } = JSON.parse(stdout);
      assert.deepEqual(Object.keys(backup), ['path', 'bytes', 'verified']);
      assert.equal(readFileSync(backup.path, 'utf8'), 'rows\n');

      addFiles(folder, migrations('prisma/migrations', { '20260102000000_posts': 'CREATE TABLE "Post" ("id" INTEGER);\n' }));
      const broken = JSON.parse(readFileSync(join(folder, 'lockstep.json'), 'utf8'));
      broken.environments[0].backup.command = 'exit 9';
      addFiles(folder, { 'lockstep.json': JSON.stringify(broken) });
      const refused = await lockstep(['deploy', '--env', 'test', '--backup', '--format', 'json'], { cwd: folder, env });
      assert.equal(refused.code, 6, refused.stderr);
      assert.match(refused.stdout, /The backup was not made/);
      assert.equal(await value(client, `SELECT to_regclass('"Post"')`), null);
    });
  });

  it('wants an environment, a gate that there is, and a reason', async () => {
    const folder = deployShop({ major: 7, texts: users });
    const messages = [
      [['deploy'], /needs an environment/],
      [['deploy', '--env', 'tset'], /Did you mean "test"/],
      [['deploy', '--env', 'test', '--skip', 'drfit=because'], /Did you mean "drift"/],
      [['deploy', '--env', 'test', '--skip', 'drift'], /has no reason/],
    ] as const;
    for (const [words, message] of messages) {
      const { code, stderr } = await lockstep(words, { cwd: folder });
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });

  it('is cancelled by a signal, and says what was done', function () {
    if (process.platform === 'win32') this.skip();
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: { ...users, ...slow } });
      const child = started(folder, urlOf(client), ['--format', 'json']);
      await untilSleeping(client);
      const env = { ...engineVariables(), TEST_URL: urlOf(client) };
      const meanwhile = await lockstep(['deploy', '--env', 'test', '--dry-run'], { cwd: folder, env });
      assert.equal(meanwhile.code, 6);
      assert.match(meanwhile.stdout, new RegExp(`only-deploy .*deploys there already: pid ${child.pid}, since `));
      child.kill('SIGINT');
      const [code] = await once(child, 'close');
      assert.equal(code, 130);
      assert.match(child.text(), /"outcome": "cancelled"/);
      assert.match(child.text(), /"applied": \[\s*"20260101000000_users"\s*\]/);
      await untilNobodyElse(client);
    });
  });

  it('takes the CLI with it when it is killed', function () {
    if (process.platform === 'win32') this.skip();
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: { ...users, ...slow } });
      const child = started(folder, urlOf(client));
      await untilSleeping(client);
      assert.ok(commandsWith(folder).some((command) => command.includes('migrate')));
      child.kill('SIGKILL');
      await once(child, 'close');
      await until(() => !commandsWith(folder).some((command) => command.includes('migrate')));
      await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()",
      );
      await untilNobodyElse(client);
      // The next one says that there was one.
      const env = { ...engineVariables(), TEST_URL: urlOf(client) };
      const next = await lockstep(['deploy', '--env', 'test'], { cwd: folder, env });
      assert.equal(next.code, 6, next.stderr);
      assert.match(next.stderr, /was ended before it could say what came of it/);
    });
  });

  it('lets no password out: not in output, report, journal or arguments', function () {
    return onServer(this, async (client) => {
      const wait = { '20260102000000_wait': 'SELECT pg_sleep(3);\n' };
      const folder = deployShop({ major: 7, texts: { ...users, ...wait }, settings: { smokeTest: 'env' } });
      const url = urlOf(client).replace('//postgres@', `//postgres:${password}@`);
      const child = started(folder, url, [], { LOCKSTEP_DEBUG: '1', DEBUG: '*' });
      await untilSleeping(client, '%pg_sleep(3)%');
      const commands = commandsWith(folder);
      assert.ok(commands.length >= 2, commands.join('\n'));
      // Prisma's CLI gives its engine the URL as an argument; that is its own doing.
      const ours = commands.filter((command) => !command.includes('schema-engine'));
      assert.doesNotMatch(ours.join('\n'), new RegExp(password));
      const [code] = await once(child, 'close');
      assert.equal(code, 0, child.text());
      // The smoke test has printed its environment, with the URL hidden.
      assert.match(child.text(), /TEST_URL=\*\*\*/);
      addFiles(folder, migrations('prisma/migrations', { '20260103000000_fails': 'INSERT INTO "User" VALUES (1), (1);\n' }));
      const failing = started(folder, url, [], { LOCKSTEP_DEBUG: '1', DEBUG: '*' });
      const [failedCode] = await once(failing, 'close');
      assert.equal(failedCode, 7);
      assert.match(failing.text(), /20260103000000_fails failed at statement 1 of 1/);
      assert.doesNotMatch(child.text() + failing.text(), new RegExp(password));
      const files = readdirSync(join(folder, '.lockstep'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      assert.ok(files.length >= 2);
      for (const file of files)
        assert.doesNotMatch(readFileSync(join(file.parentPath, file.name), 'utf8'), new RegExp(password), file.name);
    });
  });
});

function started(folder: string, url: string, words: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [builtBundle(), 'deploy', folder, '--env', 'test', ...words], {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, '.cache'), ...engineVariables(), TEST_URL: url, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  return Object.assign(child, { text: () => text });
}

function commandsWith(folder: string): readonly string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      return command.includes(folder) ? [command.replaceAll('\0', ' ')] : [];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}

async function untilSleeping(client: Client, pattern = '%pg_sleep(50)%'): Promise<void> {
  const sql = `SELECT count(*) FROM pg_stat_activity WHERE query LIKE '${pattern}' AND state = 'active' AND pid <> pg_backend_pid()`;
  await until(async () => (await value(client, sql)) === '1');
}

/** The server would not let its database go before. */
async function untilNobodyElse(client: Client): Promise<void> {
  const sql = 'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
  await until(async () => (await value(client, sql)) === '0');
}

/** Only the time limit of the test ends it otherwise. */
async function until(is: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 50));
}
