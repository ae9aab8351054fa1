import assert from 'node:assert/strict';
import { prepareGrammar } from '../../../../server/src/analysis/sql/postgres/grammar';
import { readPostgres } from '../../../../server/src/analysis/sql/postgres/read';

/** The columns of a view's definition, `qualifier.column`. */
function columnsOf(definition: string): readonly string[] {
  const operation = readPostgres(`CREATE VIEW v AS ${definition}`).statements[0]?.operations[0];
  assert.ok(operation?.kind === 'create-view');
  return operation.query.columns.map(({ qualifier, column }) => (qualifier === null ? column : `${qualifier}.${column}`));
}

describe('what the columns of a query belong to', () => {
  before(() => prepareGrammar());

  it('a star stands for the tables of its own FROM', () => {
    assert.deepEqual(columnsOf('SELECT * FROM a JOIN b AS c ON true'), ['a.*', 'c.*']);
  });

  it('a star over a subquery is no star over the tables in it', () => {
    assert.deepEqual(columnsOf('SELECT * FROM (SELECT a.x FROM a) AS s'), ['a.x']);
    assert.deepEqual(columnsOf('WITH s AS (SELECT a.x FROM a) SELECT * FROM s'), ['a.x']);
  });

  it('a name that stands for a subquery here is not the table of that name elsewhere', () => {
    assert.deepEqual(columnsOf('WITH s AS (SELECT u.x FROM "User" u) SELECT u.* FROM s AS u'), ['u.x']);
    assert.deepEqual(columnsOf('SELECT t.y FROM (SELECT t.x FROM t) AS t'), ['t.x']);
  });
});
