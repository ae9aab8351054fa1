import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { analyseExample, blankExample } from '../../rules/analyse-example';

interface Case {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly message: string;
  /** The text that is underlined. */
  readonly at: string;
  readonly help: RegExp;
}

const user = (fields: string) => `model User {\n  id Int @id\n  ${fields}\n  createdAt DateTime\n}`;
const link = (relation: string) =>
  `model Post {\n  id Int @id\n  tags Tag[]${relation}\n}\n\nmodel Tag {\n  id Int @id\n  posts Post[]${relation}\n}`;

const schemas = 'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "audit"]\n}\n\n';

const cases: readonly Case[] = [
  {
    title: 'a field: all of it',
    before: user('name String?'),
    after: user('fullName String? @db.Text'),
    message: '`User.fullName` looks like a rename of `name`; Prisma will drop `name` and its data.',
    at: 'fullName String? @db.Text',
    help: /@map\("name"\).*RENAME COLUMN "name" TO "fullName"/,
  },
  {
    title: 'a field with names too long for both',
    before: user('isDefaultUserPermission Boolean'),
    after: user('isDefaultProjectPermission Boolean'),
    message: 'Looks like a rename of `isDefaultUserPermission`; its data will be dropped.',
    at: 'isDefaultProjectPermission Boolean',
    help: /@map\("isDefaultUserPermission"\)/,
  },
  {
    title: 'a field that keeps its name and gets another column',
    before: user('name String?'),
    after: user('name String? @map("user_name")'),
    message: '`User.name` moves to a new column `user_name`; Prisma will drop `name` and its data.',
    at: 'name String? @map("user_name")',
    help: /@map\("name"\)/,
  },
  {
    title: 'a field in mapped names: the person reads those of the schema',
    before: user('fullName String? @map("full_name")'),
    after: user('wholeName String? @map("whole_name")'),
    message: '`User.wholeName` looks like a rename of `fullName`; its data will be dropped.',
    at: 'wholeName String? @map("whole_name")',
    help: /@map\("full_name"\).*RENAME COLUMN "full_name" TO "whole_name"/,
  },
  {
    title: 'a model: its name',
    before: user('name String?'),
    after: user('name String?').replace('User', 'Person'),
    message: '`Person` looks like a rename of `User`; Prisma will drop `User` and its rows.',
    at: 'Person',
    help: /@@map\("User"\)/,
  },
  {
    title: 'a model that keeps its name and gets another table',
    before: user('name String?'),
    after: user('name String?\n  @@map("users")'),
    message: '`User` moves to a new table `users`; Prisma will drop `User` and its rows.',
    at: 'User',
    help: /@@map\("User"\)/,
  },
  {
    title: 'an implicit relation: what names it',
    before: link(''),
    after: link(' @relation("Labels")'),
    message: '`_Labels` looks like a rename of `_PostToTag`; Prisma will drop `_PostToTag` and its rows.',
    at: '@relation("Labels")',
    help: /@relation\("PostToTag"\)/,
  },
  {
    title: 'a model that moves to another schema',
    before: `${schemas}${user('name String?\n  @@schema("public")')}`,
    after: `${schemas}${user('name String?\n  @@schema("audit")')}`,
    message: '`User` moves to the schema `audit`; Prisma will drop its table and its rows.',
    at: 'User',
    help: /ALTER TABLE "User" SET SCHEMA "audit"/,
  },
  {
    title: 'an implicit relation that becomes a model',
    before: link(''),
    after: `${link('').replaceAll(/(posts|tags) +(Post|Tag)\[\]/g, '$1 Label[]')}
model Label {
  postId Int
  tagId Int
  post Post @relation(fields: [postId], references: [id])
  tag Tag @relation(fields: [tagId], references: [id])
  @@id([postId, tagId])
}
`,
    message: '`Label` looks like a rename of `_PostToTag`; Prisma will drop `_PostToTag` and its rows.',
    at: 'Label',
    help: /@@map\("_PostToTag"\) and its fields with @map\("A"\), which is `Post`, and @map\("B"\), which is `Tag`/,
  },
  {
    title: 'a value that keeps its name and is stored as another one',
    before: `enum Role {\n  A\n  SUPERADMIN\n}\n${user('role Role')}`,
    after: `enum Role {\n  A\n  SUPERADMIN @map("super_admin")\n}\n${user('role Role')}`,
    message: '`SUPERADMIN` becomes `super_admin` in the database; fails while rows hold `SUPERADMIN`.',
    at: 'SUPERADMIN @map("super_admin")',
    help: /RENAME VALUE 'SUPERADMIN' TO 'super_admin'/,
  },
];

describe('renames in a schema', () => {
  before(() => prepare());

  for (const { title, before: schema, after: text, message, at, help } of cases) {
    it(title, () => {
      const { findings } = analyseExample({ ...blankExample, language: 'prisma', schema, text });
      const found = findings.filter(({ rule }) => rule === 'possible-rename');
      assert.deepEqual(
        found.map((finding) => [finding.message, text.slice(finding.span.start, finding.span.end)]),
        [[message, at]],
      );
      assert.match(found[0]?.help ?? '', help);
    });
  }
});
