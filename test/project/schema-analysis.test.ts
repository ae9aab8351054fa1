import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Analyzer, createAnalyzer } from '../../server/src/project/analysis';
import { projectOf } from '../../server/src/project/discover';
import { findingsByFile, type SchemaResult } from '../../server/src/project/schema-analysis';
import { readSnapshot, type Snapshot, withText } from '../../server/src/project/snapshot';
import { addFiles, folderWith, migrations, postgresLock, postgresSchema } from './folders';
import { commit, git, repositoryWith } from './git-repository';

const user = 'model User {\n  id    Int     @id @default(autoincrement())\n  email String? @unique\n}\n';
const post = 'model Post {\n  id    Int    @id @default(autoincrement())\n  title String\n}\n';

const texts = {
  '1_init': `CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");`,
  '2_post': 'CREATE TABLE "Post" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
};

const schema = `${postgresSchema}\n${user}\n${post}`;

function project(text = schema, files: Readonly<Record<string, string>> = {}): string {
  return folderWith({
    '.git/HEAD': '',
    'lockstep.json': '{ "baseline": "1_init" }',
    'prisma/schema.prisma': text,
    'prisma/migrations/migration_lock.toml': postgresLock,
    ...migrations('prisma/migrations', texts),
    ...files,
  });
}

async function snapshotOf(folder: string, overlay: ReadonlyMap<string, string> = new Map()): Promise<Snapshot> {
  const found = await projectOf(join(folder, 'prisma'));
  assert.ok(found);
  return readSnapshot(found, overlay);
}

const inMemory = { cacheDirectory: null };

/** Rules that are found, with the text that each stands on; hygiene aside. */
function findings(result: SchemaResult): readonly string[] {
  assert.ok(result.ok, result.ok ? '' : result.reason);
  const { source, analysis } = result;
  return analysis.findings
    .filter(({ rule }) => rule !== 'schema-not-migrated')
    .map(({ rule, span }) => `${rule}: ${source.text.slice(span.start, span.end)}`);
}

async function found(folder: string, overlay?: ReadonlyMap<string, string>): Promise<readonly string[]> {
  return findings(await createAnalyzer(inMemory).schema(await snapshotOf(folder, overlay)));
}

async function reasonFor(folder: string): Promise<string | null> {
  const result = await createAnalyzer(inMemory).schema(await snapshotOf(folder));
  return result.ok ? null : result.reason;
}

const withStatus = schema.replace('  email', '  status String\n  email');

