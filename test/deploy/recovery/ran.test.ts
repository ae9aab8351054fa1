import assert from 'node:assert/strict';
import type { FactChange } from '../../../server/src/deploy/recovery/facts/facts';
import { type Begun, howFarItRan } from '../../../server/src/deploy/recovery/facts/ran';

const made = (key: string): readonly FactChange[] => [{ key, before: null, after: 'there' }];
const dropped = (key: string): readonly FactChange[] => [{ key, before: 'there', after: null }];

/** Four statements: two tables, one that changes rows, another table. */
const changes = [made('table a'), made('table b'), [], made('table c')];

const ran = (held: readonly string[], given: Partial<Begun> = {}): string => {
  const base = { changes, failedAt: null, hasError: true, isThereAlready: false, execution: 'unknown' } as const;
  const marks = { taken: '+', 'not-taken': '-', unknown: '?' };
  const { states, count } = howFarItRan({ ...base, held: new Map(held.map((key) => [key, 'there'])), ...given });
  return `${states.map((state) => marks[state]).join('')}${count === null ? ' nowhere' : ''}`;
};

describe('how far a file has run', () => {
  it('is where everything is as the database has it', () => {
    assert.equal(ran([]), '----');
    assert.equal(ran(['table a']), '+---');
    assert.equal(ran(['table a', 'table b', 'table c'], { hasError: false }), '++++');
  });

  it('is open between statements that show and one that changes rows', () => {
    assert.equal(ran(['table a', 'table b']), '++?-');
    assert.equal(ran(['table a', 'table b'], { failedAt: 2, execution: 'per-statement' }), '++--');
    assert.equal(ran(['table a', 'table b'], { failedAt: 3, execution: 'per-statement' }), '+++-');
  });

  it('does not believe an error against what the database has', () => {
    assert.equal(ran(['table a', 'table b'], { failedAt: 0, execution: 'per-statement' }), '++?-');
  });

  it('takes what was there already for nothing that the file has made', () => {
    assert.equal(ran(['table a', 'table b'], { failedAt: 1, isThereAlready: true, execution: 'per-statement' }), '+---');
    assert.equal(ran(['table b'], { failedAt: 1, isThereAlready: true, execution: 'one-transaction' }), '----');
  });

  it('is nowhere where something else has changed the database too', () => {
    assert.equal(ran(['table c'], { hasError: false }), '--?+ nowhere');
  });

  it('keeps both ends open where a file takes back what it made', () => {
    const there = { changes: [made('table a'), dropped('table a')], hasError: false };
    assert.equal(ran([], there), '??');
    assert.equal(ran(['table a'], there), '+-');
  });
});
