import assert from 'node:assert/strict';
import { formatBlock } from '../../../server/src/analysis/schema/format-block';
import { formatted } from '../../../server/src/project/prisma-engine/formatter';

const model = `model User {
  id Int @id
  // a comment counts with no column
  name String? @ignore @db.Text @map("näme") @default("a  b") @unique // shown


  /// apart
  role   Role
  longer Unsupported("point (1)")? @default(dbgenerated("now( )"))
  @@map("users")
  // goes with the index
  // in two lines
  @@index(fields:[id,role(sort:Desc,ops:raw("x"))],map:"i") // behind
  @@unique([id])

  // before a field

  list Int[]
  self User @relation("a",fields:[id],references:[id],onDelete:Cascade)
  // the last line  
}`;

const texts: Readonly<Record<string, string>> = {
  model,
  'an enum': 'enum Role {\n  A @map("a") // one\n  LONGER\n\n\n  /// two\n  B @map("b")\n  @@map("role")\n}',
  'a view': 'view Rank {\n  id Int @unique\n  rank Float?\n}',
  'a composite type': 'type Address {\n  street String\n  no Int?\n}',
  'a block with nothing in it': 'model A {\n}',
  'a block with nothing but an attribute': 'model A {\n  @@map("a")\n}',
  'a comment before an attribute that stands apart from it': 'model A {\n  id Int @id\n  // one\n\n  @@map("a")\n  longer Int\n}',
  'calls with and without parentheses': 'model A {\n  id Int @id() @default(autoincrement())\n}',
};

describe('a block in Prisma’s format', () => {
  for (const [what, text] of Object.entries(texts)) {
    it(`is as Prisma's formatter leaves it: ${what}`, () => {
      for (const indentation of [2, 4]) assert.equal(formatBlock(text, indentation), byPrisma(text, indentation));
    });
  }

  it('is the same whichever line is missing or stands twice', () => {
    const lines = model.split('\n');
    for (let at = 1; at < lines.length - 1; at++) {
      for (const kept of [[], [lines[at], lines[at]], [lines[at], '']]) {
        const text = [...lines.slice(0, at), ...kept, ...lines.slice(at + 1)].join('\n');
        assert.equal(formatBlock(text, 2), byPrisma(text, 2), text);
      }
    }
  });

  it('is left open where it is not clear', () => {
    const bodies = [
      '  id Int @id\n  /* a\n  b */\n',
      '  id\n',
      '  id Int @default(\n',
      '  id Int @default({ a: 1 })\n',
      '  id Int /* a */ @id\n',
    ];
    for (const body of bodies) assert.equal(formatBlock(`model A {\n${body}}`, 2), null, body);
    for (const text of ['', 'model A {\n}\n\nmodel B {\n}', 'model A {', 'model {\n}', 'datasource db {\n}'])
      assert.equal(formatBlock(text, 2), null, text);
  });
});

function byPrisma(text: string, indentation: number): string {
  return formatted({ text, indentation }).replace(/\n$/, '');
}
