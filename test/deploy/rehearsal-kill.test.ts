import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { builtBundle, lockstep } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { urlOf } from './backfills';
import { rehearsalFolder } from './rehearsals';

const init = 'CREATE TABLE "User" ("id" SERIAL PRIMARY KEY);\n';

async function namesLike(client: Client, pattern: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ n: string }>('SELECT datname AS n FROM pg_database WHERE datname LIKE $1 ORDER BY 1', [pattern]);
  return rows.map(({ n }) => n);
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function childrenOf(pid: number): readonly number[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.map(Number).filter((id) => parentOf(id) === pid);
}

function parentOf(id: number): number | null {
  try {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    return Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]);
  } catch {
    return null;
  }
}

describe('a rehearsal that is killed', function () {
  this.timeout(120_000);

  it('leaves a database that is found and removed at the next start, and nothing else is', function () {
    skipWithoutServer(this, 15);
    return withDatabase(15, async (client) => {
      const settings = {
        environments: [{ name: 'staging', kind: 'staging', url: { env: 'STAGING_URL' }, rehearsal: { server: { env: 'SCRATCH_URL' } } }],
      };
      const pending = { '2_slow': 'CREATE TABLE "A" ("id" INTEGER);\nSELECT pg_sleep(600);\n' };
      const cwd = rehearsalFolder({ history: { '1_init': init }, pending, settings });
      const quick = rehearsalFolder({ pending: { '1_init': init }, settings });
      const temporary = mkdtempSync(join(tmpdir(), 'lockstep-kill-'));
      const env = { STAGING_URL: urlOf(client), SCRATCH_URL: urlOf(client), TMPDIR: temporary };
      // Databases with names like ours that are not: one has another form, one has no mark inside.
      const foreign = [
        'lockstep_scratch_mine',
        'lockstep_scratch_20200101t000000z_0badcafe',
        'xlockstep_scratch_20200101t000000z_0badcafe',
      ];
      for (const name of foreign) await client.query(`CREATE DATABASE "${name}"`);
      try {
        const child = spawn(process.execPath, [builtBundle(), 'rehearse', '--env', 'staging', '--from', '2_slow'], {
          cwd,
          env: { ...process.env, ...env },
          stdio: 'ignore',
        });
        const sleeping = async () =>
          (await client.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%'")).rows.length > 0;
        await until(sleeping);
        const during = await lockstep(['rehearse', '--leftovers', '--remove'], { cwd, env });
        assert.match(during.stdout, /^Nothing is left/, 'a running rehearsal is no leftover');
        await killed(child);
        const [left, ...others] = (await namesLike(client, '%lockstep\\_scratch%')).filter((name) => !foreign.includes(name));
        assert.ok(left !== undefined && others.length === 0);
        const listed = await lockstep(['rehearse', '--leftovers'], { cwd, env });
        assert.equal(listed.code, 0, listed.stderr);
        assert.match(listed.stdout, new RegExp(`^Left: database ${left} on `));
        const next = await lockstep(['rehearse', '--env', 'staging', '--from', '1_init', '--format', 'json'], { cwd: quick, env });
        assert.equal(next.code, 0, next.stderr);
        assert.match(next.stderr, /^A copy is left of earlier rehearsals\. "lockstep rehearse --leftovers --remove"/);
        const removed = await lockstep(['rehearse', '--leftovers', '--remove'], { cwd, env });
        assert.match(removed.stdout, new RegExp(`^Removed database ${left} on `));
        assert.deepEqual(await namesLike(client, '%lockstep\\_scratch%'), [...foreign].sort());
      } finally {
        for (const name of foreign) await client.query(`DROP DATABASE IF EXISTS "${name}"`);
        rmSync(temporary, { recursive: true, force: true });
      }
    });
  });

  it('takes the process of its copy along, and leaves a folder that is found and removed', async function () {
    if (!existsSync('/proc/self/status')) this.skip();
    const cwd = rehearsalFolder({
      ...{ provider: 'sqlite' },
      pending: { '1_slow': 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000) SELECT max(i) FROM n;\n' },
    });
    const temporary = mkdtempSync(join(tmpdir(), 'lockstep-kill-'));
    const env = { TMPDIR: temporary };
    // Names like ours that are not.
    for (const name of ['lockstep-rehearsal-mine', 'lockstep-rehearsal-1-abcdef']) mkdirSync(join(temporary, name));
    try {
      const child = spawn(process.execPath, [builtBundle(), 'rehearse'], { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
      await until(
        () =>
          readdirSync(temporary).some((name) => name.startsWith(`lockstep-rehearsal-${child.pid}-`)) &&
          childrenOf(child.pid ?? 0).length > 0,
      );
      const [copy] = childrenOf(child.pid ?? 0);
      assert.ok(copy !== undefined);
      await killed(child);
      await until(() => !existsSync(`/proc/${copy}`));
      const removed = await lockstep(['rehearse', '--leftovers', '--remove'], { cwd, env });
      assert.match(removed.stdout, new RegExp(`^Removed folder .*lockstep-rehearsal-${child.pid}-\\w{6}\n$`));
      assert.deepEqual(readdirSync(temporary).sort(), ['lockstep-rehearsal-1-abcdef', 'lockstep-rehearsal-mine']);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  });

  it('removes its copy when it is told to end', async () => {
    const cwd = rehearsalFolder({ pending: { '1_slow': 'SELECT pg_sleep(600);\n' } });
    const child = spawn(process.execPath, [builtBundle(), 'rehearse', '--format', 'json'], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await until(() => childrenOf(child.pid ?? 0).length > 0);
    const [copy] = childrenOf(child.pid ?? 0);
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    const [code] = await ended;
    assert.equal(code, 130);
    assert.equal(JSON.parse(output).outcome, 'cancelled');
    assert.equal(existsSync(`/proc/${copy}`), false);
  });
});
