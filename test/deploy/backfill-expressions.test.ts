import assert from 'node:assert/strict';
import { derivedWhere, queryProblem, readExpression } from '../../server/src/deploy/backfill/expression';

describe('an expression of a backfill', () => {
  for (const text of [
    `'active'`,
    `'a) , (b'`,
    `coalesce("name", '') -- a comment`,
    '/* ( */ 1',
    `(SELECT max(x) FROM t WHERE t.id = "User".id)`,
    `CASE WHEN a THEN 1 ELSE 2 END`,
    `ROW(1, 2)`,
    `ARRAY[1, 2]`,
    'DEFAULT',
    `"a" IS NULL OR b`,
  ]) {
    it(`takes ${text}`, () => assert.equal(readExpression(text).problem, null));
  }

  for (const text of [
    '',
    '  ',
    `1, 2`,
    `(1, 2)`,
    `1) , (2`,
    `1), "role" = ('admin'`,
    `true) OR (true`,
    `1); DROP TABLE t; SELECT (1`,
    `1; DROP TABLE t`,
    `1 FROM t`,
    `1 AS x`,
    `1) FROM t WHERE (true`,
    `1) UNION (SELECT 2`,
    `1) INTO x FROM (SELECT 1`,
    `1) LIMIT (1`,
    `1 /*`,
    `'open`,
    `$1`,
    `a = $1::integer`,
    `$$open`,
    `*`,
    `--`,
  ]) {
    it(`refuses ${text === '' ? 'nothing' : text}`, () => assert.notEqual(readExpression(text).problem, null));
  }

  it('knows the columns outside of subqueries, and all functions', () => {
    const read = readExpression(`lower("User"."Name") || (SELECT trim(x) FROM t WHERE t.y = z) || now()::text || status`);
    assert.deepEqual(read.columns, ['Name', 'status']);
    assert.deepEqual(read.functions, ['lower', 'btrim', 'now']);
    assert.equal(read.hasSubquery, true);
  });

  it('derives the condition from one column that gets a literal', () => {
    assert.equal(derivedWhere(new Map([['sta"tus', `'active'::text`]])), '"sta""tus" IS NULL');
    assert.equal(derivedWhere(new Map([['a', '-1']])), '"a" IS NULL');
    assert.equal(derivedWhere(new Map([['a', 'NULL']])), null);
    assert.equal(derivedWhere(new Map([['a', 'b']])), null);
    assert.equal(derivedWhere(new Map([['a', 'now()']])), null);
    assert.equal(
      derivedWhere(
        new Map([
          ['a', '1'],
          ['b', '2'],
        ]),
      ),
      null,
    );
  });

  it('takes one SELECT as a check', () => {
    assert.equal(queryProblem('SELECT count(*) FROM t'), null);
    assert.equal(queryProblem('WITH a AS (SELECT 1) SELECT * FROM a;'), null);
    assert.match(queryProblem('SELECT 1; SELECT 2') ?? '', /not one SELECT/);
    assert.match(queryProblem('DELETE FROM t') ?? '', /not one SELECT/);
    assert.match(queryProblem('SELEC') ?? '', /no SQL query/);
  });
});
