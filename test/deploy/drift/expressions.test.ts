import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { normalExpression } from '../../../server/src/analysis/sql/postgres/normal-expression';
import { skipWithoutServer, withDatabase } from '../../evidence/server';

const table = `CREATE TABLE t (
  n integer, d numeric(10, 2), f double precision, big bigint, s text, v varchar(20), b boolean, e mood, u uuid,
  at timestamp(3), tz timestamptz, day date, j jsonb, a text[], i interval
)`;

/** As people write them. */
const expressions: readonly string[] = [
  ...['n > 0', 'N>0 AND (n < 10)', 'n BETWEEN 1 AND 5', 'n NOT BETWEEN 1 AND 5', 'n IN (1, 2, 3)', 'n NOT IN (1, 2)', 'n IN (7)'],
  ...[
    "v IN ('a', 'b')",
    "v = 'a'",
    "s LIKE 'a%'",
    "s NOT ILIKE '%b'",
    "s ~ '^[a-z]+$'",
    "v <> ''",
    "v != 'x'",
    "e = 'happy'",
    "e IN ('happy', 'sad')",
  ],
  ...['d > 0', 'd >= 0.50', 'd < -1', 'f > -1.5', 'big < 5000000000', 'n = -1', 'd = 1e3', 'f <> 0'],
  ...[
    'b',
    'NOT b',
    'b IS TRUE',
    'b = true',
    '(n IS NULL) = (d IS NULL)',
    'n IS NOT NULL AND (d IS NOT NULL AND f IS NOT NULL)',
    'n IS NULL OR n > 0 OR b',
  ],
  ...[
    'char_length(s) <= 20',
    'LENGTH(s) > 0',
    'lower(trim(s)) = s',
    "position('@' in s) > 1",
    "substring(s from 1 for 2) = 'ab'",
    "s || v = 'ab'",
    "coalesce(s, '') <> ''",
  ],
  ...[
    'CASE WHEN b THEN n > 0 ELSE true END',
    'CASE n WHEN 1 THEN b END',
    "NULLIF(s, '') IS NOT NULL",
    's IS DISTINCT FROM v',
    'greatest(n, 0) = n',
  ],
  ...[
    "at < '2030-01-01'::timestamp",
    'day <= CURRENT_DATE',
    "tz > '2030-01-01T10:30:00Z'",
    "tz > '2030-01-01'",
    "at < '2030-01-01 10:30:00.500'",
    "day > '2030-01-01'",
    "tz > now() - interval '1 week'",
    "at + INTERVAL '1 day 2 hours' > at",
    'extract(epoch from tz) > 0',
    "tz AT TIME ZONE 'UTC' > at",
  ],
  ...[
    "date_trunc('day', at) = at",
    "i < interval '1 year 3 mons'",
    "j ->> 'kind' = 'x'",
    "(j->'n')::int > 0",
    "jsonb_typeof(j) = 'array'",
    "'x' = ANY (a)",
    'array_length(a, 1) > 0',
    "a @> ARRAY['x']",
  ],
  ...[
    "u <> '00000000-0000-0000-0000-000000000000'",
    'CAST(n AS text) = s',
    'n::text = s',
    'n + 1 > 2 * n',
    '(n % 2) = 0',
    's COLLATE "C" > \'a\'',
    'num_nonnulls(n, d) = 1',
  ],
];

/** Pairs that a server tells apart. */
const different: readonly (readonly [string, string])[] = [
  ...([
    ['n > 0', 'n >= 0'],
    ['n > 0', 'n > 1'],
    ['n IN (1, 2)', 'n IN (1, 3)'],
    ['n IN (1, 2)', 'n NOT IN (1, 2)'],
  ] as const),
  ...([
    ['n > 0 AND b', 'n > 0 OR b'],
    ["s LIKE 'a%'", "s ILIKE 'a%'"],
    ['lower(s)', 'upper(s)'],
    ['now()', 'CURRENT_TIMESTAMP'],
  ] as const),
  ...([
    ['n BETWEEN 1 AND 5', 'n BETWEEN 1 AND 6'],
    ['b', 'NOT b'],
    ["interval '1 day'", "interval '2 days'"],
    ['n = -1', 'n = 1'],
  ] as const),
  ...([
    ['CASE WHEN b THEN 1 END', 'CASE WHEN b THEN 1 ELSE 2 END'],
    ["coalesce(s, '')", "coalesce(s, 'x')"],
  ] as const),
];

describe('the normal form of an expression', function () {
  this.timeout(60_000);

  before(() => prepare());

  for (const version of [12, 15, 18]) {
    it(`is the same for what a person writes and what PostgreSQL ${version} writes back`, async function () {
      skipWithoutServer(this, version);
      await withDatabase(version, async (client) => {
        await client.query(`CREATE TYPE mood AS ENUM ('happy', 'sad'); ${table}`);
        for (const [index, expression] of expressions.entries()) {
          await client.query(`ALTER TABLE t ADD CONSTRAINT c${index} CHECK (${expression})`);
          const { rows } = await client.query<{ text: string }>(
            `SELECT pg_get_expr(conbin, conrelid) AS text FROM pg_constraint WHERE conname = 'c${index}'`,
          );
          const stored = rows[0]?.text ?? '';
          assert.equal(normalExpression(stored), normalExpression(expression), `${expression} → ${stored}`);
        }
      });
    });
  }

  it('tells different expressions apart', () => {
    for (const [a, b] of different) assert.notEqual(normalExpression(a), normalExpression(b), `${a}, ${b}`);
  });
});
