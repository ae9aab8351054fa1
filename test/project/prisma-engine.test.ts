import assert from 'node:assert/strict';
import type { SchemaFile } from '../../server/src/analysis/schema/schema-text';
import { createEngine } from '../../server/src/project/prisma-engine/engine';
import { prismaDiff, validateSchema } from '../../server/src/project/prisma-engine/prisma-engine';
import { readableSchema } from '../../server/src/project/prisma-engine/readable-schema';

const engine = createEngine();

describe("Prisma's engine", () => {
  after(() => engine.close());

  it('writes the migration from one schema to another', async () => {
    const diff = await prismaDiff(engine, 'postgresql', schema('postgresql', ''), schema('postgresql', 'email String'));
    assert.deepEqual(diff, { ok: true, sql: '-- AlterTable\nALTER TABLE "User" ADD COLUMN     "email" TEXT NOT NULL;\n' });
  });

  it('writes the first migration as for a new database', async () => {
    const diff = await prismaDiff(engine, 'postgresql', 'empty', schema('postgresql', ''));
    assert.ok(diff.ok);
    assert.match(diff.sql, /^-- CreateTable\nCREATE TABLE "User" \(/);
  });

  it('writes nothing where nothing has changed', async () => {
    const same = schema('postgresql', 'email String');
    assert.deepEqual(await prismaDiff(engine, 'postgresql', same, same), { ok: true, sql: '' });
  });

  it('writes SQLite', async () => {
    const diff = await prismaDiff(engine, 'sqlite', 'empty', schema('sqlite', ''));
    assert.deepEqual(diff, {
      ok: true,
      sql: '-- CreateTable\nCREATE TABLE "User" (\n    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT\n);\n',
    });
  });

  it('says that it does not know MySQL', async () => {
    const diff = await prismaDiff(engine, 'mysql', 'empty', schema('mysql', ''));
    assert.deepEqual(diff, { ok: false, problem: "Prisma's engine cannot compare MySQL schemas on its own.", invalid: [] });
  });

  it('says what is wrong with a schema, and where', async () => {
    const files = [
      ...schema('postgresql', 'team Team\n  post Post'),
      { path: 'models/post.prisma', text: 'model Post {\n  id Nothing @id\n}\n' },
    ];
    assert.deepEqual(
      (await validateSchema(engine, 'postgresql', files))?.map(({ path, line }) => `${path}:${line}`),
      ['schema.prisma:13', 'models/post.prisma:1'],
    );
    const diff = await prismaDiff(engine, 'postgresql', 'empty', files);
    assert.ok(!diff.ok);
    assert.match(diff.problem, /^Prisma does not accept the schema \(schema\.prisma:14\): Type "Team" is neither a built-in type/);
  });

  it('validates what it can compare, and says so of the rest', async () => {
    assert.deepEqual(await validateSchema(engine, 'postgresql', schema('postgresql', 'name String @db.Citext')), []);
    assert.equal((await validateSchema(engine, 'postgresql', schema('postgresql', 'name String @db.TinyText')))?.length, 1);
    assert.equal(await validateSchema(engine, 'mysql', schema('mysql', '')), null);
  });

  it('works on after a schema that breaks it', async () => {
    const broken = schema('postgresql', `name String @default(${'['.repeat(20_000)})`);
    const diff = await prismaDiff(engine, 'postgresql', 'empty', broken);
    assert.ok(!diff.ok);
    assert.match(diff.problem, /^Prisma's engine /);
    assert.ok((await prismaDiff(engine, 'postgresql', 'empty', schema('postgresql', ''))).ok);
  });

  it('gives up after its time limit', async () => {
    const hasty = createEngine({ milliseconds: 1, idleMilliseconds: 1 });
    const diff = await prismaDiff(hasty, 'postgresql', 'empty', schema('postgresql', ''));
    assert.deepEqual(diff, { ok: false, problem: "Prisma's engine gave no answer within 0.001 s.", invalid: [] });
    await hasty.close();
  });

  it('answers requests that come at once, each with its own', async () => {
    const fields = ['a Int', 'b Int', 'c Int'];
    const diffs = await Promise.all(
      fields.map((field) => prismaDiff(engine, 'postgresql', schema('postgresql', ''), schema('postgresql', field))),
    );
    const columns = diffs.map((diff) => (diff.ok ? /ADD COLUMN +"(\w)"/.exec(diff.sql)?.[1] : diff.problem));
    assert.deepEqual(columns, ['a', 'b', 'c']);
  });
});

describe('a schema as the engine reads it', () => {
  it('has no connection strings', () => {
    const text = 'datasource db {\n  provider = "postgresql"\n  url = env("URL")\n  directUrl = env("DIRECT")\n}\n';
    assert.equal(readableSchema(text), `datasource db {\n  provider = "postgresql"\n${' '.repeat(18)}\n${' '.repeat(27)}\n}\n`);
  });

  it('keeps the preview features that the engine knows, in the same lines', () => {
    const text = 'generator client {\n  previewFeatures = [\n    "driverAdapters",\n    "views"\n  ]\n  output = "x"\n}\n';
    const readable = readableSchema(text);
    assert.match(readable, /previewFeatures = \["views"\] +\n/);
    assert.equal(readable.indexOf('output'), text.indexOf('output'));
  });

  it('has views without keys', () => {
    const text = 'view Rank {\n  id Int @id\n  post Int @unique\n  @@id([id, post])\n  @@index([post])\n}\n';
    assert.equal(readableSchema(text), 'view Rank {\n  id Int @unique\n  post Int @unique\n  @@unique([id, post])\n  \n}\n');
  });

  it('leaves models as they are', () => {
    const text = 'model url {\n  url String @id\n  @@index([url])\n}\n';
    assert.equal(readableSchema(text), text);
  });
});

function schema(provider: string, field: string): readonly SchemaFile[] {
  const text = [
    'datasource db {',
    `  provider = "${provider}"`,
    '  url      = env("DATABASE_URL")',
    '}',
    '',
    'generator client {',
    '  provider        = "prisma-client-js"',
    '  previewFeatures = ["driverAdapters"]',
    '}',
    '',
    'model User {',
    '  id Int @id @default(autoincrement())',
    '',
    `  ${field}`,
    '}',
    '',
  ].join('\n');
  return [{ path: 'schema.prisma', text }];
}
