import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Client } from 'pg';
import { deployingPath, unfinishedDeploy } from '../../server/src/deploy/deploy/deploying-file';
import { readJournal } from '../../server/src/deploy/journal/journal';
import { type Connect, skipWithoutServer, withDatabase } from '../evidence/server';
import { addFiles, folderWith } from '../project/folders';
import { urlOf, value } from './backfills';
import { deployed, deployShop, notOk, warningsIn } from './deploys';
import { statesIn, statusAt } from './environments';
import { skipWithoutPrisma } from './prisma-cli';
import { type Listener, listenBetween } from './wire';

const version = 15;
const users = { '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "email" TEXT);\n' };
/** Long enough for whatever is to happen meanwhile; a test that waits for its end fails. */
const slow = { '20260102000000_slow': 'CREATE TABLE "Slow" AS SELECT 1 AS "one" FROM pg_sleep(50);\n' };

describe('a deploy when something goes wrong', function () {
  // Each run of the real CLI takes seconds, and several where the machine is busy.
  this.timeout(300_000);

  const onServer = (context: Mocha.Context, body: (client: Client, connect: Connect) => Promise<void>): Promise<void> => {
    skipWithoutServer(context, version);
    skipWithoutPrisma(context, 7);
    return withDatabase(version, body);
  };

  it('begins nothing when the server is down', async function () {
    skipWithoutPrisma(this, 7);
    const folder = deployShop({ major: 7, texts: users });
    const { outcome } = await deployed(folder, 'postgresql://app:hunter22@127.0.0.1:1/shop');
    assert.equal(outcome.type, 'refused');
    assert.ok(notOk(outcome).includes('status'));
    assert.match(outcome.words, /127\.0\.0\.1:1\/shop cannot be reached: connection refused/);
    assert.deepEqual([outcome.applied, outcome.report], [[], null]);
    assert.equal(readJournal(folder)[0]?.outcome, 'refused');
  });

  it('says that nothing is known when the server goes away in the middle and stays away', function () {
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: { ...users, ...slow } });
      const proxy = await opened(listenBetween(client));
      const { outcome } = await deployed(folder, urlOf(client, proxy.port), {
        onEvent: (event) => {
          if (event.type === 'migration-began' && event.migration === '20260102000000_slow') proxy.close();
        },
      });
      assert.ok(outcome.type === 'failed', outcome.words);
      assert.deepEqual([outcome.failed.code, outcome.applied], ['P1001', []]);
      assert.match(outcome.failed.message, /Nothing is known of its migrations now/);
      assert.match(readFileSync(outcome.report ?? '', 'utf8'), /20260101000000_users applied/);
      await endAll(client);
    });
  });

  it('finds the migration that lost its connection', function () {
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: { ...users, ...slow } });
      const { outcome } = await deployed(folder, urlOf(client), {
        onEvent: (event) => {
          if (event.type === 'migration-began') void endSleeping(client, 'pg_terminate_backend');
        },
      });
      assert.ok(outcome.type === 'failed', outcome.words);
      assert.deepEqual([outcome.failed.migration, outcome.applied], ['20260102000000_slow', Object.keys(users)]);
      assert.equal(outcome.failed.next[0], 'lockstep recover --env test');
      assert.equal(statesIn(await statusAt(urlOf(client), folder))['20260102000000_slow'], 'failed');
    });
  });

  it('finds the migration whose CLI was killed', function () {
    if (process.platform !== 'linux') this.skip();
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: { ...users, ...slow } });
      const { outcome } = await deployed(folder, urlOf(client), {
        onEvent: (event) => {
          if (event.type === 'migration-began') for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL');
        },
      });
      assert.ok(outcome.type === 'failed', outcome.words);
      assert.equal(outcome.failed.migration, '20260102000000_slow');
      // Nobody told the server that its client is gone.
      assert.match(outcome.failed.message, /20260102000000_slow is being applied now by pid \d+ \(lockstep-deploy-/);
      assert.deepEqual(outcome.applied, Object.keys(users));
      await endAll(client);
    });
  });

  it("waits for nobody who holds Prisma's lock, and says who it is when somebody comes in between: P1002", function () {
    return onServer(this, async (client, connect) => {
      const folder = deployShop({ major: 7, texts: users });
      const holder = await connect();
      await holder.query('SELECT pg_advisory_lock(72707369)');
      const { outcome } = await deployed(folder, urlOf(client));
      assert.deepEqual([outcome.type, notOk(outcome)], ['refused', ['migration-lock']]);
      await holder.query('SELECT pg_advisory_unlock(72707369)');
      // Somebody comes in between, when the gates have been asked.
      const late = await deployed(folder, urlOf(client), {
        variables: { LOCKSTEP_TEST_LOCK_PATIENCE: '300' },
        onEvent: (event) => {
          if (event.type === 'step') void holder.query('SELECT pg_advisory_lock(72707369)');
        },
      });
      assert.ok(late.outcome.type === 'failed', late.outcome.words);
      const { code, migration, message } = late.outcome.failed;
      assert.deepEqual([code, migration], ['P1002', null]);
      assert.match(message, /Somebody else holds Prisma's migration lock: pid \d+/);
      assert.equal((await statusAt(urlOf(client), folder)).state, 'pending');
    });
  });

  it('is refused while another one runs: from the same folder, and from another one', function () {
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: { ...users, ...slow } });
      const other = deployShop({ major: 7, texts: { ...users, ...slow } });
      const abort = new AbortController();
      const seconds: Promise<Awaited<ReturnType<typeof deployed>>>[] = [];
      const first = await deployed(folder, urlOf(client), {
        abort: abort.signal,
        by: 'first',
        onEvent: (event) => {
          if (event.type !== 'migration-began') return;
          seconds.push(deployed(folder, urlOf(client)), deployed(other, urlOf(client)));
          void Promise.all(seconds).finally(() => abort.abort());
        },
      });
      const [here, there] = (await Promise.all(seconds)).map(({ outcome }) => outcome);
      assert.deepEqual([here?.type, there?.type], ['refused', 'refused']);
      assert.match(here?.words ?? '', new RegExp(`first deploys there already: pid ${process.pid}, since \\d{4}-`));
      assert.match(there?.words ?? '', /A deploy to this database is under way, by first, since \d{4}-.* UTC/);
      assert.equal(first.outcome.type, 'cancelled');
      assert.equal(unfinishedDeploy(folder, 'test'), null);
    });
  });

  it('takes the place of one that was ended before its end, and says so', function () {
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: users, files: { '.lockstep/.gitignore': '*\n' } });
      const gone = { by: 'somebody', host: hostname(), pid: 2 ** 22 + 1, since: '2026-01-02T03:04:05.000Z' };
      writeFileSync(deployingPath(folder, 'test'), JSON.stringify(gone));
      assert.deepEqual(unfinishedDeploy(folder, 'test'), { ...gone, isRunning: false });
      const { outcome, events } = await deployed(folder, urlOf(client));
      assert.equal(outcome.type, 'deployed', outcome.words);
      assert.match(warningsIn(events).join('\n'), /by somebody of 2026-01-02T03:04:05.000Z .* was ended before it could say/);

      writeFileSync(deployingPath(folder, 'test'), JSON.stringify({ ...gone, host: 'another-machine' }));
      const elsewhere = await deployed(folder, urlOf(client));
      assert.deepEqual([elsewhere.outcome.type, notOk(elsewhere.outcome)], ['refused', ['only-deploy']]);
    });
  });

  it('changes nothing when it is cancelled before it begins', function () {
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: users });
      const { outcome } = await deployed(folder, urlOf(client), { abort: AbortSignal.abort() });
      assert.equal(outcome.type, 'cancelled');
      assert.match(outcome.words, /before anything was begun/);
      assert.equal((await statusAt(urlOf(client), folder)).state, 'pending');
      assert.equal(await value(client, "SELECT to_regclass('_prisma_migrations')"), null);
    });
  });

  it('ends the statement on the server when it is cancelled, and says what was done before', function () {
    return onServer(this, async (client) => {
      const later = { '20260103000000_later': 'CREATE TABLE "Later" ("id" INTEGER);\n' };
      const folder = deployShop({ major: 7, texts: { ...users, ...slow, ...later } });
      const abort = new AbortController();
      const { outcome } = await deployed(folder, urlOf(client), {
        abort: abort.signal,
        onEvent: (event) => {
          if (event.type === 'migration-began') abort.abort();
        },
      });
      assert.equal(outcome.type, 'cancelled');
      assert.match(outcome.words, /^Cancelled\. Applied before: 20260101000000_users\./);
      assert.match(outcome.words, /20260102000000_slow was begun and is not finished; "lockstep recover --env test" tells/);
      assert.match(outcome.words, /Not begun: 20260103000000_later\./);
      assert.equal(await sleepers(client), '0', 'the server does nothing of it any more');
      const { migrations } = await statusAt(urlOf(client), folder);
      assert.match(migrations[1]?.error ?? '', /canceling statement due to user request/);
    });
  });

  it('tells when a statement waits for somebody', function () {
    return onServer(this, async (client, connect) => {
      const folder = deployShop({ major: 7, texts: users });
      await deployed(folder, urlOf(client));
      addFiles(folder, { 'prisma/migrations/20260102000000_age/migration.sql': 'ALTER TABLE "User" ADD COLUMN "age" INTEGER;\n' });
      const holder = await connect();
      await holder.query('BEGIN; LOCK TABLE "User"');
      const overrides = (['long-transactions', 'drift'] as const).map((gate) => ({ gate, reason: 'a test' }));
      const { outcome, events } = await deployed(folder, urlOf(client), {
        overrides,
        onEvent: (event) => {
          if (event.type === 'waiting') void holder.query('ROLLBACK');
        },
      });
      assert.equal(outcome.type, 'deployed', outcome.words);
      const waiting = events.find((event) => event.type === 'waiting');
      assert.match(waiting?.type === 'waiting' ? waiting.text : '', /waits for a lock of pid \d+: ALTER TABLE "User"/);
    });
  });

  it('is refused without a CLI, and with one that goes elsewhere', function () {
    return onServer(this, async (client) => {
      const folder = folderWith({
        'package.json': '{ "devDependencies": { "prisma": "7" } }',
        'pnpm-lock.yaml': '',
        'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
        'lockstep.json': '{ "environments": [{ "name": "test", "kind": "staging", "url": { "env": "TEST_URL" } }] }',
        ...Object.fromEntries(Object.entries(users).map(([name, text]) => [`prisma/migrations/${name}/migration.sql`, text])),
      });
      const missing = await deployed(folder, urlOf(client));
      assert.equal(missing.outcome.type, 'refused');
      assert.match(missing.outcome.words, /Prisma CLI is not installed/);
      const fix = missing.outcome.checks.find(({ gate }) => gate === 'prisma-cli')?.fix;
      assert.match(fix ?? '', /Run "pnpm install"/);

      const elsewhere = 'postgresql://app:hunter22@127.0.0.1:1/elsewhere';
      const configs = {
        'a literal': `'${elsewhere}'`,
        'an env file over variables': `(process.env.DATABASE_URL = '${elsewhere}')`,
        'an unknown variable': `process.env['SOME' + '_OTHER'] ?? '${elsewhere}'`,
        parts: `'postgresql://' + (process.env.DB_HOST ?? 'localhost') + '/shop'`,
      };
      for (const [name, url] of Object.entries(configs)) {
        const shop = deployShop({ major: 7, texts: users, files: { 'prisma.config.ts': configWith(url) } });
        const { outcome } = await deployed(shop, urlOf(client));
        assert.deepEqual([outcome.type, notOk(outcome)], ['refused', ['prisma-cli']], `${name}: ${outcome.words}`);
        assert.match(outcome.words, /prisma\.config\.ts connects to another database than test/, name);
        assert.doesNotMatch(JSON.stringify(outcome), /hunter22/);
      }
      const broken = deployShop({ major: 7, texts: users, files: { 'prisma.config.ts': 'throw new Error("no config today");' } });
      assert.match((await deployed(broken, urlOf(client))).outcome.words, /prisma\.config\.ts cannot be run: .*no config today/);
      const same = deployShop({ major: 7, texts: users, files: { 'prisma.config.ts': configWith(`'${urlOf(client)}'`) } });
      assert.equal((await deployed(same, urlOf(client))).outcome.type, 'deployed');
    });
  });

  it('believes the database and not the CLI', function () {
    return onServer(this, async (client) => {
      const folder = folderWith({
        'package.json': '{}',
        'node_modules/prisma/package.json': '{ "name": "prisma", "version": "6.19.3", "bin": { "prisma": "index.js" } }',
        'node_modules/prisma/index.js': 'console.log("All migrations have been successfully applied.")',
        'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
        'lockstep.json': '{ "environments": [{ "name": "test", "kind": "staging", "url": { "env": "TEST_URL" } }] }',
        ...Object.fromEntries(Object.entries(users).map(([name, text]) => [`prisma/migrations/${name}/migration.sql`, text])),
      });
      const { outcome } = await deployed(folder, urlOf(client));
      assert.ok(outcome.type === 'failed', outcome.words);
      assert.equal(outcome.failed.code, 'OTHER_DATABASE');
      assert.match(outcome.words, /reports success, and test has 0 of 1 migrations/);
    });
  });

  it('goes on without a lock in the database where a pooler keeps no session', function () {
    return onServer(this, async (client) => {
      const folder = deployShop({ major: 7, texts: users, settings: { lockTimeout: '5s' } });
      const overrides = [{ gate: 'pooled-connection', reason: 'a test' } as const];
      const proxy = await opened(listenBetween(client));
      const { outcome } = await deployed(folder, urlOf(client, proxy.port, '&pgbouncer=true'), { overrides });
      assert.equal(outcome.type, 'deployed', outcome.words);
      const evidence = (gate: string) => outcome.checks.find((check) => check.gate === gate);
      assert.deepEqual([evidence('only-deploy')?.state, evidence('prisma-cli')?.state], ['warning', 'warning']);
      assert.match(evidence('prisma-cli')?.evidence ?? '', /through a pooler, so without a lock timeout/);
    });
  });
});

