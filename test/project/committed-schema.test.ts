import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CommittedSchema, readCommittedSchema } from '../../server/src/project/committed-schema';
import { readCommittedMigrations } from '../../server/src/project/git';
import { addFiles, folderWith } from './folders';
import { commit, git, repositoryWith } from './git-repository';

async function committed(schema: string, since: string | null = null): Promise<CommittedSchema> {
  const answer = await readCommittedMigrations({ migrationsDirectory: null, schema }, since);
  return answer.ok ? readCommittedSchema(schema, answer.committed) : answer;
}

async function texts(schema: string, since: string | null = null): Promise<readonly string[]> {
  const answer = await committed(schema, since);
  assert.ok(answer.ok, answer.ok ? '' : answer.reason);
  return answer.schema.files.map(({ text }) => text);
}

describe('readCommittedSchema', () => {
  it('reads the file of the default branch, whatever the working tree has', async () => {
    const folder = repositoryWith({ 'prisma/schema.prisma': '// eins: ä€🛒\n' });
    addFiles(folder, { 'prisma/schema.prisma': '// zwei\n' });
    assert.deepEqual(await texts(join(folder, 'prisma/schema.prisma')), ['// eins: ä€🛒\n']);
  });

  it('reads all files of a folder, those that are gone too', async () => {
    const folder = repositoryWith({
      'db/schema/b.prisma': '// b ä\n',
      'db/schema/a.prisma': '// a\n',
      'db/schema/migrations/no.prisma': '// no\n',
      'db/schema/c/d.prisma': '',
    });
    rmSync(join(folder, 'db/schema/b.prisma'));
    addFiles(folder, { 'db/schema/new.prisma': '// new\n' });
    assert.deepEqual(await texts(join(folder, 'db/schema')), ['// a\n', '// b ä\n', '']);
  });

  it('means the place where the branch began: what came into the default branch later is no edit', async () => {
    const folder = repositoryWith({ 'schema.prisma': '// one\n' });
    git(folder, 'checkout', '-qb', 'feature');
    addFiles(folder, { 'schema.prisma': '// feature\n' });
    commit(folder);
    git(folder, 'checkout', '-q', 'main');
    addFiles(folder, { 'schema.prisma': '// two\n' });
    commit(folder);
    git(folder, 'checkout', '-q', 'feature');
    assert.deepEqual(await texts(join(folder, 'schema.prisma')), ['// one\n']);
  });

  it('takes another commit', async () => {
    const folder = repositoryWith({ 'schema.prisma': '// one\n' });
    addFiles(folder, { 'schema.prisma': '// two\n' });
    commit(folder);
    assert.deepEqual(await texts(join(folder, 'schema.prisma')), ['// two\n']);
    assert.deepEqual(await texts(join(folder, 'schema.prisma'), 'HEAD~1'), ['// one\n']);
  });

  it('finds the file that has become a folder', async () => {
    const folder = repositoryWith({ 'prisma/schema.prisma': '// one\n' });
    mkdirSync(join(folder, 'prisma/schema'));
    renameSync(join(folder, 'prisma/schema.prisma'), join(folder, 'prisma/schema/base.prisma'));
    assert.deepEqual(await texts(join(folder, 'prisma/schema')), ['// one\n']);
  });

  const refusals: readonly (readonly [name: string, prepare: () => string, reason: RegExp])[] = [
    ['it is not there', () => join(folderWith({}), 'none', 'schema.prisma'), /./],
    ['it is in no repository', () => join(folderWith({ 'schema.prisma': '' }), 'schema.prisma'), /not in a git repository/],
    [
      'the branch lacks it',
      () => {
        const folder = repositoryWith({ 'readme.md': '' });
        addFiles(folder, { 'prisma/schema.prisma': '// new\n' });
        return join(folder, 'prisma/schema.prisma');
      },
      /^main has no schema at prisma\/schema\.prisma$/,
    ],
  ];
  for (const [name, prepare, reason] of refusals) {
    it(`says that ${name}`, async () => {
      const answer = await committed(prepare());
      assert.match(answer.ok ? '' : answer.reason, reason);
    });
  }
});
