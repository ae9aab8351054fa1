import assert from 'node:assert/strict';
import { withEdits } from '../../server/src/analysis/plans/clause';
import { applySchemaEdits } from '../../server/src/analysis/plans/rollout/apply-edits';
import type { SchemaEdit } from '../../server/src/analysis/plans/rollout/schema-edit';
import { createEngine, type Engine } from '../../server/src/project/prisma-engine/engine';
import { formattedEdits } from '../../server/src/project/prisma-engine/formatted-edits';

const schema = `// The shop.
model User {
  id   Int    @id
  name String @map("n") // shown

  role Role?

  @@map("users")
}

model  Loose {
  id Int @id
  longer   String
}

enum Role {
  A @map("a")
  B
}
`;

const added = (block: string, text: string, after: string | null = null): SchemaEdit => {
  return { block, member: /^@*\w+/.exec(text)?.[0] ?? '', expected: null, text, after };
};
const slug = added('User', 'nickname String? @ignore @map("nick") @default("x y")', 'id');

describe('edits of a schema, with the formatter of Prisma', () => {
  const engine = createEngine();
  after(() => engine.close());

  it('leave a block formatted that was formatted before', async () => {
    const expected = schema
      .replace('id   Int    @id\n', 'id       Int     @id\n  nickname String? @default("x y") @map("nick") @ignore\n')
      .replace('name String @map("n")', 'name     String  @map("n")');
    assert.equal(await edited(engine, schema, [slug]), expected);
  });

  it('leave alone what a person has not formatted, and every other block', async () => {
    const field = added('Loose', 'surname String?');
    const value = added('Role', 'LONGER @map("l")', 'A');
    const other = added('User', '@@index([name])');
    const expected = schema
      .replace('longer   String\n', 'longer   String\n  surname String?\n')
      .replace('  A @map("a")\n', '  A      @map("a")\n  LONGER @map("l")\n')
      .replace('  @@map("users")\n', '  @@index([name])\n  @@map("users")\n');
    assert.equal(await edited(engine, schema, [field, value, other]), expected);
  });

  it('keep the indentation and the line ends of a file', async () => {
    const wide = 'model A {\n    id Int @id\n    x  Int\n}\n';
    const expected = 'model A {\n    id      Int    @id\n    x       Int\n    surname String\n}\n';
    assert.equal(await edited(engine, wide, [added('A', 'surname String')]), expected);
    const carriage = (text: string): string => text.replaceAll('\n', '\r\n');
    assert.equal(await edited(engine, carriage(wide), [added('A', 'surname String')]), carriage(expected));
  });

  it('add nothing, where the formatter would', async () => {
    const pair = 'model A {\n  id Int @id\n}\n\nmodel B {\n  id Int @id\n  a  A   @relation(fields: [id], references: [id])\n}\n';
    const text = await edited(engine, pair, [added('B', 'x Int')]);
    assert.equal(text, pair.replace('references: [id])\n', 'references: [id])\n  x  Int\n'));
  });

  it('touch no block that comes or goes as a whole', async () => {
    const edits: readonly SchemaEdit[] = [
      { block: 'Post', member: null, expected: null, text: 'model Post {\n  id Int @id\n  longer Int\n}', after: 'User' },
      { block: 'Role', member: null, expected: 'enum Role { A @map("a") B }', text: null, after: null },
    ];
    const result = applySchemaEdits([{ path: 'a.prisma', text: schema }], edits);
    assert.ok(result.ok);
    assert.deepEqual(await formattedEdits(engine, result.files), result.files);
  });

  it('are written as they are where the formatter gives no answer', async () => {
    const failing: Pick<Engine, 'format'> = { format: async () => ({ type: 'failed', message: '' }) };
    assert.match(await edited(failing, schema, [slug]), /\n {2}id {3}Int {4}@id\n {2}nickname String\? @ignore /);
  });

  it('are none of a text in another language', async () => {
    const file = { path: 'migration.sql', before: schema, edits: [{ span: { start: 30, end: 30 }, text: 'x' }], text: '' };
    const failing: Pick<Engine, 'format'> = { format: async () => assert.fail('asked') };
    assert.deepEqual(await formattedEdits(failing, [file]), [file]);
  });
});

/** The text afterwards, which is what the edits lead to. */
async function edited(engine: Pick<Engine, 'format'>, text: string, edits: readonly SchemaEdit[]): Promise<string> {
  const result = applySchemaEdits([{ path: 'a.prisma', text }], edits);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  const [file] = await formattedEdits(engine, result.files);
  assert.ok(file !== undefined);
  assert.equal(withEdits(file.before, file.edits), file.text);
  return file.text;
}
