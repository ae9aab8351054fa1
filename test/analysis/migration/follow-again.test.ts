import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prepare } from '../../../server/src/analysis/analyze';
import type { Catalog } from '../../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../../server/src/analysis/catalog/draft';
import { foldScript } from '../../../server/src/analysis/catalog/fold';
import { createRecorder } from '../../../server/src/analysis/catalog/watched-catalog';
import { createFollower, type Followed, type Follower } from '../../../server/src/analysis/migration/follow';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';
import { assertSound } from '../catalog/invariants';
import { comparable } from './comparable';
import { statements } from './statements';

const server = { provider: 'postgresql', version: 15, timeZone: null } as const;

const change = fc.record({
  at: fc.nat(40),
  gone: fc.integer({ min: 0, max: 2 }),
  come: fc.array(fc.constantFrom(...statements), { maxLength: 2 }),
  moved: fc.nat(40),
});

describe('following again with a record', () => {
  let before: Catalog;

  beforeEach(async () => {
    await prepare();
    const history = 'CREATE TABLE "User" (id int PRIMARY KEY, email text, CONSTRAINT filled CHECK (email IS NOT NULL));';
    before = foldScript(emptyCatalog('postgresql'), readPostgres(history));
  });

  function followedBy(follow: Follower['beside'], lines: readonly string[]): Followed {
    const text = lines.map((line) => `${line};\n`).join('');
    return follow(readPostgres(text), text, before, server);
  }

  it('gives what following afresh gives, whatever comes, goes and moves', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...statements), { maxLength: 40 }), fc.array(change, { maxLength: 8 }), (first, changes) => {
        const again = createFollower(createRecorder());
        let lines = first;
        followedBy(again, lines);
        for (const { at, gone, come, moved } of changes) {
          const rest = lines.filter((_, index) => index < at || index >= at + gone);
          const taken = lines.slice(at, at + gone).slice(0, 1);
          lines = [...rest.slice(0, at), ...come, ...rest.slice(at, moved), ...taken, ...rest.slice(Math.max(at, moved))];
          const followed = followedBy(again, lines);
          assert.deepEqual(comparable(followed), comparable(followedBy(createFollower(), lines)));
          assertSound(followed.after);
        }
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  it('takes what reads nothing of the change from before', () => {
    const again = createFollower(createRecorder());
    const lines = [statements[3] ?? '', statements[6] ?? '', statements[9] ?? '', statements[7] ?? ''];
    const first = followedBy(again, lines);
    const second = followedBy(again, [statements[4] ?? '', ...lines.slice(1)]);
    assert.equal(second.statements[1]?.effect, first.statements[1]?.effect);
    assert.equal(second.statements[2]?.effect, first.statements[2]?.effect);
    assert.notEqual(second.statements[3]?.effect, first.statements[3]?.effect);
    assert.equal(second.after.tables.get('public.c'), first.after.tables.get('public.c'));
    assert.notEqual(second.after.tables.get('public.a'), first.after.tables.get('public.a'));
  });

  it('hands out the catalog that it was given, and is asked by it', () => {
    const again = createFollower(createRecorder());
    const lines = [statements[3] ?? '', statements[6] ?? '', statements[9] ?? ''];
    const first = followedBy(again, lines);
    assert.equal(first.statements[0]?.before, before);
    assert.equal(first.operations[0]?.before, before);
    assert.equal(followedBy(again.beside, lines.slice(1)).statements[0]?.effect, first.statements[1]?.effect);
  });
});
