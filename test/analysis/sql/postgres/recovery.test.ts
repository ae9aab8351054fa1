import assert from 'node:assert/strict';
import { readPostgres } from '../../../../server/src/analysis/sql/postgres/read';

/** Statements as `kind` or `invalid`, and errors as `statement: message @text at the span`. */
function read(sql: string): { readonly statements: readonly string[]; readonly errors: readonly string[] } {
  const { statements, errors } = readPostgres(sql);
  statements.forEach((statement, index) => {
    assert.equal(statement.index, index);
    assert.equal(statement.kind === 'invalid', statement.operations.length === 0);
  });
  return {
    statements: statements.map(({ kind, span }) => `${kind}: ${sql.slice(span.start, span.end)}`),
    errors: errors.map(({ message, span, statement }) => `${statement}: ${message} @${sql.slice(span.start, span.end)}`),
  };
}

const cases: Readonly<
  Record<string, { readonly sql: string; readonly statements: readonly string[]; readonly errors: readonly string[] }>
> = {
  'a broken statement between two others': {
    sql: 'DROP TYPE a; DROP TABEL b; DROP TYPE c;',
    statements: ['drop: DROP TYPE a', 'invalid: DROP TABEL b', 'drop: DROP TYPE c'],
    errors: ['1: syntax error at or near "TABEL" @TABEL'],
  },
  'an error behind wide characters': {
    sql: '-- 🐘 größer\nSELECT \'ü🐘\', "é" FORM x;\r\nDROP TYPE a',
    statements: ['invalid: SELECT \'ü🐘\', "é" FORM x', 'drop: DROP TYPE a'],
    errors: ['0: syntax error at or near "x" @x'],
  },
  'an error in a file with a byte order mark': {
    sql: '\ufeffDROP TYPE a;\nDROP TABEL b;',
    statements: ['drop: DROP TYPE a', 'invalid: DROP TABEL b'],
    errors: ['1: syntax error at or near "TABEL" @TABEL'],
  },
  'something missing at the end': {
    sql: 'ALTER TABLE a ADD COLUMN\n',
    statements: ['invalid: ALTER TABLE a ADD COLUMN'],
    errors: ['0: syntax error at end of input @COLUMN'],
  },
  'a half-typed statement before others': {
    sql: 'DROP TYPE a;\nALTER TABLE b ADD COLUMN\n\nCREATE TABLE c (d int);\nDROP TYPE e;',
    statements: ['drop: DROP TYPE a', 'invalid: ALTER TABLE b ADD COLUMN', 'create: CREATE TABLE c (d int)', 'drop: DROP TYPE e'],
    errors: ['1: syntax error at or near "CREATE" @CREATE'],
  },
  'a half-typed CREATE TABLE': {
    sql: 'CREATE TABLE a (\n  b int,\n\nALTER TABLE c\n  ALTER COLUMN d SET NOT NULL,\n  DROP COLUMN e;\nDROP TYPE f;',
    statements: [
      'invalid: CREATE TABLE a (\n  b int,',
      'alter-table: ALTER TABLE c\n  ALTER COLUMN d SET NOT NULL,\n  DROP COLUMN e',
      'drop: DROP TYPE f',
    ],
    errors: ['0: syntax error at or near "TABLE" @TABLE'],
  },
  'a first keyword alone': {
    sql: 'DROP\nDROP TYPE a;',
    statements: ['invalid: DROP', 'drop: DROP TYPE a'],
    errors: ['0: syntax error at or near "DROP" @DROP'],
  },
  'a missing semicolon: both statements are read, the error stands': {
    sql: 'DROP TYPE a\nDROP TYPE b;\nDROP TYPE c',
    statements: ['drop: DROP TYPE a', 'drop: DROP TYPE b', 'drop: DROP TYPE c'],
    errors: ['0: syntax error at or near "DROP" @DROP'],
  },
  'a quote that never closes': {
    sql: "UPDATE a SET b = 'x\nWHERE c;\nDROP TYPE d;\nUPDATE e SET f = 'g';\nDROP TYPE h;",
    statements: ["invalid: UPDATE a SET b = 'x\nWHERE c;", 'drop: DROP TYPE d', "update: UPDATE e SET f = 'g'", 'drop: DROP TYPE h'],
    errors: ["0: unterminated quoted string @'x"],
  },
  'a quoted identifier that never closes': {
    sql: 'ALTER TABLE "a ADD b int;\nDROP TABLE "c";',
    statements: ['invalid: ALTER TABLE "a ADD b int;', 'drop: DROP TABLE "c"'],
    errors: ['0: unterminated quoted identifier @"a ADD b int;'],
  },
  'a dollar quote that never closes': {
    sql: 'DO $$ BEGIN\n  UPDATE_x;\nCREATE TABLE a (b int);',
    statements: ['invalid: DO $$ BEGIN\n  UPDATE_x;', 'create: CREATE TABLE a (b int)'],
    errors: ['0: unterminated dollar-quoted string @$$ BEGIN'],
  },
  'a dollar quote that never closes, behind one that does': {
    sql: 'DO $$ BEGIN\nUPDATE a SET b = 1;\nEND $$;\nDO $$ BEGIN\n  UPDATE c SET d = 1;\nDROP TYPE e;',
    statements: ['do: DO $$ BEGIN\nUPDATE a SET b = 1;\nEND $$', 'invalid: DO $$ BEGIN\n  UPDATE c SET d = 1;', 'drop: DROP TYPE e'],
    errors: ['1: unterminated dollar-quoted string @$$ BEGIN'],
  },
  'a dollar quote that never closes, before one that does': {
    sql: 'DO $$ BEGIN\n  UPDATE a SET b = 1;\nCREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql;\nDROP TYPE c;',
    statements: [
      'invalid: DO $$ BEGIN\n  UPDATE a SET b = 1;',
      'create-function: CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql',
      'drop: DROP TYPE c',
    ],
    errors: ['0: unterminated dollar-quoted string @$$ BEGIN'],
  },
  'a comment that never closes': {
    sql: 'DROP TYPE a;\n/* and then\nDROP TYPE b;',
    statements: ['drop: DROP TYPE a', 'invalid: /* and then', 'drop: DROP TYPE b'],
    errors: ['1: unterminated /* comment @/* and then'],
  },
  'a NUL, which would end the text for C': {
    sql: 'DROP TYPE a; DROP TYPE b\0; DROP TYPE c',
    statements: ['drop: DROP TYPE a', 'invalid: DROP TYPE b\0', 'drop: DROP TYPE c'],
    errors: ['1: syntax error at or near "\x01" @\0'],
  },
  'nothing at all': { sql: '', statements: [], errors: [] },
  'only blanks, comments and semicolons': { sql: '\ufeff ;; -- x\n/* y */;\r\n', statements: [], errors: [] },
};

describe('recovering from what the grammar refuses', () => {
  for (const [name, { sql, statements, errors }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(read(sql), { statements, errors }));
  }

  it('stays usable after trees that are too deep', () => {
    for (const deep of [`SELECT ${'1 + '.repeat(50_000)}1`, `SELECT ${'1 + '.repeat(5_000)}1`, `SELECT ${'('.repeat(50_000)}`]) {
      const { statements } = readPostgres(`DROP TYPE a; ${deep}; DROP TYPE b`);
      assert.deepEqual([statements[0]?.kind, statements[2]?.kind], ['drop', 'drop']);
      const analysed = statements[1]?.operations.every(({ kind }) => kind !== 'unknown') === true && statements[1].kind !== 'invalid';
      assert.equal(analysed, false, 'the deep statement passes as read');
    }
  });

  it('gives up on a text that is no SQL, in one statement', () => {
    const { statements, errors } = readPostgres('hello world;\n'.repeat(5_000));
    assert.ok(statements.length < 300 && errors.length === statements.length);
    assert.ok(statements.every(({ kind }) => kind === 'invalid'));
  });
});
