import { strict as assert } from 'node:assert';
import { closeEngine, engineDiff } from '../../prisma-engine';
import { prismaSchema } from './prisma-schema';
import { wantedOf, withoutEmpty, written } from './written';

/** Every native type of PostgreSQL, with and without what it may carry; the field's type first. */
const types: readonly string[] = [
  'Boolean @db.Boolean',
  'Int @db.Integer',
  'Int @db.SmallInt',
  'Int @db.Oid',
  'BigInt @db.BigInt',
  'Float @db.DoublePrecision',
  'Float @db.Real',
  'Decimal @db.Decimal',
  'Decimal @db.Decimal(5, 2)',
  'Decimal @db.Decimal(20, 0)',
  'Decimal @db.Money',
  'String @db.Text',
  'String @db.Citext',
  'String @db.VarChar',
  'String @db.VarChar(2)',
  'String @db.VarChar(25)',
  'String @db.VarChar(400)',
  'String @db.Char(2)',
  'String @db.Char(4)',
  'String @db.Char(40)',
  'String @db.Xml',
  'String @db.Inet',
  'String @db.Bit(4)',
  'String @db.Bit(30)',
  'String @db.VarBit',
  'String @db.VarBit(4)',
  'String @db.VarBit(30)',
  'String @db.Uuid',
  'DateTime @db.Timestamp',
  'DateTime @db.Timestamp(3)',
  'DateTime @db.Timestamp(6)',
  'DateTime @db.Timestamptz',
  'DateTime @db.Timestamptz(3)',
  'DateTime @db.Time',
  'DateTime @db.Time(3)',
  'DateTime @db.Time(6)',
  'DateTime @db.Timetz',
  'DateTime @db.Timetz(3)',
  'DateTime @db.Timetz(6)',
  'DateTime @db.Date',
  'Bytes @db.ByteA',
  'Json @db.Json',
  'Json @db.JsonB',
  'Mood',
  'Kind',
  'Unsupported("tsvector")?',
];

const enums = 'enum Mood {\n  A\n}\n\nenum Kind {\n  A\n}';

describe('every change of a type, beside Prisma itself', function () {
  this.timeout(120_000);
  after(closeEngine);

  it('is a cast or a new column as there', async () => {
    const pairs = types.flatMap((before) => types.filter((other) => other !== before).map((other) => [before, other] as const));
    await compare(pairs);
  });

  it('is so for lists, to and from', async () => {
    const known = types.filter((type) => !type.startsWith('Unsupported'));
    const list = (type: string) => type.replace(/^\w+/, '$&[]');
    await compare(known.flatMap((type) => [[type, list(type)] as const, [list(type), type] as const]));
    await compare(known.map((type) => [list(type), 'String @db.VarChar(400)'] as const));
    await compare(known.map((type) => [list(type), 'String @db.Text'] as const));
  });
});

/** One model for each pair, so that one comparison of two schemas tells all. */
async function compare(pairs: readonly (readonly [string, string])[]): Promise<void> {
  const schema = (side: 0 | 1) =>
    prismaSchema({ schema: [enums, ...pairs.map((pair, place) => `model M${place} {\n  id Int @id\n  a ${pair[side]}\n}`)].join('\n\n') });
  const [before, wanted] = [wantedOf(schema(0)), wantedOf(schema(1))];
  assert.deepEqual([...before.unresolved, ...wanted.unresolved], []);
  const byTable = (sql: string) =>
    new Map([...sql.matchAll(/^ALTER TABLE "M(\d+)" ([^;]*);/gm)].map((found) => [Number(found[1]), found[2]]));
  const own = byTable(withoutEmpty(written(before.catalog, wanted, 'schema').text));
  const prismas = byTable(withoutEmpty(await engineDiff(schema(0), schema(1))));
  assert.ok(prismas.size > pairs.length / 2, `${prismas.size} of ${pairs.length} pairs change anything`);
  const differences = pairs.flatMap((pair, place) =>
    own.get(place) === prismas.get(place) ? [] : [{ change: pair.join(' → '), own: own.get(place), prisma: prismas.get(place) }],
  );
  assert.deepEqual(differences, []);
}
