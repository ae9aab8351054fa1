import assert from 'node:assert/strict';
import { styleOf } from '../../../server/src/cli/color';
import { gatesJson, gatesMarkdown, gatesPretty } from '../../../server/src/cli/formats/gates';
import { isRefused } from '../../../server/src/deploy/gates/check-gates';
import { type GateId, type GateResult, gateIds } from '../../../server/src/deploy/gates/gate';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { addFiles, migrations } from '../../project/folders';
import { commit, git } from '../../project/git-repository';
import { listen } from '../wire';
import { asked, shopOn } from './asked';

const version = 18;

/** Percent-encoded, so that both spellings have to be hidden. */
const password = 'm4rked%21pass-w0rd';
const marked = /m4rked|pass-w0rd/;

const prisma = {
  'node_modules/prisma/package.json': '{ "name": "prisma", "version": "7.10.1", "bin": { "prisma": "index.js" } }',
  'node_modules/prisma/index.js': '',
};

function state(results: readonly GateResult[], gate: GateId): string | undefined {
  return results.find((one) => one.gate === gate)?.state;
}

describe('all gates of a deploy', () => {
  before(function () {
    skipWithoutServer(this, version);
  });

  it('are answered in order, pass where everything is as it should be, and are told as they come', () =>
    withDatabase(version, async (client, connect) => {
      const shop = await shopOn(client, { '20260102000000_name': 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n' }, prisma);
      addFiles(shop.folder, { '.gitignore': 'node_modules\n' });
      git(shop.folder, 'init', '-q', '-b', 'main');
      commit(shop.folder);
      const told: GateId[] = [];
      const given = { withBackup: true, onResult: ({ gate }: GateResult) => void told.push(gate) };
      const settings = { branches: ['main'] };
      await asked({ ...shop, settings, given });
      told.length = 0;
      const [begun, used] = [performance.now(), process.cpuUsage()];
      const results = await asked({ ...shop, settings, given });
      const { user, system } = process.cpuUsage(used);
      const [time, work] = [performance.now() - begun, (user + system) / 1000].map(Math.round);
      console.log(`      all gates on a local server: ${time} ms, ${work} ms of them at work here`);
      assert.deepEqual(
        results.map(({ gate }) => gate),
        gateIds,
      );
      assert.deepEqual([...told].sort(), [...gateIds].sort());
      for (const { gate, state, evidence } of results)
        assert.ok(state === 'ok' || state === 'skipped' || gate === 'rehearsal', `${gate}: ${evidence}`);
      assert.equal(isRefused(results), false);

      const pretty = gatesPretty(results, styleOf(false));
      assert.match(pretty, /^ {2}✓ ok {10}prisma-version {5}Prisma 7\.10\.1 is installed; no lock file names a version\.\n/);
      assert.match(pretty, /\n {2}- skipped {5}promotion {10}No environment has to come before this one\.\n/);

      const reader = await connect();
      await reader.query('BEGIN; SELECT pg_advisory_xact_lock(72707369); SELECT count(*) FROM "User"');
      addFiles(shop.folder, migrations('prisma/migrations', { '20260103000000_drop': 'ALTER TABLE "User" DROP COLUMN "email";\n' }));
      const overrides = [{ gate: 'findings', reason: 'nobody uses it' }] as const;
      const blocked = await asked({ ...shop, settings: { branches: ['release'], lockTimeout: '1ms' }, given: { overrides } });
      for (const gate of ['migration-lock', 'long-transactions', 'branch', 'clean-tree'] as const)
        assert.equal(state(blocked, gate), 'blocked', gate);
      assert.equal(state(blocked, 'findings'), 'overridden');
      assert.equal(isRefused(blocked), true);
      const told2 = gatesPretty(blocked, styleOf(false));
      assert.match(told2, /\n {2}✗ blocked {5}migration-lock {5}Pid \d+ .*\n {35}Prisma waits 10 s for it and gives up \(P1002\)\.\n/);
      assert.match(told2, /\n {2}✗ blocked {5}branch .*\n {35}--skip "branch=<reason>" goes on in spite of it\n/);
      assert.match(told2, /\n {2}↷ overridden {2}findings {11}Overridden, "nobody uses it": 1 error: column-dropped\.\n/);
      const markdown = gatesMarkdown(blocked);
      assert.match(markdown, /\| ✗ blocked \| Branch \| The branch is main; release may be deployed here\. \|/);
      assert.match(markdown, /\n### Working tree\n/);
      assert.deepEqual(Object.keys(gatesJson(blocked)[0] ?? {}), ['gate', 'state', 'evidence']);
      await reader.query('ROLLBACK');
    }));

  it('let no password through, on a server that answers, refuses, closes, echoes or is silent', () =>
    withDatabase(version, async (client, connect) => {
      const shop = await shopOn(client, { '20260102000000_name': 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n' }, prisma);
      const url = (port: number | null) => {
        if (port === null) return shop.url.replace('postgres@', `postgres:${password}@`);
        return `postgresql://shop:${password}@127.0.0.1:${port}/shop?pgbouncer=true`;
      };
      assert.match(url(null), marked);
      const held = await connect();
      await held.query(
        `BEGIN; LOCK TABLE "User" IN SHARE MODE; SELECT '${decodeURIComponent(password)}', 'postgresql://x:${password}@h/d'`,
      );
      const closing = await listen((socket) => void socket.once('data', () => socket.destroy()));
      const echoing = await listen((socket) => void socket.on('data', (bytes) => socket.write(Buffer.concat([Buffer.from('E'), bytes]))));
      const silent = await listen(() => undefined);
      try {
        for (const port of [null, 1, closing.port, echoing.port, silent.port]) {
          const others = [{ name: 'staging', kind: 'staging', url: { env: 'TEST_URL' } }];
          const settings = { after: ['staging'], lockTimeout: '1ms', backup: { maxAgeHours: 1 } };
          const overrides = [{ gate: 'backup', reason: `snapshot at ${url(port)}` }] as const;
          const results = await asked({
            ...shop,
            url: url(port),
            others,
            settings,
            variables: { DIRECT_URL: url(port) },
            given: { overrides },
          });
          assert.equal(results.length, gateIds.length);
          assert.equal(state(results, 'status'), port === null ? 'ok' : 'blocked');
          const shown = JSON.stringify(results) + gatesPretty(results, styleOf(false)) + gatesMarkdown(results);
          assert.doesNotMatch(shown, marked, `port ${port}`);
        }
      } finally {
        for (const server of [closing, echoing, silent]) server.close();
        await held.query('ROLLBACK');
      }
    })).timeout(60_000);
});
