import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { isBlob } from '../../server/src/project/content';
import { statesOf } from '../../server/src/project/states';

const migration = (name: string, blob = name) => ({
  name,
  matches: (candidate: string) => candidate === blob,
  wasApplied: (checksum: string) => checksum === `sum of ${blob}`,
});

const none: ReadonlyMap<string, string> = new Map();

const committed = (blobs: Readonly<Record<string, string>>) => ({ ref: 'origin/main', blobs: new Map(Object.entries(blobs)) });

describe('statesOf', () => {
  const names = ['1_a', '2_b', '3_c'];

  it('takes what is on the default branch for history', () => {
    const facts = statesOf(
      names.map((name) => migration(name)),
      { baseline: null, applied: none, committed: committed({ '1_a': '1_a', '2_b': '2_b' }) },
    );
    assert.deepEqual(
      facts.map(({ state }) => state),
      ['history', 'history', 'pending'],
    );
    assert.deepEqual(new Set(facts.map(({ newestInHistory }) => newestInHistory)), new Set(['2_b']));
  });

  it('sees that a committed migration was edited', () => {
    const facts = statesOf([migration('1_a', 'other')], { baseline: null, applied: none, committed: committed({ '1_a': '1_a' }) });
    assert.equal(facts[0]?.state, 'edited');
  });

  it('lets a baseline decide alone', () => {
    const facts = statesOf(
      names.map((name) => migration(name)),
      { baseline: '1_a', applied: none, committed: committed({ '1_a': '1_a', '2_b': '2_b' }) },
    );
    assert.deepEqual(
      facts.map(({ state }) => state),
      ['history', 'pending', 'pending'],
    );
    assert.equal(facts[2]?.newestInHistory, '1_a');
  });

  it('still sees an edit up to the baseline', () => {
    const facts = statesOf([migration('1_a', 'other')], { baseline: '1_a', applied: none, committed: committed({ '1_a': '1_a' }) });
    assert.equal(facts[0]?.state, 'edited');
  });

  it('counts a newer migration of the default branch that is not here yet', () => {
    const [fact] = statesOf([migration('2_b')], { baseline: null, applied: none, committed: committed({ '3_c': '3_c' }) });
    assert.deepEqual(fact, { name: '2_b', state: 'pending', newestInHistory: '3_c' });
  });

  it('takes everything for pending where nothing is known', () => {
    const facts = statesOf(
      names.map((name) => migration(name)),
      { baseline: null, applied: none, committed: null },
    );
    assert.deepEqual(
      facts,
      names.map((name) => ({ name, state: 'pending', newestInHistory: null })),
    );
  });

  it('takes what production has for history, and sees that it was edited since', () => {
    const facts = statesOf([migration('1_a'), migration('2_b', 'other'), migration('3_c')], {
      baseline: null,
      committed: null,
      applied: new Map([
        ['1_a', 'sum of 1_a'],
        ['2_b', 'sum of 2_b'],
      ]),
    });
    assert.deepEqual(
      facts.map(({ state }) => state),
      ['history', 'edited', 'pending'],
    );
    assert.equal(facts[2]?.newestInHistory, '2_b');
  });

  it('believes git rather than production about a text that both have', () => {
    const [fact] = statesOf([migration('1_a')], {
      baseline: null,
      committed: committed({ '1_a': '1_a' }),
      applied: new Map([['1_a', 'sum of something earlier']]),
    });
    assert.equal(fact?.state, 'history');
  });

  it('compares names as strings, by code unit', () => {
    const facts = statesOf(
      ['10_b', '9_a'].map((name) => migration(name)),
      { baseline: '10_b', applied: none, committed: null },
    );
    assert.deepEqual(
      facts.map(({ state }) => state),
      ['history', 'pending'],
    );
  });
});

describe('isBlob', () => {
  const blobOf = (text: string, algorithm = 'sha1') =>
    createHash(algorithm)
      .update(`blob ${Buffer.byteLength(text)}\0${text}`)
      .digest('hex');

  const table: readonly (readonly [name: string, disk: string, blob: string, same: boolean])[] = [
    ['the same text', 'a\nb\n', blobOf('a\nb\n'), true],
    ['a repository with SHA-256', 'a\nb\n', blobOf('a\nb\n', 'sha256'), true],
    ['CRLF on disk only', 'a\r\nb\r\n', blobOf('a\nb\n'), true],
    ['CRLF on both sides', 'a\r\nb\r\n', blobOf('a\r\nb\r\n'), true],
    ['another text', 'a\nc\n', blobOf('a\nb\n'), false],
    ['another text with CRLF', 'a\r\nc\r\n', blobOf('a\nb\n'), false],
    ['a lone carriage return is content', 'a\rb', blobOf('ab'), false],
  ];
  for (const [name, disk, blob, same] of table) {
    it(name, () => {
      assert.equal(isBlob(Buffer.from(disk), blob), same);
    });
  }
});
