import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitStatements } from '../../../../server/src/analysis/sql/postgres/split';
import { tokenize } from '../../../../server/src/analysis/sql/postgres/tokens';

function tokensOf(sql: string): readonly string[] {
  const { kinds, starts, ends } = tokenize(sql);
  return kinds.map((kind, index) => `${kind} ${sql.slice(starts[index], ends[index])}`);
}

function statementsOf(sql: string): readonly string[] {
  const tokens = tokenize(sql);
  return splitStatements(tokens).map(({ first, last }) => sql.slice(tokens.starts[first], tokens.ends[last - 1]));
}

describe('tokenizing', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'a."b""c" , é_1$': ['word a', 'punctuation .', 'quoted "b""c"', 'punctuation ,', 'word é_1$'],
    "'a''b' E'a\\'b' e'\\\\' U&'x' u&\"y\" B'01' x'1F' N'n'": [
      "string 'a''b'",
      "string E'a\\'b'",
      "string e'\\\\'",
      "string U&'x'",
      'quoted u&"y"',
      "string B'01'",
      "string x'1F'",
      "string N'n'",
    ],
    "'a\\' b": ["string 'a\\'", 'word b'],
    '$$a;$b$;$$ $t$ $$ $t$ $1 a$b$c': ['dollar $$a;$b$;$$', 'dollar $t$ $$ $t$', 'parameter $1', 'word a$b$c'],
    '1 1.5 .5 1e-5 0x1F 1..2 1_000': [
      'number 1',
      'number 1.5',
      'number .5',
      'number 1e-5',
      'number 0x1F',
      'number 1',
      'punctuation .',
      'number .2',
      'number 1_000',
    ],
    'a::b <= c->>d --x': ['word a', 'punctuation :', 'punctuation :', 'word b', 'operator <=', 'word c', 'operator ->>', 'word d'],
    'a -/* x */ b+--c': ['word a', 'operator -', 'word b', 'operator +'],
    '/* a /* ; */ ; */ b': ['word b'],
    '\ufeffa': ['word a'],
    '€ £': ['word €', 'word £'],
    '\\ {': ['operator \\', 'operator {'],
  };
  for (const [sql, expected] of Object.entries(cases)) it(JSON.stringify(sql), () => assert.deepEqual(tokensOf(sql), expected));

  it('says where something opens that never closes', () => {
    assert.deepEqual(
      ["a 'b", 'a "b', 'a $$ b', 'a $x$ $y$', 'a /* /* */', "'a' 'b'"].map((sql) => tokenize(sql).unterminated),
      [2, 2, 2, 2, 2, null],
    );
  });

  it('covers every text with ordered tokens', () => {
    const parts = fc.constantFrom(
      "'",
      '"',
      '$$',
      '$a$',
      '/*',
      '*/',
      '--',
      '\n',
      ';',
      'E',
      'U&',
      '\\',
      'x',
      '1',
      '.',
      ' ',
      '🐘',
      '(',
      ')',
      '-',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (list) => {
        const sql = list.join('');
        const { starts, ends, comments } = tokenize(sql);
        const covered = [
          ...starts.map((start, index) => [start, ends[index] ?? 0] as const),
          ...comments.map(({ span }) => [span.start, span.end] as const),
        ];
        covered.sort(([a], [b]) => a - b);
        let at = 0;
        for (const [start, end] of covered) {
          assert.match(sql.slice(at, start), /^\s*$/);
          assert.ok(end > start);
          at = end;
        }
        assert.match(sql.slice(at), /^\s*$/);
      }),
    );
  });
});

describe('splitting', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    ';; a; -- x\n b ;': ['a', 'b'],
    'a \';\' ";" $$;$$ /* ; */; b': ['a \';\' ";" $$;$$', 'b'],
    'CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a THEN b END; END; c': [
      'CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a THEN b END; END',
      'c',
    ],
    'CREATE RULE r AS ON x TO y DO (a; b); c': ['CREATE RULE r AS ON x TO y DO (a; b)', 'c'],
    'CREATE OR REPLACE RULE r AS ON x TO y DO (a; b); c': ['CREATE OR REPLACE RULE r AS ON x TO y DO (a; b)', 'c'],
    'CREATE TABLE a (b; c': ['CREATE TABLE a (b', 'c'],
    'BEGIN; a; END; b': ['BEGIN', 'a', 'END', 'b'],
  };
  for (const [sql, expected] of Object.entries(cases)) it(sql, () => assert.deepEqual(statementsOf(sql), expected));
});
