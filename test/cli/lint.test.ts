import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles, folderWith, migrations } from '../project/folders';
import { lockstep } from './run';
import { pendingPath, shop } from './shop';

/** Rules found, as `path rule`, in the order of the output. */
async function found(args: readonly string[], cwd: string): Promise<readonly string[]> {
  const { stdout } = await lockstep(['lint', '--format', 'json', ...args], { cwd });
  const { files }: { files: { path: string; findings: { rule: string }[] }[] } = JSON.parse(stdout);
  return files.flatMap(({ path, findings }) => findings.map(({ rule }) => `${path.split('/').at(-2)} ${rule}`));
}

describe('lockstep lint', () => {
  it('judges pending migrations against the history, and exits with 1', async () => {
    const { code, stdout, stderr } = await lockstep(['lint'], { cwd: shop() });
    assert.equal(code, 1);
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^prisma\/migrations\/20250103000000_drop_email\/migration\.sql\n {2}1:\d+ {2}error {2}.*"User"\."email".* {3}column-dropped\n/,
    );
    assert.match(
      stdout,
      /\n1 error, 0 warnings.* in 1 pending migration \(2 up to the baseline, 0 statements not analysed\) · (?:\d+ ms|\d+\.\d s)\n$/,
    );
  });

  it('judges every migration with --all', async () => {
    assert.ok((await found(['--all'], shop())).includes('20250102000000_drop_note column-dropped'));
  });

  it('leaves history alone', async () => {
    assert.ok(!(await found([], shop())).some((line) => line.startsWith('20250102')));
  });

  for (const path of ['prisma/migrations/20250102000000_drop_note', 'prisma/migrations/20250102000000_drop_note/migration.sql']) {
    it(`judges the migration that a path names, history or not: ${path}`, async () => {
      const rules = await found([path], shop());
      assert.ok(rules.includes('20250102000000_drop_note column-dropped'));
      assert.ok(!rules.some((line) => line.startsWith('20250103')));
    });
  }

  for (const path of ['.', 'prisma', 'prisma/migrations', 'prisma/schema.prisma', 'lockstep.json']) {
    it(`takes "${path}" for the project`, async () => {
      assert.ok((await found([path], shop())).includes('20250103000000_drop_email column-dropped'));
    });
  }

  it('takes several projects', async () => {
    const folder = folderWith({
      ...migrations('a/migrations', { '1_a': 'TRUNCATE "x";' }),
      ...migrations('b/migrations', { '1_b': 'TRUNCATE "x";' }),
    });
    const both = ['1_a truncate', '1_b truncate'];
    assert.deepEqual(
      (await found(['.'], folder)).filter((line) => line.endsWith('truncate')),
      both,
    );
    assert.deepEqual(
      (await found(['a', 'b/migrations'], folder)).filter((line) => line.endsWith('truncate')),
      both,
    );
  });

  it('says nothing of an init migration', async () => {
    const folder = folderWith(migrations('migrations', { '20250101000000_init': 'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY);' }));
    assert.deepEqual(await lockstep(['lint', '--format', 'github'], { cwd: folder }), { code: 0, stdout: '', stderr: '' });
  });

  describe('--fail-on', () => {
    const table: readonly (readonly [severity: string, wish: string, code: number])[] = [
      ['error', 'error', 1],
      ['error', 'never', 0],
      ['warning', 'error', 0],
      ['warning', 'warning', 1],
      ['information', 'warning', 0],
      ['information', 'information', 1],
    ];
    for (const [severity, wish, code] of table) {
      it(`${wish} exits with ${code} when the worst is ${severity}`, async () => {
        const rules = `"missing-impact-note": "off", "column-dropped": "${severity}"`;
        const cwd = shop(`{ "baseline": "20250102000000_drop_note", "rules": { ${rules} } }`);
        assert.equal((await lockstep(['lint', '--fail-on', wish], { cwd })).code, code);
      });
    }
  });

  it('reads a new migration from standard input', async () => {
    const { code, stdout } = await lockstep(['lint', '--stdin'], { cwd: shop(), input: 'ALTER TABLE "User" DROP COLUMN "id";' });
    assert.equal(code, 1);
    assert.match(stdout, /^<stdin>\n {2}1:\d+ {2}error/);
  });

  it('reads the text of a migration from standard input', async () => {
    const { code, stdout } = await lockstep(['lint', '--stdin', '--stdin-filename', pendingPath], { cwd: shop(), input: 'SELECT 1;' });
    assert.equal(code, 0);
    assert.match(stdout, /^0 errors/);
  });

  it('does not miss names that nobody can know', async () => {
    const cwd = folderWith({ '.git/HEAD': '' });
    const { stdout } = await lockstep(['lint', '--stdin', '--format', 'json'], {
      cwd,
      input: 'ALTER TABLE "Unknown" ADD COLUMN "a" TEXT;',
    });
    assert.doesNotMatch(stdout, /reference-not-found/);
  });

  it('takes versions from the command line', async () => {
    const { stdout } = await lockstep(['lint', '--server', '17', '--prisma', '6.19.3', '--format', 'json'], { cwd: shop() });
    const { serverVersion, prismaVersion } = JSON.parse(stdout);
    assert.deepEqual([serverVersion, prismaVersion], ['17', '6.19.3']);
  });

  it('finds the same with its cache, and survives a broken one', async () => {
    const cwd = shop();
    mkdirSync(join(cwd, 'node_modules'));
    const first = await found(['--all'], cwd);
    assert.deepEqual(await found(['--all'], cwd), first);
    const [cache = ''] = cacheFiles(cwd);
    const bytes = readFileSync(cache);
    writeFileSync(cache, bytes.subarray(0, bytes.length / 2));
    assert.deepEqual(await found(['--all'], cwd), first);
    writeFileSync(cache, 'not a cache\n');
    assert.deepEqual(await found(['--all'], cwd), first);
    addFiles(cwd, { [pendingPath]: 'SELECT 1;' });
    assert.ok(!(await found([], cwd)).includes('20250103000000_drop_email column-dropped'));
  });

  it('finds the same when a long run is shared between threads', async () => {
    const texts = (table: string) =>
      Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => [
          String(1000 + index),
          index === 0
            ? `CREATE TABLE "${table}" ("c0" TEXT);`
            : `ALTER TABLE "${table}" ADD COLUMN "c${index}" TEXT, DROP COLUMN "c${index - 1}";`,
        ]),
      );
    const cwd = folderWith({ ...migrations('a/migrations', texts('A')), ...migrations('b/migrations', texts('B')) });
    const alone = [...(await found(['--all', '--no-cache', 'a'], cwd)), ...(await found(['--all', '--no-cache', 'b'], cwd))];
    assert.equal(alone.filter((line) => line.endsWith('possible-rename')).length, 398);
    assert.deepEqual(await found(['--all', '--no-cache'], cwd), alone);
  });

  it('writes no cache with --no-cache', async () => {
    const cwd = shop();
    mkdirSync(join(cwd, 'node_modules'));
    await lockstep(['lint', '--no-cache'], { cwd });
    assert.deepEqual(cacheFiles(cwd), []);
  });

  it('writes to a file', async () => {
    const cwd = shop();
    const { stdout } = await lockstep(['lint', '--format', 'json', '--output', 'out.json'], { cwd });
    assert.equal(stdout, '');
    assert.equal(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).version, 1);
  });
});

function cacheFiles(cwd: string): readonly string[] {
  const directory = join(cwd, 'node_modules/.cache/lockstep');
  return existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
}
