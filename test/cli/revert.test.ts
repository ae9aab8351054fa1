import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith, migrations } from '../project/folders';
import { lockstep } from './run';

const init = 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';
const history = {
  '29990101000000_init': init,
  '29990102000000_drop_index': 'CREATE INDEX "User_email_idx" ON "User"("email");',
  '29990103000000_remove_index': 'DROP INDEX "User_email_idx";',
};

describe('lockstep revert', () => {
  it('writes the migration that undoes another one, in safe steps, behind the newest', async () => {
    const cwd = project(history);
    const { code, stdout, stderr } = await lockstep(['revert', 'remove_index'], { cwd });
    const name = '29990103000001_revert_remove_index';
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, new RegExp(`^Wrote \\d migrations? that reverts? 29990103000000_remove_index:\n  prisma/migrations/${name}`));
    const written = folders(cwd).filter((folder) => folder > '29990103000000_remove_index' && folder !== 'migration_lock.toml');
    const text = written.map((folder) => read(cwd, folder)).join('');
    assert.match(text, /CREATE INDEX CONCURRENTLY "User_email_idx" ON "User"\("email"\);/);
    assert.equal(read(cwd, '29990103000000_remove_index'), history['29990103000000_remove_index']);
  });

  it('prints and writes nothing in a dry run; as JSON, too', async () => {
    const cwd = project({ ...history, '29990104000000_email': 'ALTER TABLE "User" DROP COLUMN "email", ADD COLUMN "mail" TEXT;' });
    const { code, stdout } = await lockstep(['revert', '29990104000000_email', '--dry-run', '--name', 'old email', '--format', 'json'], {
      cwd,
    });
    assert.equal(code, 0);
    const result = JSON.parse(stdout);
    assert.deepEqual([result.version, result.reverts, result.written], [1, '29990104000000_email', false]);
    assert.match(result.migrations[0].name, /^29990104000001_old_email/);
    assert.ok(result.losses.includes('Drops "User"."mail" behind a copy of what it holds.'), result.losses);
    assert.equal(folders(cwd).length, 5);
  });

  it('takes what rows get in a required column that comes back', async () => {
    const cwd = project({ ...history, '29990104000000_email': 'ALTER TABLE "User" DROP COLUMN "email";' });
    const { code, stdout } = await lockstep(
      ['revert', 'prisma/migrations/29990104000000_email', '--dry-run', '--value', "User.email='none'"],
      { cwd },
    );
    assert.equal(code, 0);
    assert.match(stdout, /'none'/);
  });

  it('says which later migration is in the way, and which migration may be meant', async () => {
    const cwd = project(history);
    const inTheWay = await lockstep(['revert', '29990101000000_init'], { cwd });
    assert.equal(inTheWay.code, 0, inTheWay.stderr);
    const other = project({ ...history, '29990104000000_more': 'ALTER TABLE "User" ADD COLUMN "name" TEXT;' });
    const { code, stderr } = await lockstep(['revert', 'init'], { cwd: other });
    assert.equal(code, 2);
    assert.equal(
      stderr,
      '29990101000000_init is not reverted: 29990104000000_more has changed "User" since. Revert 29990104000000_more first.\n',
    );
    const unknown = await lockstep(['revert', '29990104000000_mor'], { cwd: other });
    assert.match((await lockstep(['revert', '29990104000000_moer'], { cwd: other })).stderr, /Did you mean "29990104000000_more"\?/);
    assert.equal(unknown.code, 0);
    assert.match((await lockstep(['revert', 'index'], { cwd: other })).stderr, /^Several migrations have "index" in their name/);
    assert.match((await lockstep(['revert'], { cwd: other })).stderr, /^"lockstep revert" needs a migration\./);
  });
});

function project(files: Readonly<Record<string, string>>): string {
  return folderWith({
    'package.json': '{ "dependencies": { "prisma": "7.10.1" } }',
    'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n\nmodel User {\n  id    Int    @id\n  email String\n}\n',
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    ...migrations('prisma/migrations', files),
  });
}

function folders(cwd: string): readonly string[] {
  return readdirSync(join(cwd, 'prisma/migrations')).sort();
}

function read(cwd: string, name: string): string {
  return readFileSync(join(cwd, 'prisma/migrations', name, 'migration.sql'), 'utf8');
}