const listeners: Listener[] = [];

/** Closed after the test, whatever becomes of it. */
async function opened(opening: Promise<Listener>): Promise<Listener> {
  const listener = await opening;
  listeners.push(listener);
  return listener;
}

afterEach(() => {
  for (const { close } of listeners.splice(0)) close();
});

function configWith(url: string): string {
  return `export default { schema: 'prisma/schema.prisma', datasource: { url: ${url} } };\n`;
}

async function endSleeping(client: Client, how: 'pg_cancel_backend' | 'pg_terminate_backend'): Promise<void> {
  // It may not have come so far.
  for (let attempt = 0; attempt < 50; attempt++) {
    const ended = await value(
      client,
      `SELECT count(${how}(pid)) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(50)%' AND datname = current_database() AND pid <> pg_backend_pid()`,
    );
    if (ended !== '0') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The server would not let its database go. */
async function endAll(client: Client): Promise<void> {
  const others = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
  await client.query(`SELECT pg_terminate_backend(pid) ${others}`);
  while ((await value(client, `SELECT count(*) ${others}`)) !== '0') await new Promise((resolve) => setTimeout(resolve, 20));
}

async function sleepers(client: Client): Promise<unknown> {
  return value(
    client,
    `SELECT count(*) FROM pg_stat_activity
     WHERE query LIKE '%pg_sleep(50)%' AND state = 'active' AND datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

/** The CLI's own processes: those that were given a file of the folder. */
function processesOf(folder: string): readonly number[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return ids.flatMap((id) => {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      return command.includes(folder) && command.includes('migrate') ? [Number(id)] : [];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}
