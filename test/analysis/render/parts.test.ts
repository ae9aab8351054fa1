import { strict as assert } from 'node:assert';
import type { Subject } from '../../../server/src/analysis/catalog/subject';
import { type SqlText, subjectAt } from '../../../server/src/analysis/render/sql-text';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';
import { foldSql } from '../catalog/fold-sql';
import { historyCases } from '../diff/cases/history';
import { schemaCases } from '../diff/cases/schema';
import { prismaSchema } from '../diff/prisma-schema';
import { wantedOf, written } from '../diff/written';

interface NamedText {
  readonly name: string;
  readonly sql: SqlText;
}

function writtenCases(): readonly NamedText[] {
  const fromSchemas = Object.values(schemaCases).flatMap((cases): readonly NamedText[] =>
    cases.map((one) => {
      const before = wantedOf(prismaSchema({ ...one, schema: one.before })).catalog;
      return { name: one.name, sql: written(before, wantedOf(prismaSchema({ ...one, schema: one.after })), 'schema') };
    }),
  );
  const fromHistories = Object.values(historyCases).flatMap((cases): readonly NamedText[] =>
    cases.map((one) => ({ name: one.name, sql: written(foldSql(one.history), wantedOf(prismaSchema(one)), 'migrations') })),
  );
  return [...fromSchemas, ...fromHistories];
}

describe('the parts of a written migration', () => {
  let texts: readonly NamedText[] = [];

  before(() => {
    texts = writtenCases();
  });

  it('cover the name of what they are about', () => {
    for (const { name, sql } of texts) {
      for (const { span, subject } of sql.parts) {
        const slice = sql.text.slice(span.start, span.end);
        assert.ok(
          namesOf(subject).some((word) => slice.includes(word)) || isNameless(slice),
          `${name}: ${JSON.stringify(subject)} in ${slice}`,
        );
      }
    }
  });

  it('stand in the order of the text, outer before inner, and never overlap by half', () => {
    for (const { name, sql } of texts) {
      const open: number[] = [];
      let start = 0;
      for (const { span } of sql.parts) {
        assert.ok(span.start >= start && span.start < span.end, name);
        start = span.start;
        while ((open.at(-1) ?? Number.POSITIVE_INFINITY) <= span.start) open.pop();
        assert.ok(span.end <= (open.at(-1) ?? sql.text.length), name);
        open.push(span.end);
      }
    }
  });

  it('tell of every statement what it is about, and of every operation', () => {
    let statements = 0;
    for (const { name, sql } of texts) {
      const script = readPostgres(sql.text);
      assert.deepEqual(script.errors, [], name);
      for (const statement of script.statements) {
        statements++;
        assert.notEqual(subjectAt(sql, statement.span), null, `${name}: ${sql.text.slice(statement.span.start, statement.span.end)}`);
        for (const { span } of statement.operations) assert.notEqual(subjectAt(sql, span), null, name);
      }
    }
    assert.ok(statements > 200, `${statements} statements`);
  });

  it('tell a column, a key, a value and an index from the table or type that they are of', () => {
    const before = wantedOf(prismaSchema({ schema: 'enum E {\n  A\n}\n\nmodel T {\n  id Int @id\n  a  Int\n  gone Int\n}' }));
    const wanted = wantedOf(
      prismaSchema({
        schema:
          'enum E {\n  A\n  B\n}\n\nenum F {\n  C\n}\n\nmodel T {\n  id Int @id\n  a  String\n  e  E[]\n\n  @@index([a])\n}\n\nmodel U {\n  id Int @id\n  f  F\n}',
      }),
    );
    const sql = written(before.catalog, wanted, 'schema');
    const at = (text: string): Subject | null => {
      const start = sql.text.indexOf(text);
      assert.ok(start >= 0, text);
      return subjectAt(sql, { start, end: start + text.length });
    };
    assert.deepEqual(at(`ADD VALUE 'B'`), { type: 'enum-value', id: 'public.E', value: 'B' });
    assert.deepEqual(at(`'C'`), { type: 'enum-value', id: 'public.F', value: 'C' });
    assert.deepEqual(at('CREATE TYPE "F"'), { type: 'enum', id: 'public.F' });
    assert.deepEqual(at('DROP COLUMN "gone"'), { type: 'column', table: 'public.T', column: 'gone' });
    assert.deepEqual(at('ADD COLUMN     "e" "E"[]'), { type: 'column', table: 'public.T', column: 'e' });
    assert.deepEqual(at('ALTER COLUMN "a" SET DATA TYPE TEXT'), { type: 'column', table: 'public.T', column: 'a' });
    assert.deepEqual(at('ALTER TABLE "T" '), { type: 'table', id: 'public.T' });
    assert.deepEqual(at('"f" "F" NOT NULL'), { type: 'column', table: 'public.U', column: 'f' });
    assert.deepEqual(at('CONSTRAINT "U_pkey" PRIMARY KEY ("id")'), { type: 'constraint', table: 'public.U', name: 'U_pkey' });
    assert.deepEqual(at('CREATE TABLE "U"'), { type: 'table', id: 'public.U' });
    assert.deepEqual(at('CREATE INDEX "T_a_idx"'), { type: 'index', table: 'public.T', name: 'T_a_idx' });
    assert.equal(at('-- CreateIndex'), null);
  });
});

/** How the subject may be written: sequences have the names of their table and column in them. */
function namesOf(subject: Subject): readonly string[] {
  switch (subject.type) {
    case 'schema':
    case 'extension':
      return [`"${subject.name}"`];
    case 'enum':
    case 'table': {
      const name = subject.id.slice(subject.id.indexOf('.') + 1);
      return [`"${name}"`, `"${name}_new"`, `"${name}_old"`];
    }
    case 'enum-value':
      return [`'${subject.value}'`];
    case 'column':
      return [`"${subject.column}"`, `_${subject.column.toLowerCase()}_seq`, `_${subject.column}_seq`];
    case 'constraint':
    case 'index':
      return [`"${subject.name}"`];
  }
}

/** The transaction that a new form of an enum is made in, and a sequence with a name of its own. */
function isNameless(text: string): boolean {
  return text === 'BEGIN' || text === 'COMMIT' || text.startsWith('DROP SEQUENCE ');
}
