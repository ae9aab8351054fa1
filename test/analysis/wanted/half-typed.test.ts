import { strict as assert } from 'node:assert';
import { readSchema } from '../../../server/src/analysis/schema/read';
import { wantedCatalog } from '../../../server/src/analysis/schema/wanted/wanted-catalog';
import { columnsOf, doubtsOf, wantedOf } from './wanted-of';

/** The schema with a piece of it replaced by another. */
function edited(piece: string, by: string) {
  assert.ok(schema.includes(piece), `the schema has no ${piece}`);
  return wantedOf(schema.replace(piece, by));
}

const schema = `
enum Role {
  USER
  ADMIN @map("admin")
  @@map("roles")
}

model User {
  id    Int    @id
  email String @unique @map("mail")
  role  Role   @default(USER)
  posts Post[]
  tags  Tag[]

  @@index([email, role])
  @@map("users")
}

model Post {
  id       Int  @id
  authorId Int
  author   User @relation(fields: [authorId], references: [id])
}

model Tag {
  id    Int    @id
  users User[]
}
`;

describe('what is half-typed is in doubt, and nothing else', () => {
  it('a schema that is whole leaves no doubt', () => {
    assert.deepEqual(doubtsOf(wantedOf(schema)), []);
  });

  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['a field without a type', 'authorId Int', 'authorId', ['public.Post (foreign-keys)', 'public.Post.authorId']],
    ['half a type', 'email String', 'email Str', ['public.users (keys)', 'public.users.mail']],
    ['a native type that does not exist', 'authorId Int', 'authorId Int @db.VarCh', ['public.Post (foreign-keys)', 'public.Post.authorId']],
    ['a native type of another type', 'authorId Int', 'authorId Int @db.Text', ['public.Post (foreign-keys)', 'public.Post.authorId']],
    ['a default that is no value', '@default(USER)', '@default(', ['public.users (keys)', 'public.users.role']],
    ['a default that is no value of the enum', '@default(USER)', '@default(US)', ['public.users (keys)', 'public.users.role']],
    ['half an attribute', '@unique @map', '@uniq @map', ['public.users (keys)', 'public.users.mail']],
    ['half a column name', '@map("mail")', '@map("mai', ['public.users', 'public.users (keys)']],
    ['half a @map', '@map("mail")', '@ma("mail")', ['public.users', 'public.users (keys)']],
    ['half a table name', '@@map("users")', '@@map("use', ['*', 'public.Post (foreign-keys)', 'public._TagToUser']],
    ['half a @@map', '@@map("users")', '@@m("users")', ['*', 'public.Post (foreign-keys)', 'public._TagToUser']],
    ['an index of nothing', '@@index([email, role])', '@@index([])', ['public.users (keys)']],
    ['an index of a field that does not exist', '@@index([email, role])', '@@index([email, ro])', ['public.users (keys)']],
    ['half an @@index', '@@index([email, role])', '@@ind([email, role])', ['public.users (keys)']],
    ['a relation to nothing', 'fields: [authorId]', 'fields: []', ['public.Post (foreign-keys)']],
    ['a relation to a field that does not exist', 'references: [id]', 'references: [i]', ['public.Post (foreign-keys)']],
    ['a relation without fields', '@relation(fields: [authorId], references: [id])', '', ['public.Post (foreign-keys)']],
    ['a relation of a model that is being renamed', 'author   User', 'author   Us', ['public.Post (foreign-keys)', 'public._PostToUser']],
    ['one side of a many-to-many relation', 'tags  Tag[]', '', ['public._TagToUser']],
    ['a many-to-many relation whose name is half-typed', 'tags  Tag[]', 'tags  Tag[] @relation("a', ['*', 'public._TagToUser']],
    [
      'the other side of a many-to-many relation renamed',
      'model Tag {',
      'model Ta {',
      ['public._TaToUser', 'public._TagToUser', 'public.users.tags'],
    ],
    ['a model without a name', 'model Tag {', 'model {', ['*', 'public._TagToUser', 'public.users.tags']],
    ['half a keyword', 'model Tag {', 'mod Tag {', ['*', 'public._TagToUser', 'public.users.tags']],
    ['two models of one name', 'model Tag {', 'model Post {\n  id Int @id\n}\nmodel Tag {', ['public.Post']],
    ['two models of one table', 'model Tag {', 'model Other {\n  id Int @id\n  @@map("Post")\n}\nmodel Tag {', ['public.Post']],
    ['two fields of one name', 'authorId Int', 'authorId Int\n  authorId Int', ['public.Post (foreign-keys)', 'public.Post.authorId']],
    ['two fields of one column', 'authorId Int', 'authorId Int\n  other Int @map("authorId")', ['public.Post.authorId']],
    ['a line that is no field', 'authorId Int', 'authorId Int\n  ?', ['public.Post']],
    [
      'two indexes of one name',
      'authorId Int',
      'authorId Int @unique(map: "users_mail_key")',
      ['public.Post (keys)', 'public.users (keys)'],
    ],
    ['half an enum value', '@map("admin")', '@map("adm', ['public.roles']],
    ['an enum without values', 'USER\n  ADMIN @map("admin")', '', ['public.roles', 'public.users (keys)', 'public.users.role']],
    ['half the name of an enum', '@@map("roles")', '@@map("ro', ['*', 'public.users (keys)', 'public.users.role']],
    ['a value declared twice', 'USER\n', 'USER\n  USER\n', ['public.roles']],
    ['an enum that is being renamed', 'enum Role', 'enum Rol', ['public.users (keys)', 'public.users.role']],
    ['SQL that is none', '@default(USER)', '@default(dbgenerated("<by hand>"))', ['public.users (keys)', 'public.users.role']],
    ['an unsupported type that is none', 'authorId Int', 'authorId Int\n  x Unsupported("a b c")', ['public.Post.x']],
  ];
  for (const [name, piece, by, doubts] of cases) {
    it(name, () => assert.deepEqual(doubtsOf(edited(piece, by)), doubts));
  }

  it('leaves the tables of the other models as they are', () => {
    const whole = wantedOf(schema);
    const half = edited('email String', 'email Str');
    for (const table of ['public.Post', 'public.Tag', 'public._TagToUser'])
      assert.deepEqual(columnsOf(half, table), columnsOf(whole, table));
    assert.deepEqual(columnsOf(half, 'public.users'), ['"id" int4 not null', `"role" public.roles not null default 'USER'`]);
  });

  it('says where', () => {
    const { unresolved } = edited('authorId Int', 'authorId Int @db.Nothing');
    const text = `datasource db {\n  provider = "postgresql"\n\n}\n${schema.replace('authorId Int', 'authorId Int @db.Nothing')}`;
    assert.deepEqual([...new Set(unresolved.map(({ at }) => text.slice(at, at + 8)))], ['authorId', 'author  ']);
  });
});

