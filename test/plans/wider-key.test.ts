import { strict as assert } from 'node:assert';
import { prepare } from '../../server/src/analysis/analyze';
import { shop } from './cases';
import { rolledOut } from './rolled-out';

const rule = 'primary-key-changed';
const wider = (schema: string, model = 'Order') => schema.replace(new RegExp(`(model ${model} \\{\\n {2}id) Int`), '$1 BigInt');

before(() => prepare());

describe('the rollout of a wider key', () => {
  it('leads from Int to BigInt by way of a column that Prisma Client does not see', () => {
    const found = rolledOut({ before: shop, after: wider(shop), version: 15 }, rule);
    assert.ok(found?.ok === true, JSON.stringify(found));
    const { stages } = found.verified;
    assert.deepEqual(
      stages.map(({ stage }) => stage.name),
      ['expand', 'backfill', 'change', 'release'],
    );
    const fields = stages[0]?.schema[0]?.text.match(/^ +id\w* .*$/gm)?.map((line) => line.trim().replace(/ +/g, ' '));
    assert.deepEqual(fields, [
      'id Int @id @default(autoincrement())',
      'id Int @id @default(autoincrement())',
      'idWide BigInt? @map("id_wide") @ignore',
    ]);
    assert.equal(found.rest, null);
  });

  const refused: readonly { readonly name: string; readonly before: string; readonly after: string; readonly reason: RegExp }[] = [
    {
      name: 'foreign keys refer to it',
      before: shop,
      after: wider(shop, 'User').replace('userId Int?', 'userId BigInt?'),
      reason: /foreign keys refer to the table/,
    },
    { name: 'an index is over it', ...withLine('@@index([id, group])'), reason: /the index "Order_id_group_idx" is over the key as well/ },
    { name: 'another key takes its place', before: shop, after: otherKey(shop), reason: /only a key of one column/ },
  ];

  for (const { name, reason, ...edit } of refused) {
    it(`is refused where ${name}`, () => {
      const found = rolledOut({ ...edit, version: 15 }, rule);
      assert.ok(found !== null && !found.ok);
      assert.match(found.reason, reason);
    });
  }
});

function withLine(line: string) {
  const before = shop.replace('  @@index([createdAt])', `  @@index([createdAt])\n  ${line}`);
  return { before, after: wider(before) };
}

function otherKey(schema: string): string {
  return schema
    .replace(/(model Order \{\n {2}id Int) @id/, '$1')
    .replace('  @@index([createdAt])', '  @@index([createdAt])\n  @@id([id, group])');
}