describe('the schema of a project', () => {
  it('has no findings and no changes where the migrations cover it', async () => {
    const result = await createAnalyzer(inMemory).schema(await snapshotOf(project()));
    assert.ok(result.ok);
    assert.deepEqual([result.analysis.findings, result.analysis.changes], [[], []]);
    assert.deepEqual(result.baseline, { type: 'migrations', newest: '2_post' });
  });

  it('is measured against all migrations, pending ones included', async () => {
    assert.deepEqual(await found(project(withStatus)), ['required-column-without-default: status String']);
    const covered = migrations('prisma/migrations', { '3_status': 'ALTER TABLE "User" ADD COLUMN "status" TEXT NOT NULL;' });
    assert.deepEqual(await found(project(withStatus, covered)), []);
  });

  it('finds tables of pending migrations new, where history is known', async () => {
    const indexed = schema.replace('title String\n', 'title String\n\n  @@index([title])\n');
    assert.deepEqual(await found(project(indexed)), []);
    assert.deepEqual(await found(project(indexed, { 'lockstep.json': '{ "baseline": "2_post" }' })), [
      'index-blocks-writes: @@index([title])',
    ]);
  });

  it('counts unsaved text of the schema and of migrations', async () => {
    const folder = project();
    const edited = new Map([[join(folder, 'prisma/schema.prisma'), withStatus]]);
    assert.deepEqual(await found(folder, edited), ['required-column-without-default: status String']);
    edited.set(join(folder, 'prisma/migrations/3_status/migration.sql'), 'ALTER TABLE "User" ADD COLUMN "status" TEXT NOT NULL;');
    assert.deepEqual(await found(folder, edited), []);
  });

  it('gives findings of several files to the file they are in', async () => {
    const folder = folderWith({
      '.git/HEAD': '',
      'package.json': '{ "prisma": { "schema": "prisma" } }',
      'prisma/base.prisma': postgresSchema,
      'prisma/models/post.prisma': post.replace('String', 'String @unique'),
      'prisma/models/user.prisma': user.replace('String?', 'String'),
      ...migrations('prisma/migrations', texts),
    });
    const result = await createAnalyzer(inMemory).schema(await snapshotOf(folder));
    assert.ok(result.ok);
    const shown = [...findingsByFile(result.source, result.analysis.findings)].map(([file, list]) => [
      file.path.slice(folder.length + 1).replaceAll('\\', '/'),
      list
        .filter(({ rule }) => rule !== 'schema-not-migrated')
        .map(({ rule, span }) => `${rule}: ${file.text.slice(span.start, span.end)}`),
    ]);
    const rules = Object.fromEntries(shown);
    assert.match(String(rules['prisma/models/post.prisma']), /unique-over-existing-rows: @unique/);
    assert.match(String(rules['prisma/models/user.prisma']), /^column-made-required: email String @unique/);
  });

  it('follows the settings of its rules', async () => {
    const settings = '{ "baseline": "1_init", "rules": { "required-column-without-default": "off" } }';
    assert.deepEqual(await found(project(withStatus, { 'lockstep.json': settings })), []);
  });

  it('computes nothing again for the same text, and not the history for another', async () => {
    const folder = project();
    const analyzer = createAnalyzer(inMemory);
    const snapshot = await snapshotOf(folder);
    const path = join(folder, 'prisma/schema.prisma');
    const edited = withText(snapshot, path, withStatus);
    assert.ok(edited);
    const first = await analyzer.schema(edited);
    assert.equal(await analyzer.schema(edited), first);
    assert.equal(await analyzer.schema(withText(edited, path, withStatus) ?? snapshot), first);
    const back = withText(edited, path, schema);
    assert.ok(back);
    assert.deepEqual(findings(await analyzer.schema(back)), []);
    assert.deepEqual(findings(await analyzer.schema(edited)), findings(first));
  });

  it('stops when its signal aborts', async () => {
    await assert.rejects(
      createAnalyzer(inMemory).schema(await snapshotOf(project(withStatus)), AbortSignal.abort(new Error('enough'))),
      /enough/,
    );
  });

  const silent: readonly (readonly [name: string, folder: () => string, reason: RegExp])[] = [
    ['has no datasource', () => project(user), /^the schema has no datasource$/],
    ['has been emptied', () => project(''), /^the schema has no datasource$/],
    [
      'is of another provider than the migrations',
      () => project(schema.replace('postgresql', 'sqlite')),
      /^its provider is SQLite, that of the migrations PostgreSQL$/,
    ],
    [
      'has neither migrations nor a repository',
      () => folderWith({ 'prisma/schema.prisma': schema }),
      /^there are no migrations, and the project is not in a git repository$/,
    ],
    [
      'has neither migrations nor a committed version',
      () => {
        const folder = repositoryWith({ 'readme.md': '' });
        addFiles(folder, { 'prisma/schema.prisma': schema });
        return folder;
      },
      /^there are no migrations, and main has no schema at prisma\/schema\.prisma$/,
    ],
  ];
  it('is not analysed where a file of it cannot be read: its models must not look dropped', async () => {
    const folder = project(schema, { 'prisma/schema.prisma': '' });
    rmSync(join(folder, 'prisma/schema.prisma'));
    addFiles(folder, { 'prisma/schema/schema.prisma': `${postgresSchema}\n${user}`, 'prisma/schema/post.prisma': '' });
    truncateSync(join(folder, 'prisma/schema/post.prisma'), 33 * 1024 * 1024);
    assert.equal(await reasonFor(folder), 'a file of it cannot be read');
    writeFileSync(join(folder, 'prisma/schema/post.prisma'), post);
    assert.deepEqual(await found(folder), []);
  });

  it('is not analysed where a migration cannot be read: what it builds must not look new', async () => {
    const folder = project();
    rmSync(join(folder, 'prisma/migrations/2_post/migration.sql'));
    mkdirSync(join(folder, 'prisma/migrations/2_post/migration.sql'));
    assert.equal(await reasonFor(folder), 'a migration cannot be read');
  });

  for (const [name, folder, reason] of silent) {
    it(`is not analysed where it ${name}`, async () => {
      assert.match((await reasonFor(folder())) ?? '', reason);
    });
  }
});

