import assert from 'node:assert/strict';
import { readPostgres } from '../../../../server/src/analysis/sql/postgres/read';
import { MAXIMUM_STATEMENTS } from '../../../../server/src/analysis/sql/postgres/read-each';

describe('a file with more statements than are read', () => {
  const line = 'INSERT INTO "T" VALUES (1);\n';

  it('is read up to there, and the rest is said to be unread', () => {
    const text = line.repeat(MAXIMUM_STATEMENTS + 5);
    const { statements, errors } = readPostgres(text);
    assert.equal(statements.length, MAXIMUM_STATEMENTS + 1);
    assert.deepEqual(errors, []);
    const rest = statements[MAXIMUM_STATEMENTS];
    assert.deepEqual(rest?.span, { start: MAXIMUM_STATEMENTS * line.length, end: text.length - ';\n'.length });
    assert.deepEqual(rest.operations, [
      {
        kind: 'unknown',
        span: { start: rest.span.start, end: rest.span.start + 'INSERT'.length },
        conditional: false,
        reason: 'the rest of a file with more than 10000 statements',
      },
    ]);
  });

  it('is read whole when it has just as many', () => {
    const { statements } = readPostgres(line.repeat(MAXIMUM_STATEMENTS));
    assert.deepEqual(new Set(statements.map(({ kind }) => kind)), new Set(['insert']));
  });
});
