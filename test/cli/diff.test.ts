import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles, folderWith, migrations } from '../project/folders';
import { repositoryWith } from '../project/git-repository';
import { lockstep } from './run';

const init = 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';

const unchanged = 'model User {\n  id    Int    @id\n  email String\n}\n';
const edited = 'model User {\n  id    Int     @id\n  email String? @unique\n}\n';

const editedSql = [
  '-- AlterTable',
  'ALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL;',
  '',
  '-- CreateIndex',
  'CREATE UNIQUE INDEX "User_email_key" ON "User"("email");',
  '',
].join('\n');

describe('lockstep diff', () => {
  it('prints the SQL that Prisma would write, and nothing else', async () => {
    const { code, stdout, stderr } = await lockstep(['diff', '--format', 'sql'], { cwd: project(edited) });
    assert.deepEqual([code, stderr, stdout], [0, '', editedSql]);
  });

  it('says what each statement is and does', async () => {
    const { code, stdout, stderr } = await lockstep(['diff'], { cwd: project(edited) });
    assert.deepEqual([code, stderr], [0, '']);
    const expected = [
      'prisma/schema.prisma  2 statements on top of what the migrations build',
      '',
      '  make "User"."email" optional',
      '    ALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL;',
      '    ACCESS EXCLUSIVE on "User"',
      '',
      '  create unique index "User_email_key" on "User" ("email")',
      '    CREATE UNIQUE INDEX "User_email_key" ON "User"("email");',
      '    SHARE on "User"',
      '    scans "User"',
      '    creates "User_email_key"',
      '    takes longer the more rows there are',
      '',
    ];
    assert.deepEqual(stdout.split('\n'), expected);
  });

  it('prints one object for programs', async () => {
    const { stdout } = await lockstep(['diff', '--format', 'json', '--server', '16'], { cwd: project(edited) });
    const { version, schemas } = JSON.parse(stdout);
    assert.equal(version, 1);
    const [{ sql, statements, ...schema }, ...others] = schemas;
    assert.deepEqual(others, []);
    assert.deepEqual(schema, {
      path: 'prisma/schema.prisma',
      provider: 'postgresql',
      serverVersion: '16',
      prismaVersion: null,
      comparedWith: null,
      writtenBy: 'prisma',
      notes: [],
    });
    assert.equal(sql, editedSql);
    assert.deepEqual(
      statements.map(({ operations, locks, grows }: Record<string, unknown>) => ({ operations, locks, grows })),
      [
        { operations: ['make "User"."email" optional'], locks: { 'public.User': 'ACCESS EXCLUSIVE' }, grows: false },
        { operations: ['create unique index "User_email_key" on "User" ("email")'], locks: { 'public.User': 'SHARE' }, grows: true },
      ],
    );
    const { start, end } = statements[1].range;
    assert.equal(
      sql.split('\n')[start.line]?.slice(start.character, end.character),
      'CREATE UNIQUE INDEX "User_email_key" ON "User"("email")',
    );
  });

  it('says that there is nothing to do', async () => {
    const { code, stdout } = await lockstep(['diff'], { cwd: project(unchanged) });
    assert.deepEqual([code, stdout], [0, 'prisma/schema.prisma  no difference from what the migrations build\n']);
    assert.equal((await lockstep(['diff', '--format', 'sql'], { cwd: project(unchanged) })).stdout, '');
  });

  it('writes the SQL itself where Prisma does not accept the schema, without what is not clear', async () => {
    const { code, stdout, stderr } = await lockstep(['diff', '--format', 'sql'], {
      cwd: project(`${edited}\nmodel Post {\n  id Int @id\n  user Us\n}\n`),
    });
    assert.equal(code, 0);
    assert.ok(stdout.startsWith('-- AlterTable\nALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL;\n'), stdout);
    const [first, second] = stderr.split('\n');
    assert.match(
      first ?? '',
      /^prisma\/schema\.prisma: Prisma does not accept the schema \(prisma\/schema\.prisma:12\): Type "Us" is neither .* Lockstep has written the SQL itself\.$/,
    );
    assert.equal(second, 'prisma/schema.prisma: 1 place of the schema is not clear yet and left out.');
  });

  it('reads an unsaved schema from standard input', async () => {
    const args = ['diff', '--format', 'sql', '--stdin', '--stdin-filename', 'prisma/schema.prisma'];
    const { stdout } = await lockstep(args, { cwd: project(unchanged), input: schema('postgresql', edited) });
    assert.equal(stdout, editedSql);
  });

  it('takes several files for one schema, and several schemas apart', async () => {
    const cwd = folderWith({
      ...projectFiles('one', edited),
      'two/package.json': '{ "prisma": { "schema": "prisma/schema" } }',
      'two/prisma/schema/main.prisma': schema('postgresql', ''),
      'two/prisma/schema/user.prisma': unchanged,
      'two/prisma/schema/post.prisma': 'model Post {\n  id Int @id\n}\n',
      'two/prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      ...migrations('two/prisma/migrations', { '1_init': init }),
    });
    const { stdout, stderr, code } = await lockstep(['diff', '--format', 'sql'], { cwd });
    assert.deepEqual([code, stderr], [0, '']);
    const post = '-- CreateTable\nCREATE TABLE "Post" (\n    "id" INTEGER NOT NULL,\n\n    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")\n);\n';
    assert.equal(stdout, `-- one/prisma/schema.prisma\n\n${editedSql}\n-- two/prisma/schema\n\n${post}\n`);
  });

  it('leaves alone what Prisma leaves to others', async () => {
    const external = `export default { experimental: { externalTables: true },
      tables: { external: ['public.legacy', cron] }, enums: { external: ['public.mood'] } }; const cron = "public.jobs";`;
    const built = `${init} CREATE TYPE "mood" AS ENUM ('good'); CREATE TABLE "legacy" ("mood" "mood"); CREATE TABLE "jobs" ("id" INTEGER);`;
    const files = { ...projectFiles('.', edited), 'prisma/migrations/1_init/migration.sql': built };
    const without = await lockstep(['diff', '--format', 'sql'], { cwd: folderWith(files) });
    assert.match(without.stdout, /DROP TABLE "jobs";[\s\S]*DROP TABLE "legacy";[\s\S]*DROP TYPE "mood";/);
    const cwd = folderWith({ ...files, 'prisma.config.ts': external });
    assert.deepEqual(await lockstep(['diff', '--format', 'sql'], { cwd }), { code: 0, stdout: editedSql, stderr: '' });
    const { stdout } = await lockstep(['lint', '--format', 'json'], { cwd });
    assert.ok(!stdout.includes('table-dropped'), stdout);
  });

  it('compares with the default branch where there are no migrations', async () => {
    const cwd = repositoryWith({ 'prisma/schema.prisma': schema('postgresql', unchanged) });
    addFiles(cwd, { 'prisma/schema.prisma': schema('postgresql', edited) });
    const { stdout } = await lockstep(['diff'], { cwd });
    assert.match(stdout, /^prisma\/schema\.prisma {2}2 statements on top of main\n/);
  });

  it('writes SQLite, from the schema of the default branch', async () => {
    const cwd = repositoryWith({ 'prisma/schema.prisma': schema('sqlite', unchanged) });
    addFiles(cwd, { 'prisma/schema.prisma': schema('sqlite', edited.replace('@unique', '')) });
    const { code, stdout, stderr } = await lockstep(['diff'], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /^prisma\/schema\.prisma {2}differs from main\n\n {4}-- RedefineTables\n/);
    assert.equal(stderr, 'prisma/schema.prisma: What SQLite does for a statement is not analysed yet.\n');
  });

  it('writes to a file', async () => {
    const cwd = project(edited);
    await lockstep(['diff', '--format', 'sql', '--output', 'next.sql'], { cwd });
    assert.equal(readFileSync(join(cwd, 'next.sql'), 'utf8'), editedSql);
  });

  it('ends with 2 and says why where it cannot', async () => {
    const mysql = folderWith({ 'prisma/schema.prisma': schema('mysql', unchanged) });
    assert.deepEqual(await lockstep(['diff'], { cwd: mysql }), {
      code: 2,
      stdout: '',
      stderr: 'prisma/schema.prisma: MySQL migrations are not analysed yet; only PostgreSQL is.\n',
    });
    const migration = await lockstep(['diff', 'prisma/migrations/1_init'], { cwd: project(edited) });
    assert.deepEqual([migration.code, migration.stdout], [2, '']);
    assert.match(migration.stderr, /^"lockstep diff" takes projects and schemas; found "1_init"\.\n/);
    const bare = await lockstep(['diff'], { cwd: folderWith({ 'prisma/schema.prisma': schema('postgresql', unchanged) }) });
    assert.equal(bare.code, 2);
    assert.match(bare.stderr, /^prisma\/schema\.prisma: The schema is not analysed: there are no migrations, and /);
  });

  it('prints what it can, and ends with 2 for the rest', async () => {
    const cwd = folderWith({ ...projectFiles('one', edited), 'two/prisma/schema.prisma': schema('sqlserver', unchanged) });
    const { code, stdout, stderr } = await lockstep(['diff', '--format', 'sql'], { cwd });
    assert.deepEqual([code, stdout], [2, editedSql]);
    assert.equal(stderr, 'two/prisma/schema.prisma: SQL Server migrations are not analysed; only PostgreSQL is.\n');
  });
});

/** A project whose one migration has built the unchanged schema. */
function project(models: string): string {
  return folderWith(projectFiles('.', models));
}

function projectFiles(folder: string, models: string): Readonly<Record<string, string>> {
  return {
    [`${folder}/prisma/schema.prisma`]: schema('postgresql', models),
    [`${folder}/prisma/migrations/migration_lock.toml`]: 'provider = "postgresql"\n',
    ...migrations(`${folder}/prisma/migrations`, { '1_init': init }),
  };
}

function schema(provider: string, models: string): string {
  return `datasource db {\n  provider = "${provider}"\n}\n\n${models}`;
}
