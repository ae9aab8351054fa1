import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from '../../project/folders';
import { commit, git, repositoryWith } from '../../project/git-repository';
import { askedOf } from './asked';

const files = {
  'package.json': '{ "name": "shop" }',
  'README.md': 'shop\n',
  'prisma/schema.prisma': postgresSchema,
  'prisma/migrations/migration_lock.toml': postgresLock,
  ...migrations('prisma/migrations', { '20260101000000_users': 'SELECT 1;\n', '20260102000000_posts': 'SELECT 2;\n' }),
};

const url = 'postgresql://127.0.0.1:1/shop';

describe('the gate clean-tree', () => {
  const gate = (folder: string, kind = 'production') => askedOf('clean-tree', { folder, url, settings: { kind } });

  it('is ok where schema and migrations are committed, whatever else is not', async () => {
    const folder = repositoryWith(files);
    addFiles(folder, { 'README.md': 'changed\n', 'src/new.ts': '', 'prisma/dev.db': 'x', 'prisma/migrations/notes.txt': 'x' });
    const { state, evidence } = await gate(folder);
    assert.deepEqual([state, evidence], ['ok', 'Schema and migrations are committed.']);
  });

  const changes: Readonly<Record<string, readonly [(folder: string) => void, RegExp]>> = {
    'a changed migration': [
      (folder) => addFiles(folder, { 'prisma/migrations/20260101000000_users/migration.sql': 'SELECT 3;\n' }),
      /prisma\/migrations\/20260101000000_users\/migration\.sql\.$/,
    ],
    'a staged one': [
      (folder) => {
        addFiles(folder, { 'prisma/schema.prisma': `${postgresSchema}\n` });
        git(folder, 'add', '.');
      },
      /: prisma\/schema\.prisma\.$/,
    ],
    'a new one, also with spaces and quotes in its name': [
      (folder) => addFiles(folder, migrations('prisma/migrations', { '20260103 "new" ü': 'SELECT 3;\n' })),
      /: prisma\/migrations\/20260103 "new" ü\/migration\.sql\.$/,
    ],
    'a deleted one': [
      (folder) => rmSync(join(folder, 'prisma/migrations/20260102000000_posts'), { recursive: true }),
      /20260102000000_posts\/migration\.sql\.$/,
    ],
    'a renamed one': [
      (folder) => {
        renameSync(join(folder, 'prisma/migrations/20260102000000_posts'), join(folder, 'prisma/migrations/20260102000001_posts'));
        git(folder, 'add', '.');
      },
      /20260102000001_posts\/migration\.sql\.$/,
    ],
    'one that git ignores': [
      (folder) => {
        addFiles(folder, { '.gitignore': '*_local\n', ...migrations('prisma/migrations', { '20260103000000_local': 'SELECT 3;\n' }) });
        git(folder, 'add', '.');
        git(folder, 'commit', '-qm', 'x');
      },
      /20260103000000_local\/\.$/,
    ],
  };
  for (const [name, [change, expected]] of Object.entries(changes)) {
    it(`is blocked by ${name}`, async () => {
      const folder = repositoryWith(files);
      change(folder);
      const { state, mayOverride, evidence, details } = await gate(folder);
      assert.deepEqual([state, mayOverride], ['blocked', true], evidence);
      assert.match(evidence, /^1 file of the schema or the migrations is not committed: /);
      assert.match(evidence, expected);
      assert.match(details ?? '', /\n- `prisma\//);
    });
  }

  it('is blocked by a conflict, and only warns where one develops', async () => {
    const folder = repositoryWith(files);
    const path = 'prisma/migrations/20260101000000_users/migration.sql';
    git(folder, 'checkout', '-qb', 'other');
    addFiles(folder, { [path]: 'SELECT 8;\n' });
    commit(folder);
    git(folder, 'checkout', '-q', 'main');
    addFiles(folder, { [path]: 'SELECT 9;\n' });
    commit(folder);
    assert.throws(() => git(folder, 'merge', '-q', 'other'));
    const conflict = await gate(folder);
    assert.equal(conflict.state, 'blocked');
    assert.match(conflict.details ?? '', /\(conflicted\)/);
    assert.equal((await gate(folder, 'development')).state, 'warning');
  });

  it('says how far it is from what it follows, as that was fetched', async () => {
    const origin = repositoryWith(files);
    const folder = folderWith({});
    git(folder, 'clone', '-q', origin, 'shop');
    const shop = join(folder, 'shop');
    const same = await gate(shop);
    assert.deepEqual(
      [same.state, same.evidence],
      ['ok', 'Schema and migrations are committed, as on origin/main when it was fetched last.'],
    );
    addFiles(origin, { 'README.md': 'a\n' });
    commit(origin);
    assert.equal((await gate(shop)).state, 'ok', 'nothing is fetched');
    git(shop, 'fetch', '-q');
    assert.deepEqual(
      [(await gate(shop)).state, (await gate(shop)).evidence],
      ['warning', 'origin/main is 1 commit ahead, as fetched last.'],
    );
    addFiles(shop, { 'README.md': 'b\n' });
    commit(shop);
    assert.equal((await gate(shop)).evidence, '1 commit is not on origin/main, which is 1 commit ahead, as fetched last.');
    git(shop, 'reset', '-q', '--hard', 'origin/main');
    addFiles(shop, { 'README.md': 'c\n' });
    commit(shop);
    assert.equal((await gate(shop)).evidence, '1 commit is not on origin/main, as fetched last.');
  });

  it('looks at the folder of the schema, and through links', async () => {
    const folder = repositoryWith({
      'apps/shop/package.json': '{ "name": "shop" }',
      'apps/shop/prisma/schema/main.prisma': postgresSchema,
      'apps/shop/prisma.config.ts': 'export default { schema: "prisma/schema", migrations: { path: "prisma/migrations" } };\n',
      'apps/shop/prisma/migrations/migration_lock.toml': postgresLock,
      'apps/other/x.prisma': 'x',
    });
    const shop = join(folder, 'apps/shop');
    assert.equal((await gate(shop)).state, 'ok');
    addFiles(folder, {
      'apps/other/x.prisma': 'y',
      'apps/shop/prisma/schema/client.js': '',
      'apps/shop/prisma/schema/more.prisma': 'enum A { B }\n',
    });
    assert.match((await gate(shop)).evidence, /committed: apps\/shop\/prisma\/schema\/more\.prisma\.$/);
    const linked = join(folderWith({}), 'link');
    symlinkSync(shop, linked);
    assert.match((await gate(linked)).evidence, /committed: apps\/shop\/prisma\/schema\/more\.prisma\.$/);
  });

  it('is skipped outside of a repository', async () => {
    const { state, evidence } = await gate(folderWith(files));
    assert.deepEqual([state, evidence], ['skipped', 'The project is not in a git repository.']);
  });

  it('is blocked where git cannot tell', async () => {
    const folder = folderWith(files);
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, '.git/HEAD'), 'nonsense');
    const { state, mayOverride, evidence } = await gate(folder);
    assert.deepEqual([state, mayOverride], ['blocked', true], evidence);
  });
});

describe('the gate branch', () => {
  const gate = (folder: string, branches: readonly string[], variables: Readonly<Record<string, string>> = {}, kind = 'production') =>
    askedOf('branch', { folder, url, settings: { kind, branches }, variables });
  const told = async (...asked: Parameters<typeof gate>) => {
    const { state, evidence } = await gate(...asked);
    return [state, evidence];
  };

  it('is skipped where every branch may be deployed', async () => {
    assert.equal((await gate(repositoryWith(files), [])).state, 'skipped');
  });

  it('is that which is checked out, by its name or a pattern', async () => {
    const folder = repositoryWith(files);
    assert.deepEqual(await told(folder, ['main']), ['ok', 'The branch is main.']);
    assert.deepEqual(await told(folder, ['release/*', 'hotfix']), [
      'blocked',
      'The branch is main; release/* and hotfix may be deployed here.',
    ]);
    assert.equal((await gate(folder, ['release/*'], {}, 'development')).state, 'warning');
    git(folder, 'checkout', '-qb', 'release/1.2');
    assert.deepEqual(await told(folder, ['release/*']), ['ok', 'The branch is release/1.2.']);
    assert.equal((await gate(folder, ['release'])).state, 'blocked');
    assert.equal((await gate(folder, ['releasex1.2'])).state, 'blocked', 'a dot is a dot');
  });

  it('is that of the pipeline where a commit is checked out alone', async () => {
    const folder = repositoryWith(files);
    git(folder, 'checkout', '-qb', 'work');
    addFiles(folder, { 'README.md': 'x\n' });
    commit(folder);
    git(folder, 'checkout', '-q', '--detach');
    const head = git(folder, 'rev-parse', 'HEAD').trim();
    const github = { GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main', GITHUB_SHA: head };
    assert.deepEqual(await told(folder, ['main'], github), ['ok', 'The branch is main, by GITHUB_REF_NAME.']);
    assert.equal((await gate(folder, ['release'], github)).state, 'blocked');
    assert.deepEqual(await told(folder, ['main'], { CI_COMMIT_BRANCH: 'main', CI_COMMIT_SHA: head }), [
      'ok',
      'The branch is main, by CI_COMMIT_BRANCH.',
    ]);
    assert.equal((await gate(folder, ['main'], { BUILD_SOURCEBRANCH: 'refs/heads/main' })).state, 'ok');

    const older = git(folder, 'rev-parse', 'HEAD~1').trim();
    const elsewhere = await gate(folder, ['main'], { ...github, GITHUB_SHA: older });
    assert.equal(elsewhere.state, 'blocked');
    assert.equal(elsewhere.evidence, `GITHUB_REF_NAME is main at ${older.slice(0, 9)}, and ${head.slice(0, 9)} is checked out.`);

    for (const variables of [
      { ...github, GITHUB_REF_TYPE: 'tag' },
      { ...github, GITHUB_REF_NAME: '12/merge' },
      { CI_COMMIT_REF_NAME: 'main' },
      {},
    ]) {
      const { state, evidence } = await gate(folder, ['main'], variables);
      assert.deepEqual([state, evidence], ['blocked', `The commit ${head.slice(0, 9)} is checked out, and on none of main as known here.`]);
    }
  });

  it('does not believe the pipeline where a branch is checked out', async () => {
    const folder = repositoryWith(files);
    git(folder, 'checkout', '-qb', 'work');
    const { state } = await gate(folder, ['main'], { GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main' });
    assert.equal(state, 'blocked');
  });

  it('is one that has the commit, here or as fetched', async () => {
    const origin = repositoryWith(files);
    const folder = folderWith({});
    git(folder, 'clone', '-q', origin, 'shop');
    const shop = join(folder, 'shop');
    const head = git(shop, 'rev-parse', 'HEAD').trim().slice(0, 9);
    git(shop, 'checkout', '-q', '--detach');
    assert.deepEqual(await told(shop, ['main']), ['ok', `The commit ${head} is on main.`]);
    git(shop, 'branch', '-qD', 'main');
    assert.deepEqual(await told(shop, ['main']), ['ok', `The commit ${head} is on origin/main.`]);
  });

  it('is blocked where it is not known', async () => {
    assert.deepEqual(await told(folderWith(files), ['main']), [
      'blocked',
      'The branch is not known: the project is not in a git repository.',
    ]);
    const empty = folderWith(files);
    git(empty, 'init', '-q', '-b', 'main');
    assert.deepEqual(await told(empty, ['main']), ['ok', 'The branch is main.']);
  });
});
