import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtBundle, lockstep } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { skipWithout } from './backups';
import { rehearsalFolder } from './rehearsals';

const init = 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT NOT NULL);\n';
const sqlite = { provider: 'sqlite' } as const;

describe('lockstep rehearse', function () {
  this.timeout(120_000);

  it('prints what ran, and ends with 0', async () => {
    const cwd = rehearsalFolder({
      ...sqlite,
      history: { '1_init': init },
      pending: { '2_a': '-- a\nALTER TABLE "User" ADD COLUMN "a" TEXT;\n' },
    });
    const { code, stdout, stderr } = await lockstep(['rehearse'], { cwd });
    assert.equal(code, 0, stderr);
    const lines = stdout.replace(/\d+(\.\d+)? m?s\b/g, 'n ms').replace(/SQLite [\d.]+/, 'SQLite v');
    assert.equal(
      lines,
      `2_a  n ms
  ✓ ran    2: ALTER TABLE "User" ADD COLUMN "a" TEXT
         n ms

Every statement ran: 1 migration, 1 statement in n ms on SQLite v, a copy that the history has built, without rows.
`,
    );
    assert.ok(existsSync(join(cwd, '.lockstep/rehearsals/history.json')));
  });

  it('ends with 7 where a statement fails, and says the same as JSON and as Markdown', async () => {
    const cwd = rehearsalFolder({
      ...sqlite,
      history: { '1_init': init },
      pending: { '2_a': 'SELECT 1;\nDROP TABLE "Nothing";\n', '3_b': 'SELECT 1;\n' },
    });
    const json = await lockstep(['rehearse', '--format', 'json'], { cwd });
    assert.equal(json.code, 7);
    const parsed = JSON.parse(json.stdout);
    assert.deepEqual(
      [parsed.version, parsed.environment, parsed.outcome, parsed.error, parsed.left, parsed.path],
      [1, null, 'failed', null, null, join(cwd, '.lockstep/rehearsals/history.json')],
    );
    assert.deepEqual(
      parsed.rehearsal.migrations.map(({ name, state }: { name: string; state: string }) => [name, state]),
      [
        ['2_a', 'failed'],
        ['3_b', 'not-run'],
      ],
    );
    assert.deepEqual(parsed.rehearsal.migrations[0].statements[1].error, {
      code: null,
      message: 'no such table: Nothing',
      atCommit: false,
    });
    const markdown = await lockstep(['rehearse', '--format', 'markdown', '--output', 'rehearsal.md'], { cwd });
    assert.deepEqual([markdown.code, markdown.stdout], [7, '']);
    const text = readFileSync(join(cwd, 'rehearsal.md'), 'utf8');
    assert.match(text, /^# Rehearsal for the migrations of this branch\n\n2_a, statement 2 fails: no such table: Nothing\.\n/);
    assert.match(text, /\n\| ✗ failed \| 2 \| `DROP TABLE "Nothing"` \| [\d.]+ m?s \| no such table: Nothing \|\n/);
    const pretty = await lockstep(['rehearse'], { cwd });
    assert.match(pretty.stdout, /\n {2}✗ failed {4}2: DROP TABLE "Nothing"\n/);
  });

  it('takes generated rows, and one migration and all behind it', async () => {
    const cwd = rehearsalFolder({ history: { '1_init': init }, pending: { '2_a': 'ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL;\n' } });
    const all = await lockstep(['rehearse', '--from', '1_init', '--format', 'json'], { cwd });
    assert.equal(all.code, 0, all.stdout);
    assert.equal(JSON.parse(all.stdout).rehearsal.migrations.length, 2);
    const filled = await lockstep(['rehearse', '--rows', '10'], { cwd });
    assert.equal(filled.code, 7, filled.stderr);
    assert.match(filled.stdout, /contains null values \(23502\)/);
  });

  it('ends with 2 where it cannot rehearse, or where it is asked for what there is not', async () => {
    const cwd = rehearsalFolder({ provider: 'mysql', history: { '1_init': init }, pending: { '2_a': 'SELECT 1;\n' } });
    for (const [words, message] of [
      [[], /^Migrations of MySQL are rehearsed on a server that is named in lockstep.json, and none is\./],
      [['--from', '9_x'], /^There is no migration "9_x"\./],
      [['--rows', 'many'], /^"--rows" takes a number up to 10,000,000; found "many"\./],
      [['--env', 'staging'], /^.*lockstep\.json names no environment\./],
      [['--remove'], /^"--remove" goes with "--leftovers"\./],
      [['--row', '1'], /did you mean "--rows"/],
    ] as const) {
      const { code, stdout, stderr } = await lockstep(['rehearse', ...words], { cwd });
      assert.deepEqual([code, stdout], [2, ''], words.join(' '));
      assert.match(stderr, message);
    }
    const json = await lockstep(['rehearse', '--format', 'json'], { cwd });
    assert.equal(json.code, 2);
    assert.equal(JSON.parse(json.stdout).outcome, 'impossible');
    const none = await lockstep(['rehearse'], { cwd: rehearsalFolder({ history: { '1_init': init }, pending: {} }) });
    assert.deepEqual([none.code, none.stdout], [0, 'There is no pending migration.\n']);
  });
});

/** Percent-encoded, so that both spellings have to be hidden. */
const password = 'm4rked%21pass-w0rd';
const marked = /m4rked|pass-w0rd/;

describe('the password of a rehearsal', function () {
  this.timeout(120_000);

  it('is in no output, no file and no list of processes', function () {
    if (!existsSync('/proc/self/cmdline')) this.skip();
    skipWithoutServer(this, 15);
    skipWithout(this, 'pg_dump');
    return withDatabase(15, async (client) => {
      const url = `postgresql://${client.user}:${password}@localhost/${client.database}?host=${encodeURIComponent(client.host)}`;
      await client.query(init);
      await client.query(
        'CREATE TABLE "_prisma_migrations" (checksum TEXT, migration_name TEXT, started_at TIMESTAMPTZ, finished_at TIMESTAMPTZ, rolled_back_at TIMESTAMPTZ, applied_steps_count INT, logs TEXT)',
      );
      await client.query(`INSERT INTO "_prisma_migrations" VALUES ('', '1_init', now(), now(), NULL, 1, NULL)`);
      const settings = {
        environments: [{ name: 'staging', kind: 'staging', url: { env: 'STAGING_URL' }, rehearsal: { server: { env: 'SCRATCH_URL' } } }],
      };
      // The statements carry the password into what the server says, too.
      const pending = { '2_a': 'SELECT pg_sleep(1);\n', '3_b': `DO $$ BEGIN RAISE 'no: ${url}'; END $$;\n` };
      const cwd = rehearsalFolder({ history: { '1_init': init }, pending, settings });
      const env = { STAGING_URL: url, SCRATCH_URL: url, LOCKSTEP_DEBUG: '1' };
      const child = spawn(process.execPath, [builtBundle(), 'rehearse', '--env', 'staging', '--format', 'json'], {
        cwd,
        env: { ...process.env, ...env },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      const ended = once(child, 'close');
      const seen = new Set<string>();
      while (child.exitCode === null) {
        for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) seen.add(commandOf(id));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await ended;
      assert.match(output, /"outcome": "failed"/);
      assert.ok(
        [...seen].some((command) => command.includes('pg_dump')),
        'pg_dump was not seen',
      );
      const files = readdirSync(join(cwd, '.lockstep'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
      assert.ok(texts.some((text) => text.includes('3_b')));
      assert.doesNotMatch([output, ...texts, ...seen].join('\n'), marked);
      // Where nothing can be reached, either.
      for (const server of ['postgresql://u:m4rked%21pass-w0rd@127.0.0.1:1/x', 'mysql://u:m4rked%21pass-w0rd@127.0.0.1:1/x']) {
        const failed = await lockstep(['rehearse', '--env', 'staging'], { cwd, env: { ...env, SCRATCH_URL: server } });
        assert.equal(failed.code, 2);
        const leftovers = await lockstep(['rehearse', '--leftovers'], { cwd, env: { ...env, SCRATCH_URL: server } });
        assert.doesNotMatch(failed.stdout + failed.stderr + leftovers.stdout + leftovers.stderr, marked);
      }
    });
  });
});

function commandOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return ''; // It has ended meanwhile.
  }
}