describe('the schema of a project without migrations', () => {
  it('is measured against the default branch', async () => {
    const folder = repositoryWith({ 'prisma/schema.prisma': schema });
    assert.deepEqual(await found(folder), []);
    addFiles(folder, { 'prisma/schema.prisma': withStatus });
    assert.deepEqual(await found(folder), ['required-column-without-default: status String']);
    git(folder, 'checkout', '-qb', 'feature');
    commit(folder);
    assert.deepEqual(await found(folder), ['required-column-without-default: status String']);
    const result = await createAnalyzer(inMemory).schema(await snapshotOf(folder));
    assert.equal(result.ok && result.baseline.type === 'branch' && result.baseline.ref, 'main');
  });

  it('says nothing of schema-not-migrated', async () => {
    const folder = repositoryWith({ 'prisma/schema.prisma': schema });
    addFiles(folder, { 'prisma/schema.prisma': withStatus });
    const result = await createAnalyzer(inMemory).schema(await snapshotOf(folder));
    assert.ok(result.ok);
    assert.ok(!result.analysis.findings.some(({ rule }) => rule === 'schema-not-migrated'));
  });
});

describe('a model that is gone', () => {
  it('is told where it stood on the default branch', async () => {
    const folder = repositoryWith({
      'prisma/schema.prisma': `${schema}\n${user.replace('User', 'Last')}`,
      ...migrations('prisma/migrations', texts),
    });
    addFiles(folder, { 'prisma/schema.prisma': schema.replace(user, '') });
    const result = await createAnalyzer(inMemory).schema(await snapshotOf(folder));
    assert.ok(result.ok);
    const dropped = result.analysis.findings.find(({ rule }) => rule === 'table-dropped');
    assert.ok(dropped);
    const start = result.source.text.indexOf('model Post');
    assert.ok(dropped.span.start > 0 && dropped.span.start <= start, `at ${dropped.span.start}, before ${start}`);
  });
});

describe('the report of a schema', () => {
  const reported = async (analyzer: Analyzer, folder: string) =>
    (await analyzer.reportWithSchema(await snapshotOf(folder), 'pending')).schema;

  it('has what the analysis has, without operations', async () => {
    const folder = project(withStatus);
    const analyzer = createAnalyzer(inMemory);
    const result = await analyzer.schema(await snapshotOf(folder));
    const report = await reported(analyzer, folder);
    assert.ok(result.ok && report.ok);
    assert.deepEqual(
      report.findings,
      result.analysis.findings.map((finding) => ({ ...finding, operation: null })),
    );
    assert.deepEqual([report.changes, report.statements.length, report.unresolved], [1, 1, []]);
    assert.ok(Math.abs((report.statements[0] ?? 0) - withStatus.indexOf('model User')) < 40);
  });

  it('is kept on disk until a text or a setting changes', async () => {
    const folder = project(withStatus);
    const options = { cacheDirectory: join(folder, '.cache'), build: 'test' };
    const first = await reported(createAnalyzer(options), folder);
    const [name = ''] = readdirSync(options.cacheDirectory);
    const file = join(options.cacheDirectory, name);
    // A message that only the file has tells where a report comes from.
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('fails on every', 'FAILS on every'));
    const second = await reported(createAnalyzer(options), folder);
    assert.ok(first.ok && second.ok);
    assert.deepEqual({ ...second, findings: [] }, { ...first, findings: [] });
    assert.match(second.findings.map(({ message }) => message).join(), /FAILS/);
    addFiles(folder, { 'prisma/schema.prisma': `${withStatus}// more\n` });
    const third = await reported(createAnalyzer(options), folder);
    assert.doesNotMatch(third.ok ? third.findings.map(({ message }) => message).join() : '', /FAILS/);
    rmSync(file);
  });

  it('is kept until the default branch moves, where that says where a dropped table stood', async () => {
    const folder = repositoryWith({ 'prisma/schema.prisma': schema, ...migrations('prisma/migrations', texts) });
    addFiles(folder, { 'prisma/schema.prisma': schema.replace(post, '') });
    const cacheDirectory = join(folderWith({}), 'cache');
    const messages = async () => {
      const report = await reported(createAnalyzer({ cacheDirectory, build: 'test' }), folder);
      return report.ok ? report.findings.map(({ message }) => message).join() : '';
    };
    const first = await messages();
    assert.match(first, /`Post` deletes all its rows/);
    const [name = ''] = readdirSync(cacheDirectory);
    const file = join(cacheDirectory, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('deletes all', 'DELETES all'));
    assert.match(await messages(), /DELETES/);
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'y');
    assert.equal(await messages(), first);
  });
});
