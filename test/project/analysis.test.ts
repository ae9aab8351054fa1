import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAnalyzer } from '../../server/src/project/analysis';
import { projectOf } from '../../server/src/project/discover';
import { readSnapshot, type Snapshot, withText } from '../../server/src/project/snapshot';
import { addFiles, folderWith, migrations, postgresSchema } from './folders';

const texts = {
  '1_init': 'CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT);',
  '2_note': 'ALTER TABLE "User" ADD COLUMN "note" TEXT;',
  '3_email': 'ALTER TABLE "User" DROP COLUMN "email";',
  '4_post': 'CREATE TABLE "Post" ("id" INTEGER NOT NULL PRIMARY KEY, "title" TEXT);',
  '5_index': 'CREATE INDEX "Post_title_idx" ON "Post"("title");',
};

function project(settings = '{}'): string {
  return folderWith({ '.git/HEAD': '', 'schema.prisma': postgresSchema, 'lockstep.json': settings, ...migrations('migrations', texts) });
}

async function snapshotOf(folder: string): Promise<Snapshot> {
  const found = await projectOf(join(folder, 'schema.prisma'));
  assert.ok(found);
  return readSnapshot(found, new Map());
}

/** What is found, as `migration rule`. */
async function rulesIn(snapshot: Snapshot, scope: 'pending' | 'all', options = { cacheDirectory: null as string | null, build: 'test' }) {
  const { migrations: reports } = await createAnalyzer(options).report(snapshot, scope);
  return reports.flatMap(({ file, report }) => report.findings.map(({ rule }) => `${file.name} ${rule}`));
}

describe('createAnalyzer', () => {
  it('reports what an analysis finds, without its operations', async () => {
    const snapshot = await snapshotOf(project());
    const analyzer = createAnalyzer({ cacheDirectory: null });
    const reports = (await analyzer.report(snapshot, 'all')).migrations;
    const analyses = (await analyzer.analyze(snapshot, 'all')).migrations;
    assert.deepEqual(
      reports.map(({ report }) => report.findings),
      analyses.map(({ analysis }) => analysis.findings.map((finding) => ({ ...finding, operation: null }))),
    );
    assert.deepEqual(
      reports.map(({ report }) => report.statements),
      [1, 1, 1, 1, 1],
    );
  });

  it('leaves out history, unless all is asked for', async () => {
    const snapshot = await snapshotOf(project('{ "baseline": "3_email" }'));
    assert.ok((await rulesIn(snapshot, 'all')).includes('3_email column-dropped'));
    assert.ok(!(await rulesIn(snapshot, 'pending')).some((line) => line.startsWith('3_email')));
  });

  it('finds tables of earlier pending migrations new, where history is known', async () => {
    const known = await snapshotOf(project('{ "baseline": "3_email" }'));
    assert.ok(!(await rulesIn(known, 'pending')).includes('5_index index-blocks-writes'));
    const unknown = await snapshotOf(project());
    assert.ok((await rulesIn(unknown, 'pending')).includes('5_index index-blocks-writes'));
  });

  it('analyses a migration in the light of all before it, whichever are asked for', async () => {
    const snapshot = await snapshotOf(project());
    const { migrations: analysed } = await createAnalyzer({ cacheDirectory: null }).analyze(snapshot, new Set(['3_email']));
    assert.deepEqual(
      analysed.map(({ file }) => file.name),
      ['3_email'],
    );
    assert.deepEqual(
      analysed[0]?.analysis.before.tables.get('public.User')?.columns.map(({ name }) => name),
      ['id', 'email', 'note'],
    );
  });

  it('keeps the catalogs before an edit', async () => {
    const folder = project();
    const snapshot = await snapshotOf(folder);
    const analyzer = createAnalyzer({ cacheDirectory: null });
    const first = await analyzer.analyze(snapshot, 'all');
    const edited = withText(snapshot, join(folder, 'migrations/3_email/migration.sql'), 'ALTER TABLE "User" DROP COLUMN "note";');
    assert.ok(edited !== null);
    const second = await analyzer.analyze(edited, new Set(['3_email', '5_index']));
    assert.equal(second.migrations[0]?.analysis.before, first.migrations[2]?.analysis.before);
    assert.deepEqual(
      second.migrations[1]?.analysis.before.tables.get('public.User')?.columns.map(({ name }) => name),
      ['id', 'email'],
    );
  });

  it('stops when it is told to, and can be used again', async () => {
    const snapshot = await snapshotOf(project());
    const analyzer = createAnalyzer({ cacheDirectory: null });
    await assert.rejects(analyzer.report(snapshot, 'all', AbortSignal.abort()), { name: 'AbortError' });
    assert.equal((await analyzer.report(snapshot, 'all')).migrations.length, 5);
  });

  it('has nothing to say where there are no migrations', async () => {
    const found = await projectOf(join(folderWith({ '.git/HEAD': '', 'schema.prisma': postgresSchema }), 'schema.prisma'));
    assert.ok(found);
    assert.deepEqual(await rulesIn(await readSnapshot(found, new Map()), 'all'), []);
  });
});

