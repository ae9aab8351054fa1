import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { addFiles, folderWith, migrations } from '../project/folders';
import { environmentAt, projectIn, statesIn, statusAt } from './environments';
import { prismaMigrateSqlite } from './prisma-migrate';

const shop = (files: Readonly<Record<string, string>> = {}) =>
  folderWith({
    'package.json': '{ "devDependencies": { "prisma": "6.19.3" } }',
    'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
    'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
    ...migrations('prisma/migrations', {
      '20260101000000_users': 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY);\n',
      '20260102000000_posts': 'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY);\n',
    }),
    ...files,
  });

const withFile = async (folder: string, body: (database: Database) => Promise<void> | void): Promise<void> => {
  const database = new Database(join(folder, 'prisma/dev.db'));
  try {
    await body(database);
  } finally {
    database.close();
  }
};

describe('the status of an environment, SQLite', () => {
  it('has no file: P1003, and makes none', async () => {
    const folder = shop();
    const { state, error, target } = await statusAt('file:./dev.db', folder);
    assert.deepEqual([state, error?.code, target], ['unreachable', 'P1003', 'prisma/dev.db']);
    assert.equal(existsSync(join(folder, 'prisma/dev.db')), false);
  });

  it('is what Prisma has made of it', async () => {
    const folder = shop();
    const status = () => statusAt('file:./dev.db', folder);
    const directory = join(folder, 'prisma/migrations');
    const withPrisma = (body: (prisma: Awaited<ReturnType<typeof prismaMigrateSqlite>>) => Promise<unknown>) =>
      withFile(folder, async (database) => void (await body(await prismaMigrateSqlite(database, directory))));

    await withFile(folder, (database) => database.exec('PRAGMA user_version = 1'));
    assert.equal((await status()).state, 'pending');
    const before = new Date().toISOString();
    await withPrisma(async (prisma) => assert.equal(await prisma.deploy(), null));
    const done = await status();
    assert.equal(done.state, 'up-to-date', JSON.stringify(done));
    for (const { startedAt, finishedAt } of done.migrations) {
      assert.ok(startedAt !== null && finishedAt !== null && before <= startedAt && startedAt <= finishedAt);
    }

    addFiles(folder, migrations('prisma/migrations', { '20260103000000_wrong': 'INSERT INTO nobody VALUES (1);\n' }));
    await withPrisma(async (prisma) => assert.match((await prisma.deploy()) ?? '', /nobody/));
    const failed = await status();
    assert.equal(failed.state, 'failed');
    assert.match(failed.migrations[2]?.error ?? '', /nobody/);
    await withPrisma((prisma) => prisma.resolveRolledBack('20260103000000_wrong'));
    assert.deepEqual(Object.values(statesIn(await status())), ['applied', 'applied', 'rolled-back']);
    addFiles(folder, { 'prisma/migrations/20260101000000_users/migration.sql': 'SELECT 1;\n' });
    assert.equal((await status()).state, 'edited');
    assert.deepEqual(readdirSync(join(folder, 'prisma')).sort(), ['dev.db', 'migrations', 'schema.prisma'], 'nothing is left behind');
  });

  it('is unmanaged with tables of its own', async () => {
    const folder = shop();
    await withFile(folder, (database) => database.exec('CREATE TABLE old (id INTEGER PRIMARY KEY AUTOINCREMENT)'));
    assert.equal((await statusAt('file:dev.db', folder)).state, 'unmanaged');
  });

  it('is no database', async () => {
    const folder = shop({ 'prisma/dev.db': 'This is a text that is longer than the header of a database.'.repeat(50) });
    const { state, error } = await statusAt('file:dev.db', folder);
    assert.equal(state, 'unreachable');
    assert.match(error?.message ?? '', /prisma\/dev\.db cannot be read: the file is no SQLite database/);
  });

  it('lies where Prisma looks: beside the schema, since 7 beside the configuration', async () => {
    const config = 'export default { datasource: { url: process.env.DATABASE_URL } };\n';
    const targetIn = async (folder: string, url: string) => {
      const { connection } = await environmentAt(url, await projectIn(folder));
      return connection.ok ? connection.address.target : connection.problem.message;
    };
    assert.equal(await targetIn(shop(), 'file:./dev.db?connection_limit=1'), 'prisma/dev.db');
    const seven = shop({ 'package.json': '{ "devDependencies": { "prisma": "7.1.0" } }', 'prisma.config.ts': config });
    assert.equal(await targetIn(seven, 'file:./dev.db'), 'dev.db');
    assert.equal(await targetIn(seven, 'file:/tmp/x.db'), '/tmp/x.db');
    assert.equal(
      await targetIn(seven, 'postgresql://u:hunter2@h/d'),
      'The variable TEST_URL is no address of a SQLite file such as file:./dev.db.',
    );
  });

  it('is read with what is still in a write-ahead log', async function () {
    const { spawnSync } = await import('node:child_process');
    const folder = shop();
    const file = join(folder, 'prisma/dev.db');
    // The shell keeps the log when it is killed.
    const script = `PRAGMA journal_mode = WAL; CREATE TABLE old (id INTEGER);\n.shell kill -9 $PPID\n`;
    if (spawnSync('sqlite3', ['--version']).error !== undefined) this.skip();
    spawnSync('sqlite3', [file], { input: script });
    if (!existsSync(`${file}-wal`)) this.skip();
    writeFileSync(join(folder, 'note'), '');
    assert.equal((await statusAt('file:dev.db', folder)).state, 'unmanaged');
  });
});
