import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../server/src/analysis/rules/registry';
import { addFiles, folderWith, migrations } from '../project/folders';
import { builtBundle, lockstep, root } from './run';
import { shop } from './shop';

describe('lockstep', () => {
  it('explains itself', async () => {
    for (const args of [[], ['--help'], ['help']]) {
      const { code, stdout } = await lockstep(args);
      assert.equal(code, 0);
      assert.match(stdout, /lockstep <command>/);
    }
    const { stdout: help } = await lockstep(['help']);
    const program = readFileSync(join(root, 'server/src/cli/main.ts'), 'utf8');
    const commands = [...program.matchAll(/^ {2}(\w+): \{$/gm)].map(([, name]) => name ?? '');
    assert.ok(commands.length > 15);
    for (const command of commands) {
      assert.match(help, new RegExp(`^  ${command} `, 'm'));
      const { code, stdout } = await lockstep([command, '--help']);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`lockstep ${command}`));
    }
  });

  it('knows its version', async () => {
    assert.match((await lockstep(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('lists and explains rules', async () => {
    const listed: { id: string }[] = JSON.parse((await lockstep(['rules', '--format', 'json'])).stdout);
    assert.deepEqual(
      listed.map(({ id }) => id),
      rules.map(({ id }) => id),
    );
    assert.match((await lockstep(['explain', 'column-dropped'])).stdout, /column-dropped/);
  });

  const wrong: readonly (readonly [name: string, args: readonly string[], message: RegExp])[] = [
    ['an unknown command', ['lnit'], /There is no command "lnit"; did you mean "lint"\?\n"lockstep --help"/],
    ['an unknown option', ['lint', '--formt', 'json'], /There is no option "--formt"; did you mean "--format"\?\n"lockstep lint --help"/],
    ['an unknown format', ['lint', '--format', 'jsno'], /"--format" takes pretty, .* or markdown; found "jsno"\.\nDid you mean "json"\?/],
    ['an unknown severity', ['lint', '--fail-on', 'fatal'], /"--fail-on" takes error, warning, information or never; found "fatal"/],
    ['a missing value', ['lint', '--format'], /--format/],
    ['a path that is not there', ['lint', 'nowhere'], /"nowhere" does not exist/],
    ['an unsupported server', ['lint', '--server', '9'], /from 12 to 18; found "9"/],
    ['a rule in the wrong place', ['rules', 'truncate'], /"lockstep explain <rule>"/],
    ['an unknown rule', ['explain', 'colum-dropped'], /did you mean "column-dropped"/],
    ['a path beside standard input', ['lint', '--stdin', 'prisma'], /"--stdin" takes no paths; found "prisma"/],
    ['a name without standard input', ['lint', '--stdin-filename', 'x/migration.sql'], /"--stdin-filename" needs "--stdin"/],
    ['a folder that is no SQL file', ['lint', 'folder.sql'], /folder\.sql" cannot be read/],
    ['an output that is a folder', ['lint', '--output', 'folder.sql'], /"folder\.sql" cannot be written: EISDIR/],
    ['an unknown commit', ['lint', '--since', 'nowhere'], /nowhere/],
  ];
  for (const [name, args, message] of wrong) {
    it(`says what was expected: ${name}`, async () => {
      const cwd = shop();
      addFiles(cwd, { 'folder.sql/note.txt': '' });
      const { code, stdout, stderr } = await lockstep(args, { cwd });
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
  }

  it('says that a folder holds no project', async () => {
    const { code, stderr } = await lockstep(['lint'], { cwd: folderWith({ '.git/HEAD': '' }) });
    assert.equal(code, 2);
    assert.match(stderr, /No Prisma project was found in "\."/);
  });

  it('names the key and the line of a broken lockstep.json', async () => {
    const { code, stderr } = await lockstep(['lint'], { cwd: shop('{\n  "rules": { "colum-dropped": "off" }\n}') });
    assert.equal(code, 2);
    assert.match(stderr, /lockstep\.json: Line 2: "rules\.colum-dropped" is not a rule; expected "column-dropped"\?/);
  });

  it('never reads another provider as PostgreSQL', async () => {
    const sqlite = {
      'a/migrations/migration_lock.toml': 'provider = "sqlite"\n',
      ...migrations('a/migrations', { '1_a': 'TRUNCATE "x";' }),
    };
    const alone = await lockstep(['lint'], { cwd: folderWith(sqlite) });
    assert.equal(alone.code, 2);
    assert.match(alone.stderr, /SQLite migrations are not analysed yet/);
    const piped = await lockstep(['lint', '--stdin'], { cwd: join(folderWith(sqlite), 'a'), input: 'SELECT 1;' });
    assert.deepEqual([piped.code, piped.stdout], [2, '']);
    const beside = await lockstep(['lint', '--format', 'json'], {
      cwd: folderWith({ ...sqlite, ...migrations('b/migrations', { '1_b': 'SELECT 1;' }) }),
    });
    assert.equal(beside.code, 0);
    assert.match(beside.stderr, /SQLite/);
    assert.equal(JSON.parse(beside.stdout).summary.files, 1);
  });

  it('says plainly that Prisma 8 is another system', async () => {
    const { code, stderr } = await lockstep(['lint', '--prisma', '8.0.0'], { cwd: shop() });
    assert.equal(code, 2);
    assert.match(stderr, /Prisma 8 has another migration system/);
  });

  it('speaks of a baseline that is no migration', async () => {
    const { stderr } = await lockstep(['lint'], { cwd: shop('{ "baseline": "20250102" }') });
    assert.match(stderr, /lockstep\.json: Line 1: "baseline" is "20250102", which is none of the migrations in /);
  });

  it('never lets a migration that it could not read pass for safe', async () => {
    const cwd = shop();
    addFiles(cwd, { 'prisma/migrations/20250104000000_folder/migration.sql/note.txt': '' });
    for (const args of [['lint', '--fail-on', 'never'], ['effects']]) {
      const { code, stdout, stderr } = await lockstep(args, { cwd });
      assert.equal(code, 2);
      assert.match(stdout, /drop_email/, 'what could be read is told all the same');
      assert.match(stderr, /20250104000000_folder\/migration\.sql cannot be read: EISDIR/);
    }
  });

  it('speaks of a folder without a migration, which Prisma refuses', async () => {
    const cwd = shop();
    addFiles(cwd, { 'prisma/migrations/20250104000000_empty/note.txt': '' });
    const { stderr } = await lockstep(['lint'], { cwd });
    assert.match(stderr, /^"20250104000000_empty" in .* has no migration\.sql: .* \(P3015\)\.\n$/);
  });

  it('ends with a sentence when the output is full', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [builtBundle(), 'lint'], {
      cwd: shop(),
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    assert.equal(status, 2);
    assert.match(stderr, /^standard output cannot be written: ENOSPC[^\n]*\n$/);
  });

  it('survives binary and empty files', async () => {
    const cwd = folderWith(migrations('migrations', { '1_empty': '', '2_binary': '\u0000\u0001\uFFFD\u0000', '3_fine': 'SELECT 1;' }));
    const { code, stdout } = await lockstep(['lint', '--format', 'json', '--fail-on', 'never'], { cwd });
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).summary.files, 3);
  });
});
