import { strict as assert } from 'node:assert';
import { withEdits } from '../../server/src/analysis/plans/clause';
import { applySchemaEdits } from '../../server/src/analysis/plans/rollout/apply-edits';
import { reversed, type SchemaEdit } from '../../server/src/analysis/plans/rollout/schema-edit';
import { blockEdits } from '../../server/src/analysis/plans/rollout/touched-blocks';

const schema = `// The shop.
model User {
  id     Int    @id // the key
  /// Never shown.
  status String @db.VarChar(10) // as in "status"
  posts  Post[]

  @@index([status])
}

enum Role {
  USER
  ADMIN
}
`;
const post = 'model Post {\r\n  id Int @id\r\n}\r\n';
const files = [
  { path: 'a.prisma', text: schema },
  { path: 'b.prisma', text: post },
];

const status = { block: 'User', member: 'status', after: 'id' };

describe('edits of a schema by name', () => {
  it('put a field in the place of another and keep its column, its comments and all around it', () => {
    const edit = { ...status, expected: 'status String @db.VarChar(10)', text: 'status String? @db.VarChar(10)' };
    assert.equal(first([edit]), schema.replace('status String @', 'status String? @'));
  });

  it('add and remove lines, where they belong', () => {
    const field = { ...status, member: 'name', expected: null, text: 'name String?', after: 'id' };
    assert.equal(first([field]), schema.replace('// the key\n', '// the key\n  name String?\n'));
    const gone = { ...field, after: 'gone' };
    assert.equal(first([gone]), schema.replace('Post[]\n', 'Post[]\n  name String?\n'));
    const index = { block: 'User', member: '@@index', expected: null, text: '@@index([id])', after: null };
    assert.equal(first([index]), schema.replace('@@index([status])\n', '@@index([status])\n  @@index([id])\n'));
    const other = { block: 'User', member: '@@index', expected: '@@index([status])', text: null, after: null };
    assert.equal(first([other]), schema.replace('  @@index([status])\n', ''));
    const value = { block: 'Role', member: 'GUEST', expected: null, text: 'GUEST', after: 'USER' };
    assert.equal(first([value]), schema.replace('USER\n', 'USER\n  GUEST\n'));
    const attribute = { block: 'Role', member: '@@map', expected: null, text: '@@map("role")', after: null };
    assert.equal(first([attribute]), schema.replace('ADMIN\n', 'ADMIN\n\n  @@map("role")\n'));
  });

  it('add and remove blocks, with the line ends of their file', () => {
    const enumeration = { block: 'Kind', member: null, expected: null, text: 'enum Kind {\n  A\n}', after: 'Role' };
    assert.equal(first([enumeration]), `${schema.trimEnd()}\n\nenum Kind {\n  A\n}\n`);
    const role = { block: 'Role', member: null, expected: 'enum Role { USER ADMIN }', text: null, after: null };
    assert.equal(first([role]), `${schema.slice(0, schema.indexOf('\n\nenum'))}\n`);
    const field = { block: 'Post', member: 'text', expected: null, text: 'text String', after: 'id' };
    assert.deepEqual(
      applied([field]).map(({ path, text }) => [path, text]),
      [['b.prisma', post.replace('@id\r\n', '@id\r\n  text String\r\n')]],
    );
  });

  it('change nothing where they are applied already, and take each other back', () => {
    const edit = { ...status, expected: 'status String', text: 'status   String  @db.VarChar(10)' };
    assert.deepEqual(applied([edit]), []);
    const there = { ...status, expected: 'status String @db.VarChar(10)', text: 'status String @default("a b")' };
    const once = applied([there]);
    const back = applySchemaEdits([{ path: 'a.prisma', text: once[0]?.text ?? '' }], [reversed(there)]);
    assert.ok(back.ok);
    assert.equal(back.files[0]?.text, schema);
  });

  it('find a text again whose attributes a formatter has put in order', () => {
    const text = 'model A {\n  x Int @default(0) @map("a  b") @ignore\n\n  @@index([x])\n  @@map("a")\n}';
    const planned = { block: 'A', member: 'x', expected: 'x Int @ignore @map("a  b") @default(0)', text: null, after: null };
    const at = [{ path: 'a.prisma', text }];
    assert.equal(applySchemaEdits(at, [planned]).ok, true);
    assert.equal(applySchemaEdits(at, [{ ...planned, expected: 'x Int @ignore @map("a b") @default(0)' }]).ok, false);
    const lines = text.split('\n');
    const block = { ...planned, member: null, expected: [...lines.slice(0, 3), lines[4], lines[3], '}'].join('\n') };
    assert.equal(applySchemaEdits(at, [block]).ok, true);
    assert.equal(applySchemaEdits(at, [{ ...block, expected: text.replace('"a  b"', '"b"') }]).ok, false);
  });

  it('can be had from two texts, block by block', () => {
    const changed = schema.replace('// the key', '// a key').replace('ADMIN', 'OWNER');
    const edits = blockEdits(schema, changed);
    assert.equal(edits?.length, 2);
    assert.equal(withEdits(schema, edits ?? []), changed);
    assert.equal(blockEdits(schema, schema.replace('The shop', 'A shop')), null);
    assert.equal(blockEdits(schema, `${schema}\nmodel B {\n}\n`), null);
  });

  it('say what is there where it is not what was expected', () => {
    assert.equal(
      problem({ ...status, expected: 'status Int', text: null }),
      '"User.status" is `status String @db.VarChar(10)` in the schema; expected `status Int`.',
    );
    assert.equal(
      problem({ ...status, expected: null, text: 'status Int' }),
      '"User.status" is `status String @db.VarChar(10)` in the schema; expected nothing of that name.',
    );
    assert.equal(
      problem({ ...status, member: 'name', expected: 'name Int', text: 'name String' }),
      '"User.name" is gone from the schema; expected `name Int`.',
    );
    assert.equal(problem({ ...status, block: 'Order', expected: null, text: 'status Int' }), 'The schema has no "Order" any more.');
    const twice = applySchemaEdits(
      [...files, { path: 'c.prisma', text: 'model Post {\n}\n' }],
      [{ ...status, block: 'Post', expected: null, text: 'a Int' }],
    );
    assert.deepEqual(twice, { ok: false, reason: 'The schema declares "Post" twice.' });
  });
});

function applied(edits: readonly SchemaEdit[]) {
  const result = applySchemaEdits(files, edits);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return result.files;
}

function first(edits: readonly SchemaEdit[]): string | undefined {
  const found = applied(edits);
  assert.deepEqual(
    found.map(({ path }) => path),
    ['a.prisma'],
  );
  return found[0]?.text;
}

function problem(edit: SchemaEdit): string {
  const result = applySchemaEdits(files, [edit]);
  return result.ok ? '' : result.reason;
}
