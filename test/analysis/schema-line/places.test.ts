import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { type Edit, judgedEdit, placed } from './judged';

const user = `model User {
  id   Int    @id
  name String
}
`;

const post = `model Post {
  id Int @id
}
`;

const cases: readonly { readonly title: string; readonly edit: Edit; readonly at: readonly string[] }[] = [
  {
    title: 'a new field: at the field, attributes included, comment not',
    edit: { before: user, after: user.replace('}', '  age  Int @map("years") // of life\n}') },
    at: ['4: age  Int @map("years"): required-column-without-default'],
  },
  {
    title: 'a field that is gone: at the name of its model',
    edit: { before: user, after: user.replace('  name String\n', '') },
    at: ['1: User: column-dropped'],
  },
  {
    title: 'a changed type: at the type, with the native type behind it',
    edit: { before: user, after: user.replace('name String', 'name String @db.Char(3)') },
    at: ['3: String @db.Char(3): type-change-loses-data', '3: String @db.Char(3): type-change-rewrites-table'],
  },
  {
    title: 'a type that Prisma cannot cast: the loss at the type, the new column at the field',
    edit: { before: user, after: user.replace('String', 'Int') },
    at: ['3: name Int: required-column-without-default', '3: Int: type-change-loses-data'],
  },
  {
    title: 'an index: at its attribute',
    edit: { before: user, after: user.replace('}', '\n  @@index([name])\n}') },
    at: ['5: @@index([name]): index-blocks-writes'],
  },
  {
    title: 'a unique field: at the attribute',
    edit: { before: user, after: user.replace('name String', 'name String @unique') },
    at: ['3: @unique: index-blocks-writes', '3: @unique: unique-over-existing-rows'],
  },
  {
    title: 'an index that is gone: at the name of its model',
    edit: { before: user.replace('}', '\n  @@index([name])\n}'), after: user },
    at: ['1: User: index-drop-blocks'],
  },
  {
    title: 'a foreign key: at its attribute',
    edit: {
      before: `${user}${post.replace('}', '  userId Int\n  @@index([userId])\n}')}`,
      after: `${user.replace('}', '  posts Post[]\n}')}${post.replace('}', '  userId Int\n  user User @relation(fields: [userId], references: [id])\n  @@index([userId])\n}')}`,
    },
    at: ['9: @relation(fields: [userId], references: [id]): foreign-key-validates-under-lock'],
  },
  {
    title: 'a model that is gone: at the end of the one before it',
    edit: { before: `${user}\n${post}`, after: user },
    at: ['4: }: table-dropped'],
  },
  {
    title: 'a model that is gone: neighbours that are gone too are passed over',
    edit: { before: `${user}\nmodel A {\n  a String @unique\n}\n${post}`, after: user },
    at: ['4: }: table-dropped', '4: }: table-dropped'],
  },
  {
    title: 'the first model is gone: at the keyword of the next',
    edit: { before: `${post}\n${user}`, after: user },
    at: ['1: model: table-dropped'],
  },
  {
    title: 'a model that is gone from a schema that is not known: on the first line',
    edit: { before: `${user}\n${post}`, after: `// The users\n${user}`, previous: null },
    at: ['1: // The users: table-dropped'],
  },
  {
    title: 'every model is gone: on the first line',
    edit: { before: user, after: '\n' },
    at: ['1: : table-dropped'],
  },
  {
    title: 'an enum value that is gone: at the name of the enum, with what that does to its columns',
    edit: {
      before: `enum Role {\n  A\n  B\n}\n${user.replace('}', '  role Role\n}')}`,
      after: `enum Role {\n  A\n}\n${user.replace('}', '  role Role\n}')}`,
    },
    at: ['1: Role: enum-value-removed', '1: Role: type-change-rewrites-table'],
  },
  {
    title: 'an implicit relation that is gone: at a model that it linked',
    edit: {
      before: `${user.replace('}', '  posts Post[]\n}')}${post.replace('}', '  users User[]\n}')}`,
      after: `${user}${post}`,
    },
    at: ['5: Post: implicit-relation-table-dropped'],
  },
  {
    title: 'a model in the second file',
    edit: {
      before: `${user}\n${post}`,
      after: [
        { path: 'a.prisma', text: user },
        { path: 'b.prisma', text: post.replace('}', '  title String\n}') },
      ],
    },
    at: ['8: title String: required-column-without-default'],
  },
];

describe('places of findings in a schema', () => {
  before(() => prepare());

  for (const { title, edit, at } of cases) {
    it(title, () => {
      const judged = judgedEdit(edit);
      assert.deepEqual([...placed(judged)].sort(), [...at].sort());
    });
  }

  it('what is in no migration yet: at the head of the datasource, else of the first block', () => {
    const placeOfHint = (after: string) => {
      const { hint, text } = judgedEdit({ before: user, after });
      return hint === null ? null : text.slice(hint.span.start, hint.span.end);
    };
    const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
    assert.equal(placeOfHint(`// top\n${user}${post}${datasource}`), 'datasource db {');
    assert.equal(placeOfHint(`// top\n${user}${post}`), 'model User {');
    assert.equal(placeOfHint(user), null);
  });

  it('nothing is said of migrations where there are none', () => {
    assert.equal(judgedEdit({ before: user, after: `${user}${post}`, hasMigrations: false }).hint, null);
  });

  it('each part of the SQL has a place and a statement', () => {
    const judged = judgedEdit({ before: user, after: `${user.replace('}', '  age Int?\n  @@index([age])\n}')}${post}` });
    const parts = judged.places.map(({ part, statement, span }) => {
      const sql = judged.sql.text.slice(part.span.start, part.span.end).split(/[\s(]/)[0];
      return `${statement} ${sql}: ${judged.text.slice(span.start, span.end)}`;
    });
    assert.ok(parts.includes('0 ALTER: User'), parts.join('\n'));
    assert.ok(parts.includes('0 ADD: age Int?'), parts.join('\n'));
    assert.ok(parts.includes('1 CREATE: Post'), parts.join('\n'));
    assert.ok(parts.includes('2 CREATE: @@index([age])'), parts.join('\n'));
    for (const { part, statement } of judged.places) {
      const { span } = judged.statements[statement] ?? { span: { start: -1, end: -1 } };
      assert.ok(span.start <= part.span.start && part.span.end <= span.end, `${statement} is not the statement of the part`);
    }
  });
});
