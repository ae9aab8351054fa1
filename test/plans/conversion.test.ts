import { strict as assert } from 'node:assert';
import type { ColumnType } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { type Conversion, conversionOf, guardedCast } from '../../server/src/analysis/plans/change-type/conversion';
import { typeSql } from '../../server/src/analysis/plans/change-type/type-sql';
import { skipWithoutServer, withDatabase } from '../evidence/server';

/** Types as the catalog has them, `numeric(8,2)`, `text[]`, `Role`; the enums are made below. */
interface Case {
  readonly from: string;
  readonly to: string;
  /** Values as text, and what becomes of them; the same where it is left out. */
  readonly fits: readonly (string | readonly [string, string])[];
  /** `fails`: looking at it is an error already. */
  readonly not?: readonly (string | { readonly fails: string })[];
}

const cases: readonly Case[] = [
  {
    from: 'text',
    to: 'int4',
    fits: ['0', '-12', '2147483647'],
    not: ['007', '2147483648', '1.5', '', ' 1', 'a', '-0', '99999999999999999999'],
  },
  { from: 'varchar(9)', to: 'int8', fits: ['123456789'], not: ['1e3'] },
  { from: 'citext', to: 'int2', fits: ['32767'], not: ['32768'] },
  { from: 'text', to: 'numeric(6,2)', fits: [['1.5', '1.50'], '-9999.99'], not: ['1.234', 'x', { fails: '12345.67' }] },
  { from: 'text', to: 'numeric', fits: ['1.2345'], not: ['1e3'] },
  { from: 'text', to: 'float8', fits: ['1.5', ['1e3', '1000']], not: ['NaN1', ''] },
  {
    from: 'text',
    to: 'bool',
    fits: [
      ['yes', 'true'],
      ['F', 'false'],
    ],
    not: ['maybe', '2'],
  },
  { from: 'text', to: 'uuid', fits: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'], not: ['a0eebc99'] },
  { from: 'text', to: 'timestamp(3)', fits: [['2024-01-02T03:04:05Z', '2024-01-02 03:04:05']], not: [{ fails: 'yesterdayish' }] },
  { from: 'text', to: 'date', fits: ['2024-01-02'], not: [{ fails: '2024-13-02' }] },
  { from: 'text', to: 'jsonb', fits: [['{"a":1}', '{"a": 1}'], 'null'], not: [{ fails: '{' }] },
  { from: 'text', to: 'Role', fits: ['ADMIN', "it's"], not: ['admin', ''] },
  { from: 'Role', to: 'text', fits: ['ADMIN'] },
  { from: 'Role', to: 'varchar(4)', fits: ["it's"], not: ['ADMIN'] },
  { from: 'Role', to: 'Kind', fits: ['ADMIN'], not: ["it's"] },
  {
    from: 'bool',
    to: 'int8',
    fits: [
      ['true', '1'],
      ['false', '0'],
    ],
  },
  {
    from: 'int4',
    to: 'bool',
    fits: [
      ['1', 'true'],
      ['0', 'false'],
    ],
    not: ['2', '-1'],
  },
  { from: 'text', to: 'text[]', fits: [['a', '{a}']] },
  { from: 'int4[]', to: 'int4', fits: [['{7}', '7']], not: ['{1,2}'] },
  { from: 'int8', to: 'int4', fits: ['2147483647'], not: ['2147483648'] },
  { from: 'float8', to: 'int4', fits: ['3', '-2'], not: ['3.5', '1e10'] },
  { from: 'numeric(10,4)', to: 'numeric(8,2)', fits: [['1.2500', '1.25']], not: ['1.2345'] },
  { from: 'numeric(12,2)', to: 'numeric(8,2)', fits: ['999999.99'], not: ['1000000.00'] },
  { from: 'numeric', to: 'int4', fits: ['5'], not: ['5.1', '1e20'] },
  { from: 'text', to: 'varchar(3)', fits: ['abc', 'äöü'], not: ['abcd'] },
  { from: 'timestamp(3)', to: 'date', fits: [['2024-01-02 00:00:00', '2024-01-02']], not: ['2024-01-02 00:00:00.001'] },
  { from: 'float8', to: 'float4', fits: ['1.5'], not: ['0.1'] },
];

describe('conversions of values', function () {
  this.timeout(60_000);

  for (const version of [12, 18]) {
    it(`keep what fits and tell what does not on PostgreSQL ${version}`, async function () {
      skipWithoutServer(this, version);
      await withDatabase(version, async (client) => {
        await client.query(`SET TimeZone = 'UTC'; CREATE EXTENSION citext;
          CREATE TYPE "Role" AS ENUM ('ADMIN', 'it''s'); CREATE TYPE "Kind" AS ENUM ('ADMIN', 'OTHER')`);
        for (const { from, to, fits, not = [] } of cases) {
          const name = `${from} → ${to}`;
          const { using, fits: condition } = conversion(from, to);
          const [written, target] = [typeSql(typeOf(from), false), typeSql(typeOf(to), false)];
          const ask = async (value: string): Promise<readonly [boolean, string | null]> => {
            const row = `SELECT $1::text::${written} AS "x"`;
            const holds = await client.query<{ ok: boolean }>(`SELECT ${condition?.('"x"') ?? 'true'} AS ok FROM (${row}) t`, [value]);
            const ok = holds.rows[0]?.ok === true;
            if (!ok) return [false, null];
            const table = await client.query<{ x: string }>({
              text: `SELECT (${using?.('"x"') ?? `"x"::${target}`})::text AS x FROM (${row}) t`,
              values: [value],
            });
            return [true, table.rows[0]?.x ?? null];
          };
          for (const one of fits) {
            const [value, becomes] = typeof one === 'string' ? [one, one] : one;
            assert.deepEqual({ name, value, is: await ask(value) }, { name, value, is: [true, becomes] });
          }
          for (const one of not) {
            if (typeof one === 'string') assert.deepEqual({ name, one, is: await ask(one) }, { name, one, is: [false, null] });
            else await assert.rejects(ask(one.fails), `${name}: ${one.fails}`);
          }
        }
      });
    });
  }

  it('are none where nobody can know what a value means', () => {
    for (const [from, to] of [
      ['int4', 'timestamp(3)'],
      ['timestamp(3)', 'int4'],
      ['int4', 'Role'],
      ['Role', 'int4'],
      ['text', 'bytea'],
      ['text[]', 'int4'],
      ['jsonb', 'int4'],
    ] as const) {
      assert.equal(conversionOf(types(from, to)), null, `${from} → ${to}`);
    }
  });
});

function conversion(from: string, to: string): Conversion {
  const found = conversionOf(types(from, to)) ?? guardedCast(types(from, to));
  assert.ok(found !== null, `${from} → ${to}`);
  return found;
}

function types(from: string, to: string): Parameters<typeof conversionOf>[0] {
  const catalog = {
    ...emptyCatalog('postgresql'),
    types: new Map([
      ['public.Role', { type: 'enum' as const, schema: 'public', name: 'Role', values: ['ADMIN', "it's"] }],
      ['public.Kind', { type: 'enum' as const, schema: 'public', name: 'Kind', values: ['ADMIN', 'OTHER'] }],
    ]),
  };
  return { from: typeOf(from), to: typeOf(to), written: typeSql(typeOf(to), false), catalog };
}

function typeOf(text: string): ColumnType {
  const [, name = '', modifiers = '', list] = /^(\w+)(?:\(([\d,]+)\))?(\[\])?$/.exec(text) ?? [];
  const user = name === 'Role' || name === 'Kind';
  return {
    name: user ? `public.${name}` : name,
    user,
    modifiers: modifiers === '' ? [] : modifiers.split(',').map(Number),
    dimensions: list === undefined ? 0 : 1,
  };
}
