import assert from 'node:assert/strict';
import { prepare } from '../../server/src/analysis/analyze';
import type { Execution } from '../../server/src/analysis/migration/migration';
import { transactionsOf } from '../../server/src/analysis/migration/transactions';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';

/**
 * The transaction of each statement as a letter, equal for statements that share one; capital where the server would refuse a
 * statement that needs to stand outside of a transaction.
 */
function transactions(text: string, execution: Execution): string {
  const { statements } = readPostgres(text);
  const { sameTransaction, inTransaction } = transactionsOf(statements, execution);
  const letters = statements.map(({ index }) => {
    const first = statements.findIndex((other) => sameTransaction(other.index, index));
    const letter = String.fromCharCode(97 + first);
    return inTransaction(index) ? letter.toUpperCase() : letter;
  });
  return letters.join('');
}

describe('transactions of a file', () => {
  before(() => prepare());

  const plain = 'SELECT 1; SELECT 2; SELECT 3;';
  const block = 'SELECT 1; BEGIN; SELECT 2; COMMIT; SELECT 3;';

  it('sent as one query, several statements are one transaction', () => {
    assert.equal(transactions(plain, 'one-transaction'), 'AAA');
  });

  it('sent as one query, a single statement is in none', () => {
    assert.equal(transactions('SELECT 1;', 'one-transaction'), 'a');
    assert.equal(transactions('-- a comment\nSELECT 1', 'one-transaction'), 'a');
  });

  it('sent as one query, BEGIN takes in what ran before and COMMIT starts anew', () => {
    assert.equal(transactions(block, 'one-transaction'), 'AAAAE');
  });

  it('sent one by one, each statement is its own transaction', () => {
    assert.equal(transactions(plain, 'per-statement'), 'abc');
  });

  it('sent one by one, BEGIN and COMMIT hold together what is between them', () => {
    assert.equal(transactions(block, 'per-statement'), 'aBBBe');
  });

  it('ROLLBACK ends a transaction as COMMIT does, a savepoint does not', () => {
    assert.equal(transactions('BEGIN; SAVEPOINT s; ROLLBACK TO s; SELECT 1; ROLLBACK; SELECT 2', 'per-statement'), 'AAAAAf');
  });

  it('BEGIN without COMMIT holds to the end', () => {
    assert.equal(transactions('BEGIN; SELECT 1; SELECT 2', 'per-statement'), 'AAA');
  });

  it('when the version is not known, the file counts as one query', () => {
    assert.equal(transactions(plain, 'unknown'), transactions(plain, 'one-transaction'));
    assert.equal(transactions(block, 'unknown'), transactions(block, 'one-transaction'));
  });
});
