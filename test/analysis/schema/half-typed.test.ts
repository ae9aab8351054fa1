import assert from 'node:assert/strict';
import { isBroken, strayProblems } from '../../../server/src/analysis/schema/position';
import { readSchema } from '../../../server/src/analysis/schema/read';
import { written, writtenBody } from './written';

const missing = '! A value is missing here. ""';

describe('a half-typed schema', () => {
  const lines: readonly (readonly [text: string, read: string])[] = [
    ['status Str', 'status: Str'],
    ['status String @', 'status: String @\n! The name of an attribute is missing here. ""'],
    ['status String @default(', 'status: String @default\n! `)` is missing here. ""'],
    ['status String @default( // x', 'status: String @default\n// x\n! `)` is missing here. ""'],
    ['status String @default("a', 'status: String @default(!)\n! This string has no end. "\\"a"\n! `)` is missing here. ""'],
    [
      'status String @default("a)\nb Int',
      'status: String @default(!)\nb: Int\n! This string has no end. "\\"a)"\n! `)` is missing here. ""',
    ],
    ['status String @map("a\\")', 'status: String @map(!)\n! This string has no end. "\\"a\\\\\\")"\n! `)` is missing here. ""'],
    ['status String @map("\\q")', 'status: String @map("")\n! This string has an escape that Prisma does not know. "\\"\\\\q\\""'],
    [
      'status String @map("\\ud83d")',
      'status: String @map("\\ud83d")\n! This string has an escape that Prisma does not know. "\\"\\\\ud83d\\""',
    ],
    ['status String[', 'status: String\n! This belongs to no field. "["'],
    ['status [String', 'status: String[]\n! `]` is missing here. ""'],
    ['status Unsupported("a', 'status: Unsupported\n! This string has no end. "\\"a"\n! `)` is missing here. ""'],
    ['status Unsupported(', 'status: Unsupported\n! The name of a database type is missing here. ""'],
    ['status @id', 'status: ? @id\n! This field has no type yet. ""'],
    ['status String $ // x', 'status: String\n// x\n! This belongs to no field. "$"'],
    ['a Int b Int', 'a: Int\n! This belongs to no field. "b Int"'],
    ['$a Int\nb Int', 'b: Int\n! This line is no declaration. "$a Int"'],
    ['@@index([a, \nb Int', 'b: Int\n@@index([a])\n! `]` is missing here. ""'],
    ['@@index([a,])', `@@index([a])\n${missing}`],
    ['@@index([a,,b], )', `@@index([a, !, b])\n${missing}\n${missing}`],
    ['@@index([], map:)', `@@index([], map: !)\n${missing}`],
    ['@@index([a)', '@@index([a])\n! `]` is missing here. ""'],
    ['@@index([a b, c])', '@@index([!, c])\n! This is no value. "b"'],
    ['@@index([1a, -])', '@@index([!, !])\n! This is no value. "1a"\n! This is no value. "-"'],
    ['@@index(where: {a})', '@@index(where: {})\n! A name with a colon is missing here. ""'],
    ['@@', '@@\n! The name of an attribute is missing here. ""'],
    ['@', '! This line is no declaration. "@"'],
    [
      '@@id([a]) @@map("x") y',
      '@@id([a])\n@@map("x")\n! An attribute of a block stands on a line of its own. ""\n! This belongs to no attribute. "y"',
    ],
    ['/* a Int\nb Int', 'b: Int\n! This line is no declaration. "/* a Int"'],
    ['a Int /* b\nb Int', 'a: Int\nb: Int\n! This belongs to no field. "/* b"'],
  ];
  for (const [text, read] of lines) it(`keeps what is readable of ${JSON.stringify(text)}`, () => assert.equal(writtenBody(text), read));

  const blocks: readonly (readonly [what: string, text: string, read: string])[] = [
    [
      'a missing brace ends where the next block begins',
      'model A {\n  a Int\n\n  model B {\n  b Int\n}',
      'model A\n  a: Int\n  ! `}` is missing here. ""\nmodel B\n  b: Int',
    ],
    ['the end of the text ends a block', 'model A {\n  a Int\n', 'model A\n  a: Int\n  ! `}` is missing here. ""'],
    [
      'a stray brace is no part of the blocks beside it',
      'model A {\n}\n}\nmodel B {\n}',
      'model A\nunknown ?\n  ! This line begins no declaration. "}"\nmodel B',
    ],
    [
      'a name that is not typed yet',
      'model {\n  a Int\n}',
      'model ?\n  a: Int\n  ! A declaration begins with a keyword, a name and `{`. "model {"',
    ],
    [
      'a name that is none',
      'model Us$er {\n  a Int\n}',
      'model ?\n  a: Int\n  ! A declaration begins with a keyword, a name and `{`. "model Us$er {"',
    ],
    [
      'a header without a brace takes no block below it',
      'model A\n\nmodel B {\n  b Int\n}',
      'model A\n  ! A declaration begins with a keyword, a name and `{`. "model A"\n  ! `}` is missing here. ""\nmodel B\n  b: Int',
    ],
    [
      'a header without a brace keeps its body',
      'model A\n  a Int\n  type String\n}\nmodel B {\n}',
      'model A\n  a: Int\n  type: String\n  ! A declaration begins with a keyword, a name and `{`. "model A"\nmodel B',
    ],
    [
      'a brace on the next line opens the block',
      'model A\n{\n  a Int\n}',
      'model A\n  a: Int\n  ! A declaration begins with a keyword, a name and `{`. "model A"',
    ],
    [
      'a keyword that is half typed',
      'mode User {\n  a Int\n  @@map("users")\n}\nmodel B {\n}',
      'unknown User\n  @@map("users")\n  ! A declaration begins with a keyword, a name and `{`. "mode User {"\nmodel B',
    ],
    ['a keyword that is gone', 'User {\n}', 'unknown User\n  ! A declaration begins with a keyword, a name and `{`. "User {"'],
    ['a block on one line', 'model A { a Int @id }\nenum B {}\nmodel C {\n}', 'model A\n  a: Int @id\nenum B\nmodel C'],
    ['a block twice', 'model A {\n  a Int\n}\nmodel A {\n  b Int\n}', 'model A\n  a: Int\nmodel A\n  b: Int'],
    [
      'an alias of a type',
      'type A = String @db.Text\nmodel B {\n}',
      'unknown ?\n  ! This line begins no declaration. "type A = String @db.Text"\nmodel B',
    ],
    [
      'lines that belong nowhere are one block',
      'foo\n  a Int\n\n}\n// x\nbar',
      'unknown ?\n  ! This line begins no declaration. "foo\\n  a Int\\n\\n}"\nunknown ?\n  ! This line begins no declaration. "bar"',
    ],
    [
      'a setting without a value',
      'generator a {\n  b\n  c =\n  d = 1 2\n}',
      `generator a\n  b = !\n  c = !\n  d = !\n  ! \`=\` is missing here. ""\n  ${missing}\n  ! This is no value. "2"`,
    ],
    ['no text', '', ''],
  ];
  for (const [what, text, read] of blocks) it(what, () => assert.equal(written(text), read));

  it('says which parts are broken', () => {
    const [block] = readSchema('model A {\n  a Int @id$\n  b Int @default(\n  c Int\n  ?\n  @@index([a\n  @@map("a")\n}').blocks;
    assert.equal(block?.kind, 'model');
    assert.deepEqual(
      block.fields.map((field) => [field.name.text, isBroken(block, field)]),
      [
        ['a', true],
        ['b', true],
        ['c', false],
      ],
    );
    assert.deepEqual(
      block.attributes.map((attribute) => [attribute.name, isBroken(block, attribute)]),
      [
        ['index', true],
        ['map', false],
      ],
    );
    assert.equal(isBroken(block, { span: block.header }), false);
    assert.deepEqual(
      strayProblems(block).map(({ message }) => message),
      ['This line is no declaration.'],
    );
  });
});
