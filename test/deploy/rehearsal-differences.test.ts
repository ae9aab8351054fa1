import assert from 'node:assert/strict';
import type { Effect } from '../../server/src/analysis/effects/effect';
import type { LockMode } from '../../server/src/analysis/effects/lock-mode';
import { noEffect } from '../../server/src/analysis/effects/merge';
import { differencesOf, failureDifferences } from '../../server/src/deploy/rehearsal/postgres/differences';
import type { SeenEffect } from '../../server/src/deploy/rehearsal/rehearsal';

type Locks = Readonly<Record<string, LockMode>>;

function differences(effect: Partial<Effect>, after: Locks, seen: Partial<SeenEffect> = {}, before: Locks = {}): readonly string[] {
  return differencesOf(
    { ...noEffect, ...effect },
    {
      seen: { locks: after, watched: 'held', rewrites: [], reindexes: [], builds: [], ...seen },
      heldBefore: new Map(Object.entries(before)),
      heldAfter: new Map(Object.entries(after)),
    },
  );
}

const locks = (of: Locks): Partial<Effect> => ({ locks: new Map(Object.entries(of)) });

describe('what a rehearsal has seen and what was foretold', () => {
  it('differ where a lock is stronger, missing or not foretold', () => {
    assert.deepEqual(differences(locks({ 'public.A': 'SHARE' }), { 'public.A': 'SHARE' }), []);
    assert.deepEqual(differences(locks({ 'public.A': 'SHARE' }), { 'public.A': 'ACCESS EXCLUSIVE' }), [
      'locked public.A in ACCESS EXCLUSIVE, foretold SHARE',
    ]);
    assert.deepEqual(differences(locks({ 'public.A': 'SHARE' }), {}), ['locked public.A in no mode, foretold SHARE']);
    assert.deepEqual(differences(locks({ 'public.A': 'SHARE UPDATE EXCLUSIVE' }), {}), [
      'locked public.A in no mode, foretold SHARE UPDATE EXCLUSIVE',
    ]);
    assert.deepEqual(differences({}, { 'public.A': 'ACCESS SHARE' }), ['locked public.A in ACCESS SHARE, foretold none']);
  });

  it('agree about what a transaction held before, and about locks that only rows ask for', () => {
    const held = { 'public.A': 'ACCESS EXCLUSIVE' } as const;
    assert.deepEqual(differences(locks({ 'public.A': 'SHARE' }), held, {}, held), []);
    assert.deepEqual(differences({}, held, {}, held), []);
    assert.deepEqual(differences(locks({ 'public.A': 'ROW SHARE', 'public.B': 'ROW EXCLUSIVE' }), { 'public.B': 'ACCESS SHARE' }), []);
    assert.deepEqual(differences(locks({ 'public.A': 'ROW SHARE' }), { 'public.A': 'ROW EXCLUSIVE' }), [
      'locked public.A in ROW EXCLUSIVE, foretold ROW SHARE',
    ]);
    assert.deepEqual(differences(locks({ 'pg_temp.A': 'ACCESS EXCLUSIVE' }), {}), []);
  });

  it('differ in rewrites and in indexes that are built anew, but for those that a statement makes again', () => {
    assert.deepEqual(differences({ rewrites: ['public.A'] }, {}), ['public.A was not rewritten, which was foretold']);
    assert.deepEqual(differences({}, {}, { rewrites: ['public.A'] }), ['public.A was rewritten, which was not foretold']);
    assert.deepEqual(differences({}, {}, { reindexes: ['public.A_pkey'] }), ['public.A_pkey was built anew, which was not foretold']);
    assert.deepEqual(differences({ builds: [{ table: 'public.A', index: 'A_pkey' }] }, {}, { reindexes: ['public.A_pkey'] }), []);
  });

  it('of locks that were only sampled, missing ones are none', () => {
    const sampled = { watched: 'sampled' } as const;
    assert.deepEqual(differences(locks({ 'public.A': 'SHARE' }), {}, { ...sampled, locks: {} }), []);
    assert.deepEqual(differences(locks({ 'public.A': 'SHARE' }), {}, { ...sampled, locks: { 'public.A': 'EXCLUSIVE' } }), [
      'locked public.A in EXCLUSIVE, foretold SHARE',
    ]);
  });

  it('of failures, those that may come with rows are foretold', () => {
    const effect: Effect = { ...noEffect, failures: [{ code: '23502', when: 'rows', reason: '' }] };
    assert.deepEqual(failureDifferences(effect, { code: '23502', message: '' }), []);
    assert.deepEqual(failureDifferences(effect, { code: '23505', message: '' }), ['failed with 23505, which was not foretold']);
    assert.deepEqual(differences({ failures: [{ code: '42P01', when: 'certain', reason: '' }] }, {}), ['ran, foretold to fail with 42P01']);
  });
});
