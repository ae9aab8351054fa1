import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { type Edit, judgedEdit } from './judged';

function messages(edit: Edit): readonly string[] {
  return judgedEdit(edit).findings.map(({ message }) => message);
}

const mapped = `model Customer {
  id       Int    @id @map("customer_id")
  fullName String @map("full_name")
  role     Role

  @@map("customers")
}

enum Role {
  MEMBER @map("member")
  GUEST  @map("guest")

  @@map("roles")
}
`;

describe('names in messages about a schema', () => {
  before(() => prepare());

  it('are those of models, fields and values, whatever the database calls them', () => {
    assert.deepEqual(messages({ before: mapped, after: mapped.replace('  role', '  mail String @map("e_mail")\n  role') }), [
      'Adding required `Customer.mail` fails on every existing row.',
    ]);
    assert.deepEqual(messages({ before: mapped, after: mapped.replace('  GUEST  @map("guest")\n', '') }), [
      'Removing `GUEST` from `Role` fails while rows still hold it.',
      'Type change of `Customer.role` rewrites the table and blocks all access.',
    ]);
  });

  it('of what is gone are those of the schema before', () => {
    const after = mapped.replace('  fullName String @map("full_name")\n', '');
    assert.deepEqual(messages({ before: mapped, after }), ['Dropping `Customer.fullName` deletes its data.']);
    assert.deepEqual(messages({ before: `${mapped}model Log {\n  id Int @id\n  @@map("logs")\n}\n`, after: mapped }), [
      'Dropping `Log` deletes all its rows.',
    ]);
  });

  it('of what is gone are those of the database where the schema before is not known', () => {
    const after = mapped.replace('  fullName String @map("full_name")\n', '');
    assert.deepEqual(messages({ before: mapped, after, previous: null }), ['Dropping `Customer.full_name` deletes its data.']);
  });

  it('of an index that is gone are what asked for it', () => {
    const before = mapped.replace('  @@map("customers")', '  @@index([role])\n  @@map("customers")');
    assert.deepEqual(messages({ before, after: mapped }), [
      'Dropping `@@index([role])` waits for all queries on `Customer` and blocks new ones.',
    ]);
  });

  it('of indexes are what asks for them', () => {
    assert.deepEqual(
      messages({
        before: mapped,
        after: mapped.replace('  @@map("customers")', '  @@index([role, fullName(sort: Desc)], map: "x")\n  @@map("customers")'),
      }),
      ['Building `@@index([role, fullName])` blocks writes to `Customer`.'],
    );
    assert.deepEqual(
      messages({ before: mapped, after: mapped.replace('  @@map("customers")', '  @@unique([role, fullName])\n  @@map("customers")') }),
      [
        'Building `@@unique([role, fullName])` blocks writes to `Customer`.',
        'This fails if two rows of `Customer` have the same `role` and `fullName`.',
      ],
    );
  });

  it('of types are as the field has them', () => {
    const before = 'model Order {\n  id Int @id\n  price Decimal @db.Decimal(12, 4)\n}\n';
    assert.deepEqual(
      messages({ before, after: before.replace('12, 4', '10, 2') })[0],
      'Changing `Order.price` to `Decimal @db.Decimal(10, 2)` rounds its values.',
    );
  });

  it('say the schema where there are several', () => {
    const datasource = 'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "shop"]\n}\n';
    const order = 'model Order {\n  id Int @id\n  @@schema("shop")\n}\n';
    const user = 'model User {\n  id Int @id\n  @@schema("public")\n}\n';
    assert.deepEqual(messages({ before: datasource + order + user, after: datasource + user, previous: null }), [
      'Dropping `shop.Order` deletes all its rows.',
    ]);
  });

  it('of any length leave the message in one line', () => {
    const long = 'VeryLongNameOfAModelThatSomebodyHasThoughtOfAtLength';
    const before = `model ${long} {\n  id Int @id\n}\n`;
    const [message = ''] = messages({ before, after: before.replace('}', `  ${long} String\n}`) });
    assert.match(message, /^Adding required `[^`]*…[^`]*` fails on every existing row\.$/);
    assert.ok(message.length <= 90);
  });

  it('a default of Prisma Client is named where it does not help', () => {
    const before = 'model User {\n  id Int @id\n}\n';
    const { findings } = judgedEdit({ before, after: before.replace('}', '  at DateTime @updatedAt\n}') });
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['required-column-without-default'],
    );
    assert.match(findings[0]?.message ?? '', /`@updatedAt` is client-side only/);
    assert.match(findings[0]?.help ?? '', /`@default\(now\(\)\)` beside `@updatedAt`/);
  });
});
