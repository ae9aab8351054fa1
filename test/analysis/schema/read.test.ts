import assert from 'node:assert/strict';
import { readSchema } from '../../../server/src/analysis/schema/read';
import { written, writtenBody } from './written';

describe('reading a schema', () => {
  it('yields every kind of declaration', () => {
    const text = `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
  schemas  = ["public", "audit"]
}
generator client {
  previewFeatures = []
}
enum Role {
  ADMIN @map("admin")
  USER
  @@map("roles")
}
view Totals {
  id Int @unique
}
type Address {
  street String
}
model User {
  id    Int     @id @default(autoincrement())
  email String? @unique @db.VarChar(191)
  posts Post[]
  box   Unsupported("box")?
  @@index([email, id(sort: Desc)], map: "by email", type: Hash)
}`;
    assert.equal(
      written(text),
      `datasource db
  provider = "postgresql"
  url = env("DATABASE_URL")
  schemas = ["public", "audit"]
generator client
  previewFeatures = []
enum Role
  ADMIN @map("admin")
  USER
  @@map("roles")
view Totals
  id: Int @unique
type Address
  street: String
model User
  id: Int @id @default(autoincrement())
  email: String? @unique @db.VarChar(#191)
  posts: Post[]
  box: Unsupported("box")?
  @@index([email, id(sort: Desc)], map: "by email", type: Hash)`,
    );
  });

  const lines: readonly (readonly [what: string, text: string, read: string])[] = [
    ['no space between attributes', 'a Int@default(1)@unique', 'a: Int @default(#1) @unique'],
    ['space where it means nothing', ' a\tInt ? @ default ( 1 )\u00a0@db.Char ( 1 ) ', 'a: Int? @default(#1) @db.Char(#1)'],
    ['names with digits, dashes, underscores and letters of every script', '1a_-b 日本[]', '1a_-b: 日本[]'],
    ['keywords as names', 'model enum\nenum type', 'model: enum\nenum: type'],
    ['numbers', 'a Float @default(-1.50)', 'a: Float @default(#-1.50)'],
    ['words with a path', 'a Int @x(true, address.street, Cascade)', 'a: Int @x(true, address.street, Cascade)'],
    ['named arguments', 'a B @relation("x", fields: [a], references: [])', 'a: B @relation("x", fields: [a], references: [])'],
    ['calls in calls', '@@index([a(ops: raw("x y"), length: 3)])', '@@index([a(ops: raw("x y"), length: #3)])'],
    [
      'objects',
      '@@index([a], where: { b: null, c: { not: "x" }, d: raw("e"), f: {} })',
      '@@index([a], where: {b: null, c: {not: "x"}, d: raw("e"), f: {}})',
    ],
    ['lists in lists', 'a Int @x([[1], []])', 'a: Int @x([[#1], []])'],
    ['no arguments', 'a Int @x() @y( )', 'a: Int @x @y'],
    ['escapes', String.raw`a Int @x("\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 é😀")`, String.raw`a: Int @x("\"\\/\b\f\n\r\té😀 é😀")`],
    ['signs of the language in strings', 'a Int @x("}, // /* ) ]", 1)', 'a: Int @x("}, // /* ) ]", #1)'],
    ['attributes of the block before fields', '@@map("x")\na Int', 'a: Int\n@@map("x")'],
    ['a space behind the signs of an attribute', '@@ map("x")', '@@map("x")'],
    ['a field without a type is not one yet', 'a', 'a: ?\n! This field has no type yet. ""'],
    ['comments', '// x\n/// y\na Int // z\nb Int /// u', 'a: Int\nb: Int\n// x\n/// y\n// z\n/// u'],
    ['block comments', '/* a Int */ b Int /* c */ // d', 'b: Int\n// a Int\n// c\n// d'],
    ['block comments over lines', 'a Int /* b Int\n  } */\n/*\nmodel B {\n*/ c Int', 'a: Int\nc: Int\n// b Int\n}\n// model B {'],
    ['comments without space', 'a Int//b', 'a: Int\n// b'],
    ['a colon as before Prisma 2', 'a: Int', 'a: Int'],
    ['a required type as before Prisma 2', 'a Int! @id', 'a: Int @id'],
    ['a list as before Prisma 2', 'a [Int] @x', 'a: Int[] @x'],
    ['a list that claims to be optional', 'a Int[]?', 'a: Int[]'],
    ['a name twice', 'a Int\na String', 'a: Int\na: String'],
  ];
  for (const [what, text, read] of lines) it(`reads ${what}`, () => assert.equal(writtenBody(text), read));

  it('reads a block whatever ends its lines', () => {
    const text = 'model A {\n  a Int // x\n  @@map("b")\n}\n\nenum B {\n  C\n}\n';
    const read = written(text);
    assert.equal(written(text.replaceAll('\n', '\r\n')), read);
    assert.equal(written(text.replaceAll('\n', '\r')), read);
  });

  it('reads over a byte order mark, also of a second file', () => {
    assert.equal(written('\uFEFFmodel A {\n}\n\uFEFFmodel B {\n}\n'), 'model A\nmodel B');
  });

  it('leaves out what stands behind an opening brace, as Prisma does', () => {
    assert.equal(written('model A { a Int // b\n  c Int\n}'), 'model A\n  c: Int\n  // b');
  });

  it('closes a block where a line begins with a brace', () => {
    assert.equal(written('model A {\n  a Int @map("}") // }\n} model B {\n}'), 'model A\n  a: Int @map("}")\n  // }\nmodel B');
  });

  it('closes a block behind a comment', () => {
    assert.equal(written('model A {\n  a Int\n  /* x */ }\n// y\nenum B {\n}'), 'model A\n  a: Int\n  // x\nenum B');
  });

  it('needs no space between keyword, name and brace', () => {
    assert.equal(written('modelA{\n}\nenumB {\n}'), 'model A\nenum B');
  });

  it('yields the comments between blocks with absolute spans', () => {
    const text = '// a\n/// b\nmodel A {\n  // inside\n} // c\n/* d\nmodel B {\n} */ enum E {\n}\n//e';
    const { blocks, comments } = readSchema(text);
    assert.deepEqual(
      comments.map((comment) => [text.slice(comment.span.start, comment.span.end), comment.text, comment.documentation]),
      [
        ['// a', 'a', false],
        ['/// b', 'b', true],
        ['// c', 'c', false],
        ['/* d\nmodel B {\n} */', 'd\nmodel B {\n}', false],
        ['//e', 'e', false],
      ],
    );
    assert.deepEqual(
      blocks.map(({ name }) => name?.text),
      ['A', 'E'],
    );
  });

  it('says where the parts stand, counted from the block', () => {
    const text = '\n\nmodel User {\n  email String? @db.VarChar(191) // x\n  @@index([email])\n}\n';
    const [block] = readSchema(text).blocks;
    assert.equal(block?.kind, 'model');
    assert.equal(block.start, 2);
    const slice = ({ start, end }: { readonly start: number; readonly end: number }) => text.slice(block.start + start, block.start + end);
    const [field] = block.fields;
    assert.equal(slice(block.span), text.trim());
    assert.equal(slice(block.header), 'model User {');
    assert.equal(slice(field?.span ?? block.span), 'email String? @db.VarChar(191)');
    assert.equal(slice(field?.type?.span ?? block.span), 'String?');
    assert.equal(slice(field?.attributes[0]?.span ?? block.span), '@db.VarChar(191)');
    assert.equal(slice(field?.attributes[0]?.arguments[0]?.span ?? block.span), '191');
    assert.equal(slice(block.attributes[0]?.span ?? block.span), '@@index([email])');
  });
});
