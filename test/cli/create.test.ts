import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles, folderWith, migrations } from '../project/folders';
import { commit, git } from '../project/git-repository';
import { lockstep } from './run';

const init = 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';
const unchanged = 'model User {\n  id    Int    @id\n  email String\n}\n';
const edited = 'model User {\n  id    Int    @id\n  email String @unique\n  note  String?\n}\n';
const datasource = 'datasource db {\n  provider = "postgresql"\n}\n\n';

describe('lockstep create', () => {
  it('writes what is harmless as Prisma would, the rest in steps, behind the newest migration', async () => {
    const cwd = project(edited, '29990101000000_init');
    const { code, stdout, stderr } = await lockstep(['create', '--name', 'Unique email'], { cwd });
    const [first, second] = ['29990101000001_unique_email', '29990101000002_unique_email_index_user_email'];
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(stdout.split('\n'), [
      'Wrote 2 migrations:',
      `  prisma/migrations/${first}/migration.sql`,
      `  prisma/migrations/${second}/migration.sql`,
      '',
      'Replaced by safe steps:',
      '  Build the unique index without blocking writes: CONCURRENTLY, alone in its migration',
      '',
    ]);
    assert.deepEqual(folders(cwd), ['29990101000000_init', first, second, 'migration_lock.toml']);
    assert.match(written(cwd, first), /\n\n-- AlterTable\nALTER TABLE "User" ADD COLUMN {5}"note" TEXT;\n$/);
    assert.match(
      written(cwd, second),
      /^-- Builds "User_email_key" [\s\S]*\nCREATE UNIQUE INDEX CONCURRENTLY "User_email_key" ON "User"\("email"\);\n$/,
    );
  });

  it('suggests to allow nothing that a server refuses', async () => {
    const cwd = project(`${unchanged.replace('String\n', 'String\n  role  Role?\n')}\nenum Role {\n  ADMIN\n\n  @@map("User")\n}\n`);
    const { code, stderr } = await lockstep(['create', '--name', 'roles'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /\(object-already-exists\)/);
    assert.match(stderr, /What a server refuses cannot be written as it is: /);
    assert.doesNotMatch(stderr, /--allow/);
    assert.equal(folders(cwd).length, 2);
  });

  it('finds nothing to write the second time', async () => {
    const cwd = project(edited);
    await lockstep(['create', '--name', 'unique_email'], { cwd });
    const { code, stdout } = await lockstep(['create', '--name', 'again'], { cwd });
    assert.deepEqual([code, stdout], [0, 'The migrations have built what the schema asks for: there is nothing to write.\n']);
    assert.equal(folders(cwd).length, 4);
    const { code: linted, stdout: findings } = await lockstep(['lint', '--fail-on', 'error'], { cwd });
    assert.equal(linted, 0, findings);
  });

  it('prints everything and writes nothing in a dry run', async () => {
    const cwd = project(edited);
    const { code, stdout } = await lockstep(['create', '--name', 'unique_email', '--dry-run'], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /^-- prisma\/migrations\/\d{14}_unique_email\/migration\.sql\n[\s\S]*CREATE UNIQUE INDEX CONCURRENTLY/);
    assert.deepEqual(folders(cwd), ['20250101000000_init', 'migration_lock.toml']);
  });

  it('takes the value of existing rows from the command line', async () => {
    const cwd = project(unchanged.replace('email String\n', 'email String\n  state String\n  slug  String @unique\n'));
    const value = ['--value', "User.state='it''s new'", '--value', 'User.slug="email" || "id"'];
    const { code, stderr, stdout } = await lockstep(['create', '--name', 'user_state', '--format', 'json', ...value], { cwd });
    assert.deepEqual([code, stderr], [0, '']);
    const result = JSON.parse(stdout);
    assert.equal(result.written, true);
    const text = result.migrations.map(({ text: one }: { text: string }) => one).join('');
    assert.match(text, /"state" TEXT NOT NULL DEFAULT 'it''s new'/);
    assert.match(text, /UPDATE "User" SET "slug" = "email" \|\| "id" WHERE "slug" IS NULL;/);
  });

  it('refuses a value that is no expression, and one for a column that is not there', async () => {
    const cwd = project(unchanged.replace('email String\n', 'email String\n  state String\n'));
    const run = (value: string) => lockstep(['create', '--name', 'user_state', '--value', value], { cwd });
    const injected = await run('User.state=\'a\'); DROP TABLE "User"; --');
    assert.equal(injected.code, 2);
    assert.match(injected.stderr, /required-column-without-default/);
    assert.match((await run("User.status='a'")).stderr, /"--value" names no column of the schema: "User\.status"/);
    assert.deepEqual(folders(cwd), ['20250101000000_init', 'migration_lock.toml']);
  });

  it('keeps a copy of what is dropped, unless it is told that none is needed', async () => {
    const schema = 'model User {\n  id Int @id\n}\n';
    const kept = project(schema);
    assert.equal((await lockstep(['create', '--name', 'no_email'], { cwd: kept })).code, 0);
    const text = written(kept, folders(kept)[1] ?? '');
    assert.match(text, /CREATE TABLE IF NOT EXISTS "lockstep"\."User_email_\d{14}" AS\nSELECT "id", "email" FROM "User"/);
    const bare = project(schema);
    assert.equal((await lockstep(['create', '--name', 'no_email', '--allow', 'column-dropped'], { cwd: bare })).code, 0);
    assert.match(written(bare, folders(bare)[1] ?? ''), /\n-- AlterTable\nALTER TABLE "User" DROP COLUMN "email";\n$/);
  });

  it('adds the value of an enum before the migration that uses it in the same transaction', async () => {
    const cwd = project(
      'enum Role {\n  USER\n  GUEST\n}\n\nmodel User {\n  id    Int    @id\n  email String\n  role  Role   @default(GUEST)\n}\n',
    );
    const history = `${init} CREATE TYPE "Role" AS ENUM ('USER'); ALTER TABLE "User" ADD COLUMN "role" "Role" NOT NULL;`;
    addFiles(cwd, migrations('prisma/migrations', { '20250101000000_init': history }));
    // Newer versions execute each statement on its own, and what is written is right for both.
    for (const version of ['6.19.0', '7.10.1']) {
      addFiles(cwd, { 'package.json': `{ "dependencies": { "prisma": "${version}" } }` });
      const { code, stderr, stdout } = await lockstep(['create', '--name', 'guests', '--format', 'json', '--dry-run'], { cwd });
      assert.deepEqual([code, stderr], [0, '']);
      const [add, use]: readonly { readonly text: string }[] = JSON.parse(stdout).migrations;
      assert.match(add?.text ?? '', /ALTER TYPE "Role" ADD VALUE IF NOT EXISTS 'GUEST';\n$/, version);
      assert.match(use?.text ?? '', /ALTER COLUMN "role" SET DEFAULT 'GUEST';\n$/, version);
    }
  });

  it('writes what fails on rows only where a value is given, or where that is allowed', async () => {
    const roles = (...values: readonly string[]) => `enum Role {\n${values.map((value) => `  ${value}\n`).join('')}}\n\n`;
    const model = 'model User {\n  id    Int    @id\n  email String\n  role  Role\n}\n';
    const history = `${init} CREATE TYPE "Role" AS ENUM ('USER', 'GUEST'); ALTER TABLE "User" ADD COLUMN "role" "Role" NOT NULL;`;
    const cwd = project(`${roles('USER')}${model}`);
    addFiles(cwd, migrations('prisma/migrations', { '20250101000000_init': history }));
    const refused = await lockstep(['create', '--name', 'no_guests'], { cwd });
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /^Nothing is written, because for this there is no safe migration:\n.*\(enum-value-removed\)\n {2}No plan: nobody has said/,
    );
    assert.match(refused.stderr, /\nWhat existing rows get, as SQL: --value User\.role="…"\n/);
    assert.match(refused.stderr, /\n {2}No rollout: it is not known how the schema was before\.\n/);
    assert.match(refused.stderr, /\nWhere it is meant: --allow enum-value-removed, or /);
    assert.deepEqual(folders(cwd), ['20250101000000_init', 'migration_lock.toml']);
    const dry = await lockstep(['create', '--name', 'no_guests', '--dry-run', '--allow', 'enum-value-removed'], { cwd });
    assert.equal(dry.code, 0);
    assert.equal((await lockstep(['create', '--name', 'no_guests', '--value', "User.role='USER'"], { cwd })).code, 0);
    assert.match(written(cwd, folders(cwd)[1] ?? ''), /CASE WHEN "role"::text IN \('GUEST'\) THEN 'USER' ELSE "role"::text END/);
  });

  it('names the rollout of what it leaves as Prisma writes it, also where nothing is taken away', async () => {
    const cwd = project(unchanged.replace('email', 'count Int\n  email'));
    const history = init.replace('"email"', '"count" INTEGER NOT NULL, "email"');
    addFiles(cwd, migrations('prisma/migrations', { '20250101000000_init': history }));
    git(cwd, 'init', '-q', '-b', 'main');
    commit(cwd);
    addFiles(cwd, { 'prisma/schema.prisma': `${datasource}${unchanged.replace('email', 'count BigInt\n  email')}` });
    const { code, stdout, stderr } = await lockstep(['create', '--name', 'counts'], { cwd });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      /decide:\n {2}Type change of `User\.count` rewrites the table[^\n]*\nOver several releases instead:\n {2}lockstep plan start --for User\.count: /,
    );
  });

  it('keeps a new column and the key over it together', async () => {
    const cwd = project('model User {\n  id    Int    @id @default(autoincrement())\n  email String @unique\n}\n');
    const history = 'CREATE TABLE "User" ("email" TEXT NOT NULL); CREATE UNIQUE INDEX "User_email_key" ON "User"("email");';
    addFiles(cwd, migrations('prisma/migrations', { '20250101000000_init': history }));
    const { code, stdout, stderr } = await lockstep(['create', '--name', 'user_id'], { cwd });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /No plan: the primary key would be built before "id" has values\./);
    assert.equal(folders(cwd).length, 3);
    assert.match(
      written(cwd, folders(cwd)[1] ?? ''),
      /ADD COLUMN {5}"id" SERIAL NOT NULL,\nADD CONSTRAINT "User_pkey" PRIMARY KEY \("id"\);\n$/,
    );
  });

  it('writes nothing from a schema that Prisma does not accept, and says it in its words', async () => {
    const cwd = project(unchanged.replace('email String\n', 'email String\n  owner Owner\n'));
    const { code, stdout, stderr } = await lockstep(['create', '--name', 'owner'], { cwd });
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(
      stderr,
      'Prisma does not accept the schema, so nothing is written.\n' +
        'prisma/schema.prisma:8: Type "Owner" is neither a built-in type, nor refers to another model, composite type, or enum.\n',
    );
    assert.deepEqual(folders(cwd), ['20250101000000_init', 'migration_lock.toml']);
  });

  it('begins rollouts where it is told to, all that there can be', async () => {
    const cwd = project(unchanged.replace('email String\n', 'email String\n  state String\n  slug  String\n  note  String?\n'));
    const rollouts = ['create', '--name', 'links', '--way', 'rollout'];
    const dry = await lockstep([...rollouts, '--dry-run'], { cwd });
    assert.equal(dry.code, 0, dry.stderr);
    assert.match(dry.stdout, /^-- prisma\/migrations\/\d{14}_add_user_state\/migration\.sql\n/);
    assert.deepEqual(folders(cwd), ['20250101000000_init', 'migration_lock.toml']);
    const { code, stdout, stderr } = await lockstep([...rollouts, '--value', 'User.slug=lower("email")'], { cwd });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      /^Began the rollout add_user_state\.\n[\s\S]*\nBegan the rollout add_user_slug\.\n[\s\S]*"lockstep create" writes the rest\.\n/,
    );
    assert.deepEqual(readdirSync(join(cwd, 'prisma/rollouts')).sort(), ['add_user_slug', 'add_user_state']);
    const again = await lockstep(rollouts, { cwd });
    assert.equal(again.code, 2);
    assert.match(again.stderr, /^Nothing that the schema changes can be rolled out\.\nLeave "--way" out/);
    const rest = await lockstep(['create', '--name', 'note'], { cwd });
    assert.match(rest.stdout, /^Wrote 1 migration:/);
  });

  it('needs a name, and one project', async () => {
    const cwd = project(edited);
    assert.match((await lockstep(['create'], { cwd })).stderr, /needs "--name"/);
    addFiles(cwd, { 'other/prisma/schema.prisma': `${datasource}${unchanged}`, 'other/package.json': '{}' });
    mkdirSync(join(cwd, 'other/prisma/migrations'));
    const { code, stderr } = await lockstep(['create', '--name', 'x', join(cwd, 'prisma/migrations/20250101000000_init')], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /takes a project or its schema/);
  });
});

function project(schema: string, name = '20250101000000_init'): string {
  return folderWith({
    'package.json': '{ "dependencies": { "prisma": "7.10.1" } }',
    'prisma/schema.prisma': `${datasource}${schema}`,
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    ...migrations('prisma/migrations', { [name]: init }),
  });
}

function folders(cwd: string): readonly string[] {
  return readdirSync(join(cwd, 'prisma/migrations')).sort();
}

function written(cwd: string, name: string): string {
  return readFileSync(join(cwd, 'prisma/migrations', name, 'migration.sql'), 'utf8');
}
