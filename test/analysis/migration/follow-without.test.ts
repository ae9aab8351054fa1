import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prepare } from '../../../server/src/analysis/analyze';
import type { Catalog } from '../../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../../server/src/analysis/catalog/draft';
import { foldScript } from '../../../server/src/analysis/catalog/fold';
import { createRecorder } from '../../../server/src/analysis/catalog/watched-catalog';
import { createFollower, type Followed } from '../../../server/src/analysis/migration/follow';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';
import { assertSound } from '../catalog/invariants';
import { sorted } from './comparable';
import { statements } from './statements';

const server = { provider: 'postgresql', version: 15, timeZone: null } as const;

describe('following without some statements', () => {
  let before: Catalog;

  beforeEach(async () => {
    await prepare();
    const history = 'CREATE TABLE "User" (id int PRIMARY KEY, email text, CONSTRAINT filled CHECK (email IS NOT NULL));';
    before = foldScript(emptyCatalog('postgresql'), readPostgres(history));
  });

  function followedBy(follow: ReturnType<typeof createFollower>, lines: readonly string[]): Followed {
    const text = lines.map((line) => `${line};\n`).join('');
    return follow(readPostgres(text), text, before, server);
  }

  /** Effects of what is left, in order, and what it leaves. */
  function without(lines: readonly string[], isLeft: (index: number) => boolean) {
    const follow = createFollower(createRecorder());
    const whole = followedBy(follow, lines);
    const rest = follow.without(whole.statements, new Set(whole.statements.filter(({ index }) => isLeft(index))), server);
    assert.ok(rest !== null);
    assertSound(rest.after);
    const kept = whole.statements.filter(({ index }) => !isLeft(index));
    const effects = kept.map((one) => (rest.again.find(({ index }) => index === one.index) ?? one).effect);
    return { effects, after: sorted(rest.after), again: rest.again.length };
  }

  it('gives what following the others afresh gives', function () {
    this.timeout(120_000);
    const line = fc.record({ sql: fc.constantFrom(...statements), isLeft: fc.boolean() });
    const found = { again: 0, spared: 0 };
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.nat(3), (all, rarity) => {
        // Most often few of many are left out.
        const isLeft = (index: number): boolean => all[index]?.isLeft === true && index % (rarity + 1) === 0;
        const lines = all.map(({ sql }) => sql);
        const fresh = followedBy(
          createFollower(),
          lines.filter((_, index) => !isLeft(index)),
        );
        const { effects, after, again } = without(lines, isLeft);
        assert.deepEqual({ effects, after }, { effects: fresh.statements.map(({ effect }) => effect), after: sorted(fresh.after) });
        found.again += again;
        found.spared += effects.length - again;
      }),
      { numRuns: 600, seed: 12 },
    );
    assert.ok(found.again > 100 && found.spared > 100, JSON.stringify(found));
  });

  it('follows again what reads what is left out, and nothing else', () => {
    const lines = [3, 6, 7, 9].map((at) => statements[at] ?? '');
    const { effects, again } = without(lines, (index) => index === 0);
    assert.equal(again, 2);
    assert.deepEqual(
      effects.map(({ failures }) => failures.length),
      [0, 1, 0],
    );
  });

  it('knows only what was followed just now', () => {
    const follow = createFollower(createRecorder());
    const { statements: first } = followedBy(follow, [statements[3] ?? '']);
    assert.notEqual(follow.without(first, new Set(), server), null);
    followedBy(follow, [statements[4] ?? '']);
    assert.equal(follow.without(first, new Set(), server), null);
  });
});
