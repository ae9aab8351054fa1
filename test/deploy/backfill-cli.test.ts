import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTablesScript } from '../../server/src/deploy/backfill/progress';
import { builtBundle, lockstep } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { countingTable, updatesByCount, urlOf, value } from './backfills';
import { connectLike, listen } from './wire';

const version = 18;
const work = ['--table', 'Order', '--set', 'isDone=true', '--set', 'n=n + 1', '--where', 'NOT "isDone"'];

describe('lockstep backfill', () => {
  let folder = '';
  before(function () {
    skipWithoutServer(this, version);
    folder = mkdtempSync(join(tmpdir(), 'backfill-'));
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });
  const run = (url: string | null, words: readonly string[]) =>
    lockstep(['backfill', ...words], { cwd: folder, env: url === null ? { DATABASE_URL: '' } : { DATABASE_URL: url } });

  it('prints a line for each batch, and what it has verified', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 300);
      const { code, stdout, stderr } = await run(urlOf(client), [
        ...work,
        '--initial',
        '100',
        '--maximum',
        '100',
        '--pause-milliseconds',
        '0',
      ]);
      assert.equal(stderr, '');
      assert.equal(code, 0);
      const lines = stdout
        .split('\n')
        .map((line) => line.replace(/in \d+ ms · (.*) · [\d,]+ keys\/s · about [\d.]+ s left$/, 'in … ms · $1'));
      assert.deepEqual(lines, [
        'batch 1: 100 rows in … ms · 100 rows done',
        'batch 2: 100 rows in … ms · 200 rows done',
        'batch 3: 100 rows in … ms · 300 rows done',
        'still to do: 0',
        'Done: 300 rows of "public"."Order" in 3 batches. Verified: none is still to do.',
        '',
      ]);
    }));

  it('prints an object a line, the outcome last', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 150);
      const { code, stdout } = await run(urlOf(client), [
        ...work,
        '--initial',
        '100',
        '--maximum',
        '100',
        '--check',
        'SELECT 0',
        '--format',
        'json',
      ]);
      assert.equal(code, 0);
      const objects: Record<string, unknown>[] = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        objects.map(({ type }) => type),
        ['planned', 'batch', 'batch', 'verified', 'outcome'],
      );
      assert.deepEqual(
        { ...objects[2], milliseconds: 0 },
        {
          ...{ type: 'batch', after: ['tenant 4', '88'], through: ['tenant 6', '146'], rows: 50, keys: 50, milliseconds: 0 },
          ...{ estimatedRows: 150, rowsDone: 150, keysDone: 150, batches: 2, pass: 1 },
        },
      );
      const { id, ...outcome } = objects.at(-1) ?? {};
      assert.match(String(id), /^[0-9a-f]{32}$/);
      assert.deepEqual(outcome, {
        ...{ version: 1, type: 'outcome', outcome: 'done', rowsDone: 150, keysDone: 150, batches: 2, pass: 1 },
        ...{ remaining: 0, check: '0', failed: null },
      });
    }));

  it('takes a file, an env file and another variable, and names line and key of a mistake', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 10);
      writeFileSync(
        join(folder, 'done.backfill.json'),
        '{ "table": "Order", "set": { "isDone": "true", "n": "n + 1" }, "where": "NOT \\"isDone\\"" }',
      );
      writeFileSync(join(folder, 'wrong.backfill.json'), '{ "table": "Order",\n"set": { "isDone": true } }');
      writeFileSync(join(folder, 'secrets.env'), `SHOP_URL="${urlOf(client)}"\n`);
      const wrong = await run(null, ['wrong.backfill.json']);
      assert.deepEqual(
        [wrong.code, wrong.stderr],
        [2, 'wrong.backfill.json: Line 2: "set.isDone" is the boolean true; expected a string.\n'],
      );
      const { code } = await run(null, ['done.backfill.json', '--env-file', 'secrets.env', '--url-env', 'SHOP_URL']);
      assert.equal(code, 0);
      assert.deepEqual(await updatesByCount(client), { 1: 10 });
    }));

  it('shows what it would do, and writes nothing', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 10);
      const { code, stdout } = await run(urlOf(client), [...work, '--dry-run']);
      assert.equal(code, 0);
      assert.match(stdout, /^-- "public"\."Order" on .+, about 10 rows; batches by "tenantId" text, "user" bigint$/m);
      assert.match(stdout, /^UPDATE "public"\."Order" SET "isDone" = \(\ntrue\n\), "n" = \(\nn \+ 1\n\)$/m);
      assert.match(stdout, /^SELECT count\(\*\)::text AS remaining FROM "public"\."Order" WHERE \(\nNOT "isDone"\n\);$/m);
      assert.deepEqual(await updatesByCount(client), { 0: 10 });
      assert.equal(await value(client, `SELECT to_regnamespace('lockstep')`), null);
    }));

  it('ends with 7 when it stops, and says what to do', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 10);
      const { code, stdout, stderr } = await run(urlOf(client), [
        '--table',
        'Order',
        '--set',
        'n=1 / (5 - "user")',
        '--where',
        'n = 0',
        '-f',
        'json',
      ]);
      assert.equal(code, 7);
      assert.equal(
        stderr,
        'Division by zero. Rows of "public"."Order" with ("tenantId", "user") from the first row, up to (tenant 6, 6).\n' +
          'The expression fails for a value of a row: guard it with CASE or NULLIF, or leave such rows out in "where".\n',
      );
      assert.equal(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '').failed.code, '22012');
    }));

  it('ends with 130 behind the batch that it works on when it is interrupted, and goes on later', function () {
    if (process.platform === 'win32') this.skip();
    return withDatabase(version, async (client) => {
      await countingTable(client, 5000);
      const words = [...work, '--initial', '100', '--maximum', '100', '--pause-milliseconds', '10'];
      const child = spawn(process.execPath, [builtBundle(), 'backfill', ...words], {
        env: { ...process.env, DATABASE_URL: urlOf(client) },
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (output === '') child.kill('SIGINT');
        output += text;
      });
      const [code] = await once(child, 'close');
      assert.equal(code, 130);
      assert.match(
        output,
        /Cancelled behind [\d,]+ rows of "public"\."Order" in \d+ batch(es)?\. The same command goes on from there\.\n$/,
      );
      const updated = await updatesByCount(client);
      assert.ok((updated[0] ?? 0) > 0 && (updated[1] ?? 0) > 0);
      assert.equal((await run(urlOf(client), words)).code, 0);
      assert.deepEqual(await updatesByCount(client), { 1: 5000 });
    });
  });

  describe('refuses, and says why, what to do, and no secret', () => {
    it('a table that is not there', () =>
      withDatabase(version, async (client) => {
        await countingTable(client, 10);
        const { code, stdout, stderr } = await run(urlOf(client), ['--table', 'Ordr', '--set', 'n=1']);
        assert.deepEqual([code, stdout, stderr], [2, '', 'There is no table "public"."Ordr".\nDid you mean "Order"?\n']);
      }));

    for (const [what, url] of [
      ['a URL that is none', 'hunter2'],
      ['another database', 'mysql://root:hunter2@localhost/shop'],
      ['a port where nobody listens', 'postgresql://shop:hunter2@127.0.0.1:1/shop'],
      ['a host that is not there', 'postgresql://shop:hunter2@nobody.invalid/shop'],
    ] as const) {
      it(what, async () => {
        const { code, stdout, stderr } = await run(url, work);
        assert.equal(code, 2, stderr);
        assert.match(stderr, /^(The database|DATABASE_URL) .+\./);
        assert.doesNotMatch(stdout + stderr, /hunter2|defect of its own/);
      });
    }

    it('a variable that is not set, where .env sets it', async () => {
      writeFileSync(join(folder, '.env'), 'DATABASE_URL=postgresql://shop:hunter2@127.0.0.1:1/shop\n');
      const { code, stderr } = await run(null, work);
      assert.deepEqual([code, stderr], [2, 'The variable DATABASE_URL is not set.\n.env sets it: add "--env-file .env".\n']);
    });

    it('a URL in place of the name of a variable', async () => {
      const { code, stderr } = await run(null, [...work, '--url-env', 'postgresql://shop:hunter2@127.0.0.1:1/shop']);
      assert.equal(code, 2);
      assert.doesNotMatch(stderr, /hunter2/);
    });
  });

  it('says what a role lacks that may not create the tables, and works with the rights that it names', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 10);
      await client.query(`DO $$ BEGIN IF to_regrole('deployer') IS NULL THEN CREATE ROLE deployer LOGIN; END IF; END $$;
        GRANT SELECT, UPDATE ON "Order" TO deployer`);
      const url = urlOf(client).replace('//postgres@', '//deployer@');
      const { code, stderr } = await run(url, work);
      assert.equal(code, 2);
      assert.match(stderr, /^The tables for the progress cannot be used: Permission denied for database/);
      assert.ok(stderr.includes(createTablesScript.trimEnd()));
      await client.query(`${createTablesScript}
        GRANT USAGE ON SCHEMA lockstep TO deployer; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA lockstep TO deployer`);
      assert.equal((await run(url, work)).code, 0);
      await client.query('DROP OWNED BY deployer; DROP ROLE deployer');
    }));

  it('connects without encryption where the server has none', () =>
    withDatabase(version, async (client) => {
      await countingTable(client, 10);
      const forwarder = await listen((front) => {
        const back = connectLike(client);
        back.on('error', () => front.destroy());
        front.pipe(back).pipe(front);
      });
      try {
        const url = urlOf(client, forwarder.port);
        assert.equal((await run(url.replace('sslmode=disable', ''), work)).code, 0);
        const strict = await run(url.replace('sslmode=disable', 'sslmode=require'), work);
        assert.deepEqual(
          [strict.code, strict.stderr.split('\n')[0]],
          [2, 'The database cannot be used: The server does not support SSL connections'],
        );
      } finally {
        forwarder.close();
      }
    }));
});
