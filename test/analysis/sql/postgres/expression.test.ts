import assert from 'node:assert/strict';
import type { Expression } from '../../../../server/src/analysis/operation/expression';
import { readPostgres } from '../../../../server/src/analysis/sql/postgres/read';

function expressionOf(sql: string): Expression {
  const operation = readPostgres(`UPDATE t SET a = 1 WHERE ${sql} RETURNING a`).statements[0]?.operations[0];
  assert.ok(operation?.kind === 'update-rows' && operation.where !== null);
  assert.equal(operation.where.text, sql);
  return operation.where;
}

function table<T>(name: string, cases: Readonly<Record<string, T>>, read: (expression: Expression) => T): void {
  describe(name, () => {
    for (const [sql, expected] of Object.entries(cases)) it(sql, () => assert.deepEqual(read(expressionOf(sql)), expected));
  });
}

describe('reading expressions', () => {
  table(
    'constants',
    {
      "'a''b'": "a'b",
      '5': '5',
      '0': '0',
      '-1': '-1',
      '1.5': '1.5',
      '- 1.5': '-1.5',
      '-(2)': '-2',
      true: 'true',
      FALSE: 'false',
      NULL: null,
      "'1'::int": '1',
      'CAST(\'x\' AS "Role")': 'x',
      "E'a\\nb'": 'a\nb',
      'ARRAY[]::text[]': 'ARRAY[]::text[]',
      "ARRAY['a', 'b']": "ARRAY['a', 'b']",
      '\'x\' COLLATE "C"': 'x',
      "B'01'": 'b01',
      "interval '1 day'": '1 day',
    },
    ({ constant }) => (constant === null ? 'not constant' : constant.value),
  );
  table(
    'what is not constant',
    { a: false, 'now()': false, CURRENT_TIMESTAMP: false, '1 + 1': false, 'ARRAY[a]': false, '-a': false, '(SELECT 1)': false },
    ({ constant }) => constant !== null,
  );
  table(
    'columns',
    { 'a = b.c AND "D" > 1': ['a', 'c', 'D'], 'f(a.b.c)': ['c'], 'a IN (SELECT b FROM u WHERE c)': ['a'], '1 = 1': [] },
    ({ columns }) => columns.map(({ text }) => text),
  );
  table(
    'functions',
    {
      'now() > f(a, s.g(1))': ['now/0', 'f/2', 's.g/1'],
      'CURRENT_TIMESTAMP(3) = localtime': ['current_timestamp/0', 'localtime/0'],
      'coalesce(a, b)': [],
      'extract(year FROM a) = 1': ['extract/2'],
      'pg_catalog.now() = a': ['now/0'],
    },
    ({ functions }) =>
      functions.map(({ name, argumentCount }) => `${name.schema === null ? '' : `${name.schema}.`}${name.name}/${argumentCount}`),
  );
  table('casts', { 'a::text::varchar(5) = b': ['varchar', 'text'], a: [] }, ({ casts }) => casts.map(({ name }) => name));
  table(
    'a column under casts',
    {
      a: 'a',
      'a::text::int': 'a',
      'CAST("A" AS s.t)': 'A',
      't.a::int': 'a',
      '(a)': 'a',
      'lower(a)': null,
      "'1'::int": null,
      'a + 1': null,
    },
    ({ castOfColumn }) => castOfColumn,
  );
  table('subqueries', { 'a = (SELECT 1)': true, 'EXISTS (SELECT 1 FROM u)': true, 'a = ANY (b)': false }, ({ hasSubquery }) => hasSubquery);
  table(
    'proof of NOT NULL',
    {
      'a IS NOT NULL': ['a'],
      't."A" IS NOT NULL': ['A'],
      'a IS NOT NULL AND b > 0 AND c IS NOT NULL': ['a', 'c'],
      '(a IS NOT NULL AND b IS NOT NULL) OR a IS NOT NULL': ['a'],
      'a IS NOT NULL OR b IS NOT NULL': [],
      'NOT a IS NULL': ['a'],
      'NOT (a IS NULL)': ['a'],
      'NOT (a IS NOT NULL)': [],
      'a > 0': [],
      'lower(a) IS NOT NULL': [],
    },
    ({ provesNotNull }) => provesNotNull,
  );
  table(
    'comparisons',
    {
      'a >= 1 AND a < 10': ['a >= 1', 'a < 10'],
      "'x' = a": ['a = x'],
      '5 > a': ['a < 5'],
      "a IN ('x', 'y')": ['a in x,y'],
      'a NOT IN (1)': [],
      "a = ANY (ARRAY['x'])": ['a in x'],
      "a BETWEEN '1' AND '2'": ['a >= 1', 'a <= 2'],
      "a::date <> '2024-01-01'::date": ['a <> 2024-01-01'],
      'a = b': [],
      'a = 1 OR a = 2': [],
      'a = NULL': [],
      'a ~ 1': [],
    },
    ({ comparisons }) => comparisons.map(({ column, operator, values }) => `${column} ${operator} ${values.join(',')}`),
  );
});
