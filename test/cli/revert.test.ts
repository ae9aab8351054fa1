import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles, folderWith, migrations } from '../project/folders';
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

  it('takes the schema back where it is clear how, and says so where it is not asked to', async () => {
    const files = { ...history, '29990104000000_note': 'ALTER TABLE "User" ADD COLUMN "note" TEXT;' };
    const cwd = project(files, '  note  String?\n');
    const said = await lockstep(['revert', '29990104000000_note', '--dry-run'], { cwd });
    assert.match(said.stdout, /The schema has to go back as well, .*"--schema" takes prisma\/schema\.prisma back\./);
    const { code, stdout } = await lockstep(['revert', '29990104000000_note', '--schema'], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /Took back: prisma\/schema\.prisma\./);
    assert.equal(readFileSync(join(cwd, 'prisma/schema.prisma'), 'utf8'), schemaWith(''));
  });

  it('takes it from git with its own names and comments', async () => {
    const without = schemaWith('  /// How to call her.\n  nickName String? @map("nick")\n');
    const drop = 'ALTER TABLE "User" DROP COLUMN "nick";';
    const cwd = project({ ...history, '29990103500000_nick': 'ALTER TABLE "User" ADD COLUMN "nick" TEXT;' });
    writeFileSync(join(cwd, 'prisma/schema.prisma'), without);
    commit(cwd, 'with');
    addFiles(cwd, { 'prisma/schema.prisma': schemaWith(''), ...migrations('prisma/migrations', { '29990104000000_drop_nick': drop }) });
    commit(cwd, 'without');
    const { code, stderr } = await lockstep(['revert', 'drop_nick', '--schema'], { cwd });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(readFileSync(join(cwd, 'prisma/schema.prisma'), 'utf8'), /\n {2}nickName String\? @map\("nick"\)\n/);
  });

  it('says what is left to do where it is not clear how', async () => {
    const note = 'ALTER TABLE "User" ADD COLUMN "note" TEXT; CREATE INDEX "User_note_idx" ON "User"("note");';
    const cwd = project({ ...history, '29990104000000_note': note }, '  note  String?\n\n  @@index([note])\n');
    const { stdout } = await lockstep(['revert', '29990104000000_note', '--dry-run'], { cwd });
    assert.match(stdout, /The schema has to go back by hand: it still asks for .*"User"\."note"/);
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

function schemaWith(fields: string): string {
  return `datasource db {\n  provider = "postgresql"\n}\n\nmodel User {\n  id    Int    @id\n  email String\n${fields}}\n`;
}

function commit(cwd: string, message: string): void {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: join(cwd, 'none'), GIT_CONFIG_NOSYSTEM: '1' };
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  for (const words of [
    ['init', '-q', '-b', 'main'],
    ['add', 'prisma'],
    ['commit', '-qm', message],
  ]) {
    execFileSync('git', [...identity, ...words], { cwd, env, stdio: 'ignore' });
  }
}

function project(files: Readonly<Record<string, string>>, fields = ''): string {
  return folderWith({
    'package.json': '{ "dependencies": { "prisma": "7.10.1" } }',
    'prisma/schema.prisma': schemaWith(fields),
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
