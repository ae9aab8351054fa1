import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectOf } from '../../server/src/project/discover';
import { readCommittedMigrations } from '../../server/src/project/git';
import { readSnapshot } from '../../server/src/project/snapshot';
import { addFiles, folderWith, migrations, postgresSchema } from './folders';
import { commit, git } from './git-repository';

function repository(texts: Readonly<Record<string, string>>, branch = 'main'): string {
  const folder = folderWith({ 'prisma/schema.prisma': postgresSchema, ...migrations('prisma/migrations', texts) });
  git(folder, 'init', '-q', '-b', branch);
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'one');
  return folder;
}

function of(migrationsDirectory: string) {
  return { migrationsDirectory, schema: null };
}

async function states(folder: string, since: string | null = null): Promise<Readonly<Record<string, string>>> {
  const project = await projectOf(join(folder, 'prisma/schema.prisma'));
  assert.ok(project);
  const { migrations: files } = await readSnapshot(project, new Map(), { since });
  return Object.fromEntries(files.map(({ name, facts }) => [name, facts.state]));
}

describe('git', () => {
  it('tells what is on main from what is not', async () => {
    const folder = repository({ '1_a': 'SELECT 1;\n' });
    addFiles(folder, migrations('prisma/migrations', { '2_b': 'SELECT 2;\n' }));
    assert.deepEqual(await states(folder), { '1_a': 'history', '2_b': 'pending' });
  });

  it('keeps a migration pending that is committed on another branch only', async () => {
    const folder = repository({ '1_a': 'SELECT 1;\n' });
    git(folder, 'checkout', '-qb', 'feature');
    addFiles(folder, migrations('prisma/migrations', { '2_b': 'SELECT 2;\n' }));
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'two');
    assert.deepEqual(await states(folder), { '1_a': 'history', '2_b': 'pending' });
  });

  it('finds a migration that was edited after it was committed', async () => {
    const folder = repository({ '1_a': 'SELECT 1;\n', '2_b': 'SELECT 2;\n' });
    addFiles(folder, migrations('prisma/migrations', { '1_a': 'SELECT 3;\n' }));
    assert.deepEqual(await states(folder), { '1_a': 'edited', '2_b': 'history' });
  });

  it('does not take line ends for an edit', async () => {
    const folder = repository({ '1_a': 'SELECT 1;\nSELECT 2;\n' });
    addFiles(folder, migrations('prisma/migrations', { '1_a': 'SELECT 1;\r\nSELECT 2;\r\n' }));
    assert.deepEqual(await states(folder), { '1_a': 'history' });
  });

  it('compares bytes where a file is no UTF-8, or begins with a byte order mark', async () => {
    const latin = Buffer.from('-- \xe9\n', 'latin1');
    const folder = folderWith({
      'prisma/schema.prisma': postgresSchema,
      ...migrations('prisma/migrations', { '1_a': '', '2_b': '\uFEFF-- b\n' }),
    });
    writeFileSync(join(folder, 'prisma/migrations/1_a/migration.sql'), latin);
    git(folder, 'init', '-q', '-b', 'main');
    commit(folder);
    assert.deepEqual(await states(folder), { '1_a': 'history', '2_b': 'history' });
    writeFileSync(join(folder, 'prisma/migrations/1_a/migration.sql'), Buffer.from('-- \xe8\n', 'latin1'));
    addFiles(folder, migrations('prisma/migrations', { '2_b': '-- b\n' }));
    assert.deepEqual(await states(folder), { '1_a': 'edited', '2_b': 'edited' });
  });

  it('prefers the default branch of origin, whatever it is called', async () => {
    const origin = repository({ '1_a': 'SELECT 1;\n' }, 'trunk');
    const folder = folderWith({});
    git(folder, 'clone', '-q', origin, 'clone');
    const clone = join(folder, 'clone');
    addFiles(clone, migrations('prisma/migrations', { '2_b': 'SELECT 2;\n' }));
    git(clone, 'add', '.');
    git(clone, 'commit', '-qm', 'two');
    assert.deepEqual(await states(clone), { '1_a': 'history', '2_b': 'pending' });
  });

  it('works in a worktree and in a shallow clone', async () => {
    const origin = repository({ '1_a': 'SELECT 1;\n' });
    const folder = folderWith({});
    git(folder, 'clone', '-q', '--depth', '1', `file://${origin}`, 'shallow');
    assert.deepEqual(await states(join(folder, 'shallow')), { '1_a': 'history' });
    git(origin, 'worktree', 'add', '-q', '-b', 'feature', join(folder, 'tree'));
    addFiles(join(folder, 'tree'), migrations('prisma/migrations', { '2_b': 'SELECT 2;\n' }));
    assert.deepEqual(await states(join(folder, 'tree')), { '1_a': 'history', '2_b': 'pending' });
  });

  it('measures from the commit that --since names', async () => {
    const folder = repository({ '1_a': 'SELECT 1;\n' });
    addFiles(folder, migrations('prisma/migrations', { '2_b': 'SELECT 2;\n' }));
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'two');
    assert.deepEqual(await states(folder), { '1_a': 'history', '2_b': 'history' });
    assert.deepEqual(await states(folder, 'HEAD~1'), { '1_a': 'history', '2_b': 'pending' });
  });

  it('knows no history where the default branch has none of the migrations', async () => {
    const folder = repository({});
    addFiles(folder, migrations('prisma/migrations', { '1_a': 'SELECT 1;\n' }));
    const project = await projectOf(join(folder, 'prisma/schema.prisma'));
    assert.ok(project);
    const { historyIsKnown, historyProblem } = await readSnapshot(project, new Map());
    assert.deepEqual([historyIsKnown, historyProblem], [false, 'main has none of these migrations']);
  });

  it('answers for several projects of one repository that are asked about together', async () => {
    const texts = { '1_a': 'SELECT 1;\n' };
    const folders = ['migrations', 'apps/[a]/migrations', 'apps/a b/migrations', 'apps/one/db/migrations'];
    const folder = folderWith(Object.assign({}, ...folders.map((below) => migrations(below, { ...texts, [`2_${below.length}`]: '' }))));
    git(folder, 'init', '-q', '-b', 'main');
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'one');
    const ask = async (below: string) => {
      const answer = await readCommittedMigrations(of(join(folder, below)), null);
      return answer.ok ? [...answer.committed.blobs.keys()] : answer.reason;
    };
    const expected = folders.map((below) => ['1_a', `2_${below.length}`]);
    assert.deepEqual(await Promise.all(folders.map(ask)), expected, 'the top among them');
    assert.deepEqual(await Promise.all(folders.slice(1).map(ask)), expected.slice(1), 'folders alone');
  });

  it('reads names with spaces and umlauts', async () => {
    const folder = repository({ '1 a ö': 'SELECT 1;\n' });
    assert.deepEqual(await states(folder), { '1 a ö': 'history' });
  });

  const refusals: readonly (readonly [name: string, prepare: () => string, since: string | null, reason: RegExp])[] = [
    ['no repository', () => folderWith(migrations('m', { a: 'SELECT 1;' })), null, /not in a git repository/],
    ['a repository that git cannot read', () => folderWith({ '.git/HEAD': 'x', ...migrations('m', { a: 'SELECT 1;' }) }), null, /./],
    ['an unknown commit', () => repository({ a: 'SELECT 1;' }), 'nowhere', /git knows no commit "nowhere"/],
    ['a commit that looks like an option', () => repository({ a: 'SELECT 1;' }), '--all', /git knows no commit "--all"/],
    ['neither main nor master', () => repository({ a: 'SELECT 1;' }, 'trunk'), null, /no branch main or master/],
  ];
  for (const [name, prepare, since, reason] of refusals) {
    it(`says why it has no answer: ${name}`, async () => {
      const answer = await readCommittedMigrations(of(prepare()), since);
      assert.ok(!answer.ok);
      assert.match(answer.reason, reason);
    });
  }

  it('does without git where it is not installed', async () => {
    const folder = repository({ '1_a': 'SELECT 1;\n' });
    const path = process.env.PATH;
    process.env.PATH = folderWith({});
    try {
      const answer = await readCommittedMigrations(of(join(folder, 'prisma/migrations')), null);
      assert.deepEqual(answer, { ok: false, reason: 'git is not installed' });
    } finally {
      process.env.PATH = path;
    }
  });

  it('says that a directory is gone', async () => {
    const folder = repository({ '1_a': 'SELECT 1;\n' });
    rmSync(join(folder, 'prisma'), { recursive: true });
    writeFileSync(join(folder, 'prisma'), '');
    const answer = await readCommittedMigrations(of(join(folder, 'prisma/migrations')), null);
    assert.ok(!answer.ok);
    assert.match(answer.reason, /is no directory/);
  });
});
