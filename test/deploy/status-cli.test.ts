import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockstep } from '../cli/run';
import { skipWithoutServer, withDatabase } from '../evidence/server';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../project/folders';
import { urlOf } from './backfills';
import { prismaMigrate } from './prisma-migrate';

const version = 18;

describe('lockstep status on a server', () => {
  before(function () {
    skipWithoutServer(this, version);
  });

  it('shows all environments at once, and ends with the code of the worst', () =>
    withDatabase(version, async (client) => {
      const folder = folderWith({
        'package.json': '{ "name": "shop" }',
        'prisma/schema.prisma': postgresSchema,
        'prisma/migrations/migration_lock.toml': postgresLock,
        ...migrations('prisma/migrations', { '20260101000000_users': 'SELECT 1;\n', '20260102000000_posts': 'SELECT 2;\n' }),
        'lockstep.json': JSON.stringify({
          environments: [
            { name: 'dev', kind: 'development', url: { env: 'DEV_URL' } },
            { name: 'production', kind: 'production', url: { env: 'PRODUCTION_URL' } },
          ],
        }),
      });
      const directory = join(folder, 'prisma/migrations');
      const PRODUCTION_URL = urlOf(client);
      const run = (...words: readonly string[]) =>
        lockstep(['status', ...words], { cwd: folder, env: { PRODUCTION_URL, DEV_URL: 'postgresql://shop:hunter2@127.0.0.1:1/shop' } });
      const production = (...words: readonly string[]) => run('--env', 'production', ...words);

      assert.equal((await production()).code, 3);
      const prisma = await prismaMigrate(client, directory);
      await prisma.deploy();
      const done = await production();
      assert.equal(done.code, 0, done.stderr);
      assert.match(
        done.stdout,
        /^\.\n {2}production {2}\S+ {2}up to date, 2 migrations\n\n {2}migration +production\n {2}20260101000000_users {2}✓ applied\n/,
      );

      addFiles(folder, migrations('prisma/migrations', { '20260103000000_more': 'SELECT 1/0;\n' }));
      await prisma.deploy();
      writeFileSync(join(directory, '20260101000000_users/migration.sql'), 'SELECT 3;\n');
      const diverged = await production('--format', 'json');
      assert.equal(diverged.code, 4);
      const [status] = JSON.parse(diverged.stdout).environments;
      assert.equal(JSON.parse(diverged.stdout).version, 1);
      assert.deepEqual(
        [status.name, status.kind, status.provider, status.state, status.error],
        ['production', 'production', 'postgresql', 'failed', null],
      );
      assert.deepEqual(
        status.migrations.map(({ name, state, steps }: Record<string, unknown>) => [name, state, steps]),
        [
          ['20260101000000_users', 'edited', 1],
          ['20260102000000_posts', 'applied', 1],
          ['20260103000000_more', 'failed', 0],
        ],
      );

      const all = await run();
      assert.equal(all.code, 5);
      assert.match(all.stdout, / {2}dev +127\.0\.0\.1:1\/shop +unreachable \(P1001\)\n/);
      assert.match(all.stdout, /migration +dev +production\n/);
      assert.match(all.stdout, /20260101000000_users {2}- unknown {2}✎ edited\n/);
      assert.match(all.stdout, /production: 20260103000000_more failed \d{4}-\d\d-\d\d \d\d:\d\d UTC: .*division by zero/);
      assert.doesNotMatch(all.stdout + all.stderr, /hunter2/);
      assert.ok(!all.stdout.includes('\u001b'), 'no colours into a pipe');

      const markdown = await run('--format', 'markdown');
      assert.match(markdown.stdout, /^## Migrations\n\n\| environment \| kind \| database \| state \|\n\| --- \|/);
      assert.match(markdown.stdout, /\| `20260103000000_more` \| - unknown \| ✗ failed \|\n/);
    }));

  it('makes history of what production has, and foretells for its server', () =>
    withDatabase(version, async (client) => {
      const folder = folderWith({
        '.git/HEAD': '',
        'package.json': '{ "name": "shop" }',
        'prisma/schema.prisma': `${postgresSchema}\nmodel User {\n  id Int @id\n}\n`,
        'prisma/migrations/migration_lock.toml': postgresLock,
        ...migrations('prisma/migrations', {
          '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "name" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));\n',
        }),
        'lockstep.json': JSON.stringify({ environments: [{ name: 'production', kind: 'production', url: { env: 'PRODUCTION_URL' } }] }),
      });
      const env = { PRODUCTION_URL: urlOf(client), LOCKSTEP_CACHE: join(folder, '.cache') };
      const lint = async (...words: readonly string[]) =>
        JSON.parse((await lockstep(['lint', '-f', 'json', ...words], { cwd: folder, env })).stdout);
      await (await prismaMigrate(client, join(folder, 'prisma/migrations'))).deploy();
      addFiles(folder, migrations('prisma/migrations', { '20260102000000_drop_name': 'ALTER TABLE "User" DROP COLUMN "name";\n' }));

      const before = await lint();
      assert.deepEqual([before.files.length, before.serverVersion], [2, '15'], 'nobody has said what is applied, nor where');
      assert.equal((await lockstep(['status'], { cwd: folder, env })).code, 3);
      const after = await lint();
      assert.deepEqual([after.files.length, after.serverVersion, after.summary.error], [1, String(version), 1]);
      const without = await lint('--no-cache');
      assert.deepEqual([without.files.length, without.serverVersion], [2, '15']);
    }));
});