describe('settings that are half-typed', () => {
  const wanted = (settings: string, models: string) =>
    wantedCatalog(readSchema(`datasource db {\n  provider = "postgresql"\n${settings}\n}\n${models}`), 'postgresql');

  it('schemas: a table may be in any', () => {
    assert.deepEqual(doubtsOf(wanted('schemas = ["a", "b', 'model User {\n  id Int @id\n  @@schema("a")\n}')), ['a.User', 'public.User']);
    assert.deepEqual(doubtsOf(wanted('schemas = ["a", "b"]', 'model User {\n  id Int @id\n}')), ['a.User', 'b.User', 'public.User']);
    assert.deepEqual(doubtsOf(wanted('schemas = ["a"]', 'model User {\n  id Int @id\n  @@schema("b")\n}')), [
      'a.User',
      'b.User',
      'public.User',
    ]);
  });

  it('relationMode: all foreign keys are in doubt', () => {
    assert.deepEqual(doubtsOf(wanted('relationMode = "pris"', 'model User {\n  id Int @id\n}')), ['public.User (foreign-keys)']);
  });

  it('extensions: they are left alone', () => {
    const feature = 'generator client {\n  previewFeatures = ["postgresqlExtensions"]\n}';
    assert.equal(wanted('extensions = [pg_trgm,', feature).extensions, null);
    assert.deepEqual(wanted('extensions = [pg_trgm]', feature).extensions, [{ name: 'pg_trgm', schema: null, version: null }]);
    assert.equal(wanted('extensions = [pg_trgm]', '').extensions, null);
  });
});
