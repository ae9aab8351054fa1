import assert from 'node:assert/strict';
import { readPostgres } from '../../../../server/src/analysis/sql/postgres/read';
import type { Span } from '../../../../server/src/analysis/text/span';

/** Every span in a value, with the field that holds it: `column.name` → where its name stands. */
function spansIn(value: unknown, path: string): readonly (readonly [string, Span])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'span'
      ? [[path, inner as Span] as const]
      : spansIn(inner, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  );
}

/** What stands at each span of the only operation, by field. */
function textsOf(sql: string, index = 0): Readonly<Record<string, string>> {
  const operations = readPostgres(sql).statements.flatMap((statement) => statement.operations);
  return Object.fromEntries(spansIn(operations[index], '').map(([path, span]) => [path, sql.slice(span.start, span.end)]));
}

const before = '\ufeff-- Größe 🐘\r\nSELECT \'ü\' AS "🐘";\r\n';

describe('spans', () => {
  it('of ALTER TABLE clauses and their names', () => {
    assert.deepEqual(
      textsOf(`${before}ALTER TABLE "ä" . "T""x" DROP COLUMN IF EXISTS "🐘" CASCADE, ADD "é" "S"."Rolle"[] DEFAULT 'a,b' ;`, 1),
      {
        '': 'DROP COLUMN IF EXISTS "🐘" CASCADE',
        table: '"ä" . "T""x"',
        column: '"🐘"',
      },
    );
    assert.deepEqual(textsOf(`${before}ALTER TABLE "ä" DROP a, ADD "é" "S"."Rolle"[] NOT NULL DEFAULT 'a,b' -- why\r\n;`, 2), {
      '': `ADD "é" "S"."Rolle"[] NOT NULL DEFAULT 'a,b'`,
      table: '"ä"',
      column: `"é" "S"."Rolle"[] NOT NULL DEFAULT 'a,b'`,
      'column.name': '"é"',
      'column.type': '"S"."Rolle"[]',
      'column.default': `'a,b'`,
    });
  });

  it('of types as they are written', () => {
    const types = [
      'double precision',
      'character varying(5)',
      'timestamp(3) with time zone',
      'timestamp without time zone',
      'numeric(10, 2)',
      'int ARRAY',
      'text[][3]',
      'interval day to second',
      'pg_catalog.int4',
      '"char"',
      'bit varying (3)',
      'time',
    ];
    for (const type of types) assert.equal(textsOf(`ALTER TABLE t ADD c ${type} NOT NULL, ADD d int`)['column.type'], type);
  });

  it('of foreign keys', () => {
    assert.deepEqual(
      textsOf(`${before}ALTER TABLE t ADD CONSTRAINT "k" FOREIGN KEY ("ä", b) REFERENCES "S"."P" ("🐘", d) ON DELETE CASCADE`, 1),
      {
        '': 'ADD CONSTRAINT "k" FOREIGN KEY ("ä", b) REFERENCES "S"."P" ("🐘", d) ON DELETE CASCADE',
        table: 't',
        constraint: 'CONSTRAINT "k" FOREIGN KEY ("ä", b) REFERENCES "S"."P" ("🐘", d) ON DELETE CASCADE',
        'constraint.name': '"k"',
        'constraint.columns[0]': '"ä"',
        'constraint.columns[1]': 'b',
        'constraint.references': '"S"."P"',
        'constraint.referencedColumns[0]': '"🐘"',
        'constraint.referencedColumns[1]': 'd',
      },
    );
  });

  it('of inline constraints', () => {
    const texts = textsOf('CREATE TABLE t (a int CONSTRAINT x CHECK (a > (0)) NOT NULL DEFAULT 1 + 2 REFERENCES p (id) DEFERRABLE, b int)');
    assert.equal(texts['columns[0].default'], '1 + 2');
    assert.equal(texts['columns[0].constraints[0]'], 'CONSTRAINT x CHECK (a > (0))');
    assert.equal(texts['columns[0].constraints[0].name'], 'x');
    assert.equal(texts['columns[0].constraints[0].expression'], 'a > (0)');
    assert.equal(texts['columns[0].constraints[1]'], 'REFERENCES p (id) DEFERRABLE');
    assert.equal(texts['columns[1]'], 'b int');
  });

  it('of names that have no place in the tree', () => {
    const cases: readonly (readonly [sql: string, path: string, text: string])[] = [
      ['DROP TABLE IF EXISTS "a", s . "B" CASCADE', 'together[1]', 's . "B"'],
      ['DROP TABLE statistics', 'table', 'statistics'],
      ['DROP TRIGGER IF EXISTS trigger ON s.t', 'trigger', 'trigger'],
      ['DROP TRIGGER IF EXISTS trigger ON s.t', 'table', 's.t'],
      ['CREATE TRIGGER update BEFORE INSERT OR UPDATE OF "of", b OR DELETE ON t EXECUTE FUNCTION f()', 'columns[0]', '"of"'],
      ['CREATE TRIGGER update BEFORE INSERT OR UPDATE OF "of", b OR DELETE ON t EXECUTE FUNCTION f()', 'columns[1]', 'b'],
      ['DROP FUNCTION f(int, text)', 'function', 'f'],
      ['DROP INDEX CONCURRENTLY "i"', 'index', '"i"'],
      ['ALTER TYPE "S"."R" ADD VALUE IF NOT EXISTS \'é\' AFTER \'x\'', 'type', '"S"."R"'],
      ["ALTER TYPE \"R\" ADD VALUE IF NOT EXISTS 'é' AFTER 'x'", 'value', "'é'"],
      ["ALTER TYPE r RENAME VALUE 'a' TO 'b'", 'to', "'b'"],
      ["CREATE TYPE r AS ENUM ('a', 'b,c')", 'values[1]', "'b,c'"],
      ['ALTER TABLE t RENAME COLUMN "column" TO "x""y"', 'column', '"column"'],
      ['ALTER TABLE t RENAME COLUMN "column" TO "x""y"', 'to', '"x""y"'],
      ['ALTER TABLE t RENAME CONSTRAINT a TO b', 'constraint', 'a'],
      ['CREATE UNIQUE INDEX IF NOT EXISTS "i" ON t ("A" DESC)', 'name', '"i"'],
      ['CREATE UNIQUE INDEX IF NOT EXISTS "i" ON t ("A" DESC)', 'keys[0].column', '"A"'],
      ['CREATE INDEX ON t USING gin (lower(a) ops, (b || c)) WHERE d > 0', 'keys[1].expression', 'b || c'],
      ['CREATE INDEX ON t USING gin (lower(a) ops, (b || c)) WHERE d > 0', 'keys[0].expression', 'lower(a)'],
      ['CREATE INDEX ON t USING gin (lower(a) ops, (b || c)) WHERE d > 0', 'where', 'd > 0'],
      ['ALTER TABLE t ALTER COLUMN a TYPE int USING (a::int)', 'using', '(a::int)'],
      ["ALTER TABLE t ALTER a SET DEFAULT lower('x')", 'default', "lower('x')"],
      ['CREATE TRIGGER tr BEFORE INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.f(1)', 'function', 's.f'],
      ['COMMENT ON CONSTRAINT c ON s.t IS NULL', 'relation', 's.t'],
      ['ALTER TABLE t DISABLE TRIGGER "x"', 'trigger.name', '"x"'],
      ['UPDATE t SET "a" = 1 WHERE b = 2', 'columns[0]', '"a"'],
      ['SELECT t."a" FROM s."t"', 'query.columns[0]', 't."a"'],
    ];
    for (const [sql, path, text] of cases) assert.equal(textsOf(sql)[path], text, `${path} of ${sql}`);
  });

  it('of comments, inside statements and outside, with their text', () => {
    const sql = `${before}/* a /* b */ c */ SELECT 1 -- d\r\n, '--no', $$/* no */$$; --`;
    assert.deepEqual(
      readPostgres(sql).comments.map(({ text, span }) => [text, sql.slice(span.start, span.end)]),
      [
        ['Größe 🐘', '-- Größe 🐘'],
        ['a /* b */ c', '/* a /* b */ c */'],
        ['d', '-- d'],
        ['', '--'],
      ],
    );
  });
});
