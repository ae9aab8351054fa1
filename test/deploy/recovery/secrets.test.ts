import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockstep } from '../../cli/run';
import { skipWithoutServer, withDatabase } from '../../evidence/server';
import { addFiles, folderWith, migrations, postgresLock } from '../../project/folders';
import { urlOf } from '../backfills';
import { prismaMigrate } from '../prisma-migrate';

const version = 15;

/** Percent-encoded, so that both spellings have to be hidden. */
const password = 'm4rked%21pass-w0rd';
const marked = /m4rked|pass-w0rd/;

/** What a CLI does that says more than it should. */
const talkative = `console.log('Datasource at ' + process.env.DATABASE_URL);
console.error(decodeURIComponent(process.env.DATABASE_URL));
process.exitCode = 1;
`;

describe('a password', () => {
  it('is in no page, outcome, journal or argument, whatever the CLI prints and a database has stored', function () {
    skipWithoutServer(this, version);
    return withDatabase(version, async (client) => {
      const url = urlOf(client).replace('postgres@', `postgres:${password}@`);
      const folder = folderWith({
        'package.json': '{ "devDependencies": { "prisma": "6.19.3" } }',
        'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
        'prisma/migrations/migration_lock.toml': postgresLock,
        'node_modules/prisma/package.json': '{ "name": "prisma", "version": "6.19.3", "bin": { "prisma": "index.js" } }',
        'node_modules/prisma/index.js': talkative,
        'lockstep.json': JSON.stringify({ environments: [{ name: 'test', kind: 'staging', url: { envFile: '.env.test', name: 'URL' } }] }),
        '.env.test': `URL=${url}\n`,
        ...migrations('prisma/migrations', { '1_first': 'CREATE TABLE "User" ("id" INTEGER);\n' }),
      });
      const prisma = await prismaMigrate(client, join(folder, 'prisma/migrations'));
      await prisma.deploy();
      addFiles(folder, migrations('prisma/migrations', { '2_second': 'ALTER TABLE "Nobody" ADD COLUMN "x" INTEGER;\n' }));
      await prisma.deploy();
      await client.query('SELECT pg_advisory_unlock_all()');
      // A proxy may put its own words into what Prisma stores.
      await client.query(
        `UPDATE _prisma_migrations SET logs = 'cannot connect to ${decodeURIComponent(url)}: ' || logs WHERE logs IS NOT NULL`,
      );
      const run = (...words: readonly string[]) => lockstep(words, { cwd: folder });
      for (const words of [
        ['recover', '--env', 'test'],
        ['recover', '--env', 'test', '--format', 'json'],
        ['recover', '--env', 'test', '--format', 'markdown', '--output', 'page.md'],
        ['resolve', '--env', 'test', '--rolled-back', '2_second', '--force-reason', `because of ${url}`],
        ['resolve', '--env', 'test', '--applied', '2_second', '--force-reason', `because of ${password}`, '--format', 'json'],
      ]) {
        const { stdout, stderr, code } = await run(...words);
        assert.notEqual(code, 2, stderr);
        assert.doesNotMatch(stdout + stderr, marked, words.join(' '));
      }
      assert.match(readFileSync(join(folder, '.lockstep/journal.jsonl'), 'utf8'), /"outcome":"failed"/);
      assert.doesNotMatch(textsIn(folder), marked);
    });
  });
});

/** Everything that lies in a folder, except where the secret was put. */
function textsIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.env'),
  );
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
}