describe("an analyzer's cache", () => {
  const cached = async (folder: string, build = 'test') =>
    rulesIn(await snapshotOf(folder), 'all', { cacheDirectory: join(folder, 'cache'), build });

  function cacheFile(folder: string): string {
    const [name = 'none', ...others] = readdirSync(join(folder, 'cache'));
    assert.deepEqual(others, []);
    return join(folder, 'cache', name);
  }

  /** Makes what comes from the cache recognisable. */
  function mark(folder: string): void {
    writeFileSync(cacheFile(folder), readFileSync(cacheFile(folder), 'utf8').replaceAll('column-dropped', 'column-dr0pped'));
  }

  it('gives the next process what this one has found', async () => {
    const folder = project();
    const first = await cached(folder);
    mark(folder);
    assert.deepEqual(
      await cached(folder),
      first.map((line) => line.replace('column-dropped', 'column-dr0pped')),
    );
  });

  it('forgets what an edit, a setting or another build may have changed', async () => {
    const folder = project();
    const first = await cached(folder);
    mark(folder);
    assert.deepEqual(await cached(folder, 'other'), first);
    mark(folder);
    addFiles(folder, { 'lockstep.json': '{ "server": { "postgresql": "16" } }' });
    assert.deepEqual(await cached(folder, 'other'), first);
    mark(folder);
    addFiles(folder, migrations('migrations', { '1_init': `${texts['1_init']} -- edited` }));
    assert.ok((await cached(folder, 'other')).includes('3_email column-dropped'));
  });

  it('holds the catalog that new migrations start from', async () => {
    const folder = project();
    await cached(folder);
    const marked = readFileSync(cacheFile(folder), 'utf8').replaceAll('"title"', '"titel"');
    writeFileSync(cacheFile(folder), marked);
    addFiles(folder, migrations('migrations', { '6_new': 'SELECT 1;' }));
    const analyzer = createAnalyzer({ cacheDirectory: join(folder, 'cache'), build: 'test' });
    const { migrations: analysed } = await analyzer.analyze(await snapshotOf(folder), new Set(['6_new']));
    assert.deepEqual(
      analysed[0]?.analysis.before.tables.get('public.Post')?.columns.map(({ name }) => name),
      ['id', 'titel'],
    );
  });

  it('holds what a schema is measured against, though nothing else was analysed', async () => {
    const folder = project('{ "baseline": "5_index" }');
    const options = { cacheDirectory: join(folder, 'cache'), build: 'test' };
    addFiles(folder, { 'schema.prisma': `${postgresSchema}\nmodel Post {\n  id Int @id\n}\n` });
    assert.ok((await createAnalyzer(options).schema(await snapshotOf(folder))).ok);
    writeFileSync(cacheFile(folder), readFileSync(cacheFile(folder), 'utf8').replaceAll('"title"', '"titel"'));
    const again = await createAnalyzer(options).schema(await snapshotOf(folder));
    assert.ok(again.ok && again.analysis.sql.text.includes('DROP COLUMN "titel"'), again.ok ? again.analysis.sql.text : again.reason);
  });

  const damage: readonly (readonly [name: string, damaged: (text: string) => string])[] = [
    ['empty', () => ''],
    ['cut off', (text) => text.slice(0, text.length / 2)],
    ['without its first line', (text) => text.slice(text.indexOf('\n') + 1)],
    ['of another format', (text) => text.replace('"version":1', '"version":0')],
    ['no text', () => '\u0000\u0001\u0002\n\u0000'],
    ['JSON of another shape', () => '{"version":1,"build":"test","sections":[["reports",2]]}\n[]'],
  ];
  for (const [name, damaged] of damage) {
    it(`is made anew when it is ${name}`, async () => {
      const folder = project();
      const first = await cached(folder);
      writeFileSync(cacheFile(folder), damaged(readFileSync(cacheFile(folder), 'utf8')));
      assert.deepEqual(await cached(folder), first);
      mark(folder);
      assert.notDeepEqual(await cached(folder), first);
    });
  }

  it('does not bring back a project that was deleted while it was analysed', async () => {
    const folder = project();
    const snapshot = await snapshotOf(folder);
    rmSync(folder, { recursive: true });
    await createAnalyzer({ cacheDirectory: join(folder, 'node_modules', '.cache'), build: 'test' }).report(snapshot, 'all');
    assert.ok(!existsSync(folder));
  });

  it('is left out where nothing can be written', async () => {
    const folder = project();
    writeFileSync(join(folder, 'cache'), 'a file in its place');
    assert.deepEqual(await cached(folder), await rulesIn(await snapshotOf(folder), 'all'));
  });
});
