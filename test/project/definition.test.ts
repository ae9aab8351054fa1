import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Subject } from '../../server/src/analysis/catalog/subject';
import { findDefinition } from '../../server/src/project/definition';
import { projectOf } from '../../server/src/project/discover';
import { readSnapshot, type Snapshot, withText } from '../../server/src/project/snapshot';
import { folderWith, migrations, postgresSchema } from './folders';

const texts = {
  '1_init': `CREATE TYPE "Role" AS ENUM ('A', 'B');
CREATE TABLE "User" ("id" SERIAL NOT NULL, "mail" TEXT, "role" "Role", CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "User_mail_key" ON "User"("mail");`,
  '2_rename': 'ALTER TABLE "User" RENAME COLUMN "mail" TO "email";',
  '3_more': `CREATE TABLE "Post" ("id" SERIAL NOT NULL, "email" TEXT);
ALTER TABLE "User" ADD COLUMN "age" INTEGER, ALTER COLUMN "email" SET NOT NULL;
ALTER TYPE "Role" ADD VALUE 'C';`,
  '4_other': 'UPDATE "User" SET "email" = lower("email");',
};

async function snapshotOf(): Promise<Snapshot> {
  const folder = folderWith({ '.git/HEAD': '', 'schema.prisma': postgresSchema, ...migrations('migrations', texts) });
  const project = await projectOf(join(folder, 'schema.prisma'));
  assert.ok(project);
  return readSnapshot(project, new Map());
}

async function shown(snapshot: Snapshot, subject: Subject): Promise<string | null> {
  const definition = await findDefinition(snapshot, subject);
  return definition && `${definition.file.name}: ${definition.file.text.slice(definition.span.start, definition.span.end)}`;
}

const user = 'public.User';

describe('findDefinition', () => {
  const cases: readonly (readonly [name: string, subject: Subject, expected: string | RegExp | null])[] = [
    ['a column that was changed last', { type: 'column', table: user, column: 'email' }, '3_more: ALTER COLUMN "email" SET NOT NULL'],
    ['a column that was added', { type: 'column', table: user, column: 'age' }, '3_more: ADD COLUMN "age" INTEGER'],
    ['a column of a new table', { type: 'column', table: user, column: 'role' }, '1_init: "role" "Role"'],
    ['a column of the same name elsewhere', { type: 'column', table: 'public.Post', column: 'email' }, '3_more: "email" TEXT'],
    ['a table', { type: 'table', id: user }, /^1_init: CREATE TABLE "User"/],
    ['the table of a column that is not there yet', { type: 'column', table: user, column: 'status' }, /^1_init: CREATE TABLE "User"/],
    ['the table of an index without a name', { type: 'index', table: user, name: 'User_nowhere' }, /^1_init: CREATE TABLE "User"/],
    ['an index', { type: 'index', table: user, name: 'User_mail_key' }, /^1_init: CREATE UNIQUE INDEX/],
    ['a constraint', { type: 'constraint', table: user, name: 'User_pkey' }, /^1_init: CREATE TABLE "User"/],
    ['an enum that got a value', { type: 'enum', id: 'public.Role' }, `3_more: ALTER TYPE "Role" ADD VALUE 'C'`],
    ['a value of the first hour', { type: 'enum-value', id: 'public.Role', value: 'A' }, /^1_init: CREATE TYPE/],
    ['nothing of a table that no migration names', { type: 'table', id: 'public.Order' }, null],
    ['nothing of a table in another schema', { type: 'column', table: 'audit.Log', column: 'email' }, null],
  ];
  for (const [name, subject, expected] of cases) {
    it(`finds ${name}`, async () => {
      const found = await shown(await snapshotOf(), subject);
      if (expected instanceof RegExp) assert.match(found ?? '', expected);
      else assert.equal(found, expected);
    });
  }

  it('follows an edit of a migration', async () => {
    const snapshot = await snapshotOf();
    const subject: Subject = { type: 'column', table: user, column: 'age' };
    assert.equal(await shown(snapshot, subject), '3_more: ADD COLUMN "age" INTEGER');
    const last = snapshot.migrations.at(-1);
    assert.ok(last);
    const edited = withText(snapshot, last.path, 'ALTER TABLE "User" ALTER COLUMN "age" TYPE BIGINT;');
    assert.ok(edited);
    assert.equal(await shown(edited, subject), '4_other: ALTER COLUMN "age" TYPE BIGINT');
  });
});
