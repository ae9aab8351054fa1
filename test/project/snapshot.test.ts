import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectOf } from '../../server/src/project/discover';
import { readSnapshot, type Snapshot, withText } from '../../server/src/project/snapshot';
import { addFiles, folderWith, migrations, postgresSchema } from './folders';

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

/** The files of the snapshot's schema by relative path. */
function schemaOf({ schema }: Snapshot, folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(schema.files.map(({ path, text }) => [relative(folder, path).replaceAll('\\', '/'), text]));
}

describe('the schema of a snapshot', () => {
  const files = {
    'package.json': '{ "prisma": { "schema": "db" } }',
    'db/base.prisma': `${postgresSchema}// ä`,
    'db/models/user.prisma': 'model User {}',
    'db/models/a/deep.prisma': 'model Deep {}',
    'db/models.prisma': 'model M {}',
    ...migrations('db/migrations', { a: 'SELECT 1;' }),
  };

  async function folderSnapshot(folder: string, overlay: ReadonlyMap<string, string> = new Map()): Promise<Snapshot> {
    const project = await projectOf(join(folder, 'package.json'));
    assert.ok(project);
    return readSnapshot(project, overlay);
  }

  it('is one file', async () => {
    const folder = folderWith({ 'schema.prisma': `\uFEFF${postgresSchema}` });
    assert.deepEqual(schemaOf(await snapshotOf(folder), folder), { 'schema.prisma': postgresSchema });
  });

  it('is every file of a folder, in the order in which Prisma reads them', async () => {
    const folder = folderWith(files);
    assert.deepEqual(Object.keys(schemaOf(await folderSnapshot(folder), folder)), [
      'db/base.prisma',
      'db/models/a/deep.prisma',
      'db/models/user.prisma',
      'db/models.prisma',
    ]);
  });

  it('lets unsaved text win, and counts files that are not there yet', async () => {
    const folder = folderWith(files);
    const overlay = new Map([
      [join(folder, 'db/models/user.prisma'), '\uFEFFmodel Person {}'],
      [join(folder, 'db/models/new.prisma'), 'model New {}'],
      [join(folder, 'db/migrations/no.prisma'), 'model No {}'],
      [join(folder, 'elsewhere/no.prisma'), 'model No {}'],
      [join(folder, 'db/readme.md'), 'no'],
    ]);
    const schema = schemaOf(await folderSnapshot(folder, overlay), folder);
    assert.deepEqual(Object.keys(schema), [
      'db/base.prisma',
      'db/models/a/deep.prisma',
      'db/models/new.prisma',
      'db/models/user.prisma',
      'db/models.prisma',
    ]);
    assert.equal(schema['db/models/user.prisma'], 'model Person {}');
  });

  it('follows what came and went on the disk since the project was found', async () => {
    const folder = folderWith(files);
    const project = await projectOf(join(folder, 'package.json'));
    assert.ok(project);
    rmSync(join(folder, 'db/models'), { recursive: true });
    addFiles(folder, { 'db/z.prisma': 'model Z {}' });
    const names = Object.keys(schemaOf(await readSnapshot(project, new Map()), folder));
    assert.deepEqual(names, ['db/base.prisma', 'db/models.prisma', 'db/z.prisma']);
  });

  it('reaches through symbolic links, also for text that is unsaved where they lead', async () => {
    const folder = folderWith({ ...files, 'shared/order.prisma': 'model Order {}', 'shared/more/item.prisma': 'model Item {}' });
    symlinkSync(join(folder, 'shared/order.prisma'), join(folder, 'db/order.prisma'));
    symlinkSync(join(folder, 'shared/more'), join(folder, 'db/linked'), 'dir');
    symlinkSync(join(folder, 'db'), join(folder, 'db/models/circle'), 'dir');
    const schema = schemaOf(await folderSnapshot(folder, new Map([[join(folder, 'shared/order.prisma'), 'model Changed {}']])), folder);
    assert.equal(schema['db/order.prisma'], 'model Changed {}');
    assert.equal(schema['db/linked/item.prisma'], 'model Item {}');
  });

  it('is empty when its file is gone', async () => {
    const folder = folderWith({ 'schema.prisma': postgresSchema });
    const project = await projectOf(join(folder, 'schema.prisma'));
    assert.ok(project);
    rmSync(join(folder, 'schema.prisma'));
    assert.deepEqual((await readSnapshot(project, new Map())).schema.files, []);
  });

  it('changes by itself when one of its files is edited', async () => {
    const folder = folderWith(files);
    const before = await folderSnapshot(folder);
    const after = withText(before, join(folder, 'db/models/user.prisma'), '\uFEFFmodel Person {}');
    assert.ok(after);
    assert.equal(schemaOf(after, folder)['db/models/user.prisma'], 'model Person {}');
    assert.equal(after.migrations, before.migrations);
    assert.equal(after.git, before.git);
    assert.equal(after.schema.files[0]?.text, before.schema.files[0]?.text);
    assert.equal(withText(before, join(folder, 'db/models/user.prisma'), 'model User {}'), before);
    assert.equal(withText(before, join(folder, 'db/new.prisma'), ''), null);
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
