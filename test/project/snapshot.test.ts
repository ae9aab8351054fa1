import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectOf } from '../../server/src/project/discover';
import { readSnapshot, type Snapshot, withText } from '../../server/src/project/snapshot';
import { folderWith, migrations, postgresSchema } from './folders';

async function snapshotOf(folder: string, overlay: ReadonlyMap<string, string> = new Map()): Promise<Snapshot> {
  const project = await projectOf(join(folder, 'schema.prisma'));
  assert.ok(project);
  return readSnapshot(project, overlay);
}

const schema = { 'schema.prisma': postgresSchema };

describe('readSnapshot', () => {
  it('orders migrations as Prisma does, whatever they are called', async () => {
    const names = ['20250102_b', '20250101_a', '9_late', 'add user', '10_early', 'Zebra', 'ähnlich'];
    const folder = folderWith({ ...schema, ...migrations('migrations', Object.fromEntries(names.map((name) => [name, 'SELECT 1;']))) });
    assert.deepEqual(
      (await snapshotOf(folder)).migrations.map(({ name }) => name),
      ['10_early', '20250101_a', '20250102_b', '9_late', 'Zebra', 'add user', 'ähnlich'],
    );
  });

  it('names folders without migration.sql, and ignores files', async () => {
    const folder = folderWith({
      ...schema,
      ...migrations('migrations', { a: 'SELECT 1;' }),
      'migrations/b/readme.md': '',
      'migrations/c.sql': '',
    });
    const { migrations: files, notes, withoutFile } = await snapshotOf(folder);
    assert.deepEqual(
      files.map(({ name }) => name),
      ['a'],
    );
    assert.deepEqual(notes, []);
    assert.deepEqual(withoutFile, ['b']);
  });

  it('lets unsaved text win, also of a file that is not there yet', async () => {
    const folder = folderWith({ ...schema, ...migrations('migrations', { a: 'SELECT 1;', b: 'SELECT 2;' }) });
    const overlay = new Map([
      [join(folder, 'migrations/b/migration.sql'), 'SELECT 3;'],
      [join(folder, 'migrations/c/migration.sql'), 'SELECT 4;'],
      [join(folder, 'migrations/c/notes.sql'), 'no'],
      [join(folder, 'elsewhere/d/migration.sql'), 'no'],
    ]);
    assert.deepEqual(
      (await snapshotOf(folder, overlay)).migrations.map(({ text }) => text),
      ['SELECT 1;', 'SELECT 3;', 'SELECT 4;'],
    );
  });

  it('drops the byte order mark', async () => {
    const folder = folderWith({ ...schema, ...migrations('migrations', { a: '\uFEFFSELECT 1;' }) });
    assert.equal((await snapshotOf(folder)).migrations[0]?.text, 'SELECT 1;');
  });

  it('survives binary files, and a folder in the place of a file', async () => {
    const folder = folderWith({ ...schema, ...migrations('migrations', { a: 'SELECT 1;' }) });
    mkdirSync(join(folder, 'migrations/b/migration.sql'), { recursive: true });
    mkdirSync(join(folder, 'migrations/c'));
    writeFileSync(join(folder, 'migrations/c/migration.sql'), Buffer.from([0, 255, 254, 0, 128]));
    const { migrations: files, notes } = await snapshotOf(folder);
    assert.deepEqual(
      files.map(({ name }) => name),
      ['a', 'c'],
    );
    assert.match(notes.join(), /cannot be read: EISDIR/);
  });

  it('leaves out a file that is gone when it is read', async () => {
    const folder = folderWith({ ...schema, ...migrations('migrations', { a: 'SELECT 1;' }) });
    mkdirSync(join(folder, 'migrations/b'));
    symlinkSync(join(folder, 'nowhere.sql'), join(folder, 'migrations/b/migration.sql'));
    const { migrations: files, notes } = await snapshotOf(folder);
    assert.deepEqual([files.map(({ name }) => name), notes], [['a'], []]);
  });

  it('has nothing for a project without migrations', async () => {
    assert.deepEqual((await snapshotOf(folderWith({ '.git/HEAD': '', ...schema }))).migrations, []);
  });

  it('knows history by the baseline', async () => {
    const folder = folderWith({
      ...schema,
      'lockstep.json': '{ "baseline": "a" }',
      ...migrations('migrations', { a: 'SELECT 1;', b: 'SELECT 2;' }),
    });
    const { migrations: files, historyIsKnown } = await snapshotOf(folder);
    assert.deepEqual(
      files.map(({ facts }) => facts.state),
      ['history', 'pending'],
    );
    assert.equal(historyIsKnown, true);
  });
});

describe('withText', () => {
  it('changes one file and keeps the others as they are', async () => {
    const folder = folderWith({ ...schema, ...migrations('migrations', { a: 'SELECT 1;', b: 'SELECT 2;' }) });
    const before = await snapshotOf(folder);
    const after = withText(before, join(folder, 'migrations/b/migration.sql'), 'SELECT 3;');
    assert.equal(after?.migrations[1]?.text, 'SELECT 3;');
    assert.equal(after.migrations[0], before.migrations[0]);
    assert.equal(withText(before, join(folder, 'migrations/b/migration.sql'), 'SELECT 2;'), before);
    assert.equal(withText(before, join(folder, 'other.sql'), 'x'), null);
  });
});
