import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { recoveryPage } from '../../../server/src/deploy/recovery/page';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { addFiles, migrations } from '../../project/folders';
import { commit, git } from '../../project/git-repository';
import { skipWithoutPrisma } from '../prisma-cli';
import { inBroken } from './broken';
import { shopFor } from './shop';

const version = 15;

const texts = {
  '1_users': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);\n',
  '2_posts': 'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY);\n',
};

describe('what a recovery says of histories that differ', () => {
  before(function () {
    skipWithoutServer(this, version);
  });

  it('edited: what was applied is found in git, with the difference and the way back', () =>
    inBroken(version, 'per-statement', texts, async ({ client, folder, file, deploy, recovery }) => {
      await deploy();
      writeFileSync(file('1_users'), `${texts['1_users']}CREATE INDEX "later" ON "User"("id");\n`);
      const [unknown] = (await recovery()).troubles;
      assert.match(unknown?.facts.join(' ') ?? '', /Git has no version of the file/);
      writeFileSync(file('1_users'), texts['1_users']);
      git(folder, 'init', '-q', '-b', 'main');
      commit(folder);
      writeFileSync(file('1_users'), `${texts['1_users']}CREATE INDEX "later" ON "User"("id");\n`);
      commit(folder);
      const found = await recovery();
      const [edited] = found.troubles;
      assert.deepEqual([found.state, edited?.kind], ['edited', 'edited']);
      assert.equal(
        edited?.detail?.text,
        '@@ -1 +1 @@\n CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);\n+CREATE INDEX "later" ON "User"("id");\n',
      );
      runInShell(edited?.ways[0]?.steps[0]?.command ?? '', folder);
      assert.deepEqual((await recovery()).troubles, []);
      assert.equal((await client.query('SELECT 1 FROM _prisma_migrations')).rowCount, 2);
    }));

  it('edited in comments alone: said so', () =>
    inBroken(version, 'per-statement', texts, async ({ folder, file, deploy, recovery }) => {
      await deploy();
      git(folder, 'init', '-q', '-b', 'main');
      commit(folder);
      writeFileSync(file('2_posts'), `-- Posts\n${texts['2_posts']}`);
      const [edited] = (await recovery()).troubles;
      assert.match(edited?.facts.join(' ') ?? '', /Only comments and spaces differ/);
    }));

  it('missing: the branch that has it is named, and the folder comes back as printed', () =>
    inBroken(version, 'per-statement', texts, async ({ folder, file, deploy, recovery }) => {
      await deploy();
      git(folder, 'init', '-q', '-b', 'main');
      commit(folder);
      rmSync(dirname(file('2_posts')), { recursive: true });
      addFiles(folder, migrations('prisma/migrations', { '3_tags': 'CREATE TABLE "Tag" ("id" INTEGER);\n' }));
      const found = await recovery();
      const [missing] = found.troubles;
      assert.deepEqual([found.state, missing?.kind], ['missing', 'missing']);
      assert.match(missing?.facts.join(' ') ?? '', /Commit [0-9a-f]{10} has it \(main\)\. The histories diverge: the project has 3_tags/);
      runInShell(missing?.ways[0]?.steps[0]?.command ?? '', folder);
      assert.deepEqual((await recovery()).state, 'pending');
    }));

  it('missing, and in no branch: said so', () =>
    inBroken(version, 'per-statement', texts, async ({ file, deploy, recovery }) => {
      await deploy();
      rmSync(dirname(file('2_posts')), { recursive: true });
      assert.match((await recovery()).troubles[0]?.facts.join(' ') ?? '', /No branch that git knows here has it/);
    }));

  it('pending before an applied one: out of order', () =>
    inBroken(version, 'per-statement', texts, async ({ folder, deploy, recovery }) => {
      await deploy();
      addFiles(folder, migrations('prisma/migrations', { '1_was_late': 'CREATE TABLE "Tag" ("id" INTEGER);\n' }));
      const found = await recovery();
      assert.deepEqual(
        found.troubles.map(({ kind }) => kind),
        ['out-of-order'],
      );
    }));

  it('held by somebody: P1002, with the session and what ends it', () =>
    inBroken(version, 'per-statement', texts, async ({ client, deploy, recovery }) => {
      await deploy();
      await client.query("SET application_name = 'nightly job'; SELECT pg_advisory_lock(72707369)");
      const [held] = (await recovery()).troubles;
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      assert.deepEqual([held?.code, held?.kind], ['P1002', 'lock-held']);
      assert.match(held?.title ?? '', new RegExp(`pid ${rows[0]?.pid} \\(nightly job`));
      assert.ok(held?.ways.some(({ steps }) => steps.some(({ sql }) => sql === `SELECT pg_terminate_backend(${rows[0]?.pid});\n`)));
    }));

  it('offers neither reset nor db push, of whatever it speaks', () =>
    inBroken(version, 'per-statement', texts, async ({ client, recovery }) => {
      await client.query('CREATE TABLE "Other" ("id" INTEGER)');
      assert.doesNotMatch(recoveryPage(await recovery()), /migrate reset|db push/);
    }));
});

describe('a database without a record of its migrations', function () {
  this.timeout(120_000);

  it('is taken for what its content satisfies, step by step as printed: P3005', function () {
    skipWithoutServer(this, version);
    skipWithoutPrisma(this, 7);
    return withDatabase(version, async (client) => {
      const third = { '3_tags': 'CREATE TABLE "Tag" ("id" INTEGER PRIMARY KEY);\nALTER TABLE "User" ADD COLUMN "name" TEXT;\n' };
      const shop = shopFor(client, 7, 'per-statement', { ...texts, ...third });
      await client.query(`${texts['1_users']}${texts['2_posts']}CREATE TABLE "Own" ("id" INTEGER); INSERT INTO "User" VALUES (1), (2);`);
      await shop.deployed(1);
      const found = await shop.recovery();
      const [trouble] = found.troubles;
      assert.ok(trouble?.kind === 'unmanaged');
      assert.deepEqual([trouble.code, trouble.satisfied], ['P3005', ['1_users', '2_posts']]);
      assert.match(trouble.facts.join(' '), /For 3_tags it lacks: (.*column public\.User\.name|.*table public\.Tag)/);
      const third2 = await shop.lockstep('resolve', '--env', 'test', '--applied', '3_tags');
      assert.equal(third2.code, 6, third2.stdout);
      assert.match(trouble.facts.join(' '), /No migration makes what else it holds: table public\.Own/);
      for (const { kind, command, title } of trouble.ways[0]?.steps ?? []) {
        if (kind === 'edit') shop.ignoreDrift('public.Own');
        if (command !== null) await shop.typed(command, title);
      }
      assert.equal((await shop.status()).state, 'up-to-date');
      assert.equal((await client.query('SELECT 1 FROM "User"')).rowCount, 2);
    });
  });
});

function runInShell(line: string, cwd: string): void {
  const { status, stderr } = spawnSync('sh', ['-c', line], { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${line}: ${stderr}`);
}
