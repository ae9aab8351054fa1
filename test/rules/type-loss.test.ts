import assert from 'node:assert/strict';
import { prepare } from '../../server/src/analysis/analyze';
import { resolveType } from '../../server/src/analysis/catalog/column-type';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { type CastForm, typeLoss } from '../../server/src/analysis/migration/type-loss';
import type { TypeName } from '../../server/src/analysis/operation/type';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';

/** A type as SQL writes it. */
function type(sql: string): TypeName {
  const operation = readPostgres(`ALTER TABLE t ALTER COLUMN c TYPE ${sql}`).statements[0]?.operations[0];
  assert.ok(operation?.kind === 'change-type', sql);
  return operation.type;
}

function loss(from: string, to: string, cast: CastForm = 'assignment'): string {
  const catalog = emptyCatalog('postgresql');
  const found = typeLoss(resolveType(catalog, type(from)), resolveType(catalog, type(to)), cast);
  return found === null ? 'none' : `${found.kind}: ${found.phrase}`;
}

const rows: readonly (readonly [string, string, string])[] = [
  ['text', 'varchar(10)', 'refused: fails on values over 10 characters'],
  ['varchar(20)', 'varchar(10)', 'refused: fails on values over 10 characters'],
  ['varchar(10)', 'varchar(20)', 'none'],
  ['varchar(10)', 'text', 'none'],
  ['text', 'char', 'refused: fails on values over 1 character'],
  ['uuid', 'varchar(36)', 'none'],
  ['uuid', 'varchar(30)', 'refused: fails on values over 30 characters'],
  ['integer', 'varchar(11)', 'none'],
  ['integer', 'varchar(5)', 'refused: fails on values over 5 characters'],
  ['bigint', 'integer', 'refused: fails on values that are too large'],
  ['integer', 'bigint', 'none'],
  ['integer', 'numeric(10,0)', 'none'],
  ['integer', 'numeric(10,2)', 'refused: fails on values that are too large'],
  ['numeric(10,4)', 'numeric(10,2)', 'cut: rounds its values'],
  ['numeric(10,2)', 'numeric(8,2)', 'refused: fails on values that are too large'],
  ['numeric(10,2)', 'numeric(12,2)', 'none'],
  ['numeric(10,2)', 'numeric', 'none'],
  ['numeric', 'numeric(65,30)', 'cut: rounds its values'],
  ['numeric(10,2)', 'integer', 'cut: rounds its values'],
  ['numeric(65,30)', 'double precision', 'cut: rounds its values'],
  ['numeric(10,2)', 'double precision', 'none'],
  ['double precision', 'integer', 'cut: rounds its values'],
  ['double precision', 'real', 'cut: rounds its values'],
  ['real', 'double precision', 'none'],
  ['integer', 'double precision', 'none'],
  ['bigint', 'double precision', 'cut: rounds its values'],
  ['integer', 'boolean', 'cut: turns every other number than 0 into true'],
  ['timestamp(3)', 'date', 'cut: cuts off the time of day'],
  ['timestamptz', 'time', 'cut: cuts off the date'],
  ['timestamp', 'timestamp(3)', 'cut: rounds its fractions of a second'],
  ['timestamp(3)', 'timestamptz(3)', 'none'],
  ['timestamp(3)', 'timestamp', 'none'],
  ['date', 'timestamp(3)', 'none'],
  ['text', 'integer', 'refused: fails on text that is no whole number'],
  ['text', 'uuid', 'refused: fails on text that is no UUID'],
  ['jsonb', 'text', 'none'],
  ['integer[]', 'bigint[]', 'none'],
  ['bigint[]', 'integer[]', 'refused: fails on values that are too large'],
];

describe('what a change of type loses', () => {
  before(() => prepare());

  for (const [from, to, expected] of rows) {
    it(`${from} → ${to}: ${expected}`, () => assert.equal(loss(from, to), expected));
  }

  it('only an explicit cast cuts text off', () => {
    assert.equal(loss('text', 'varchar(10)', 'explicit'), 'cut: cuts values off after 10 characters');
  });
});
