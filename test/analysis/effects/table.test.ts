import { strict as assert } from 'node:assert';
import type { Fact } from '../../../server/src/analysis/effects/effect';
import { allFactIds, explainFact } from '../../../server/src/analysis/effects/effect-of';
import { postgresFacts } from '../../../server/src/analysis/effects/postgres';

type Row = Pick<Fact, 'id' | 'aspect' | 'why' | 'source'> & { readonly when?: unknown };

const kinds: readonly (readonly [string, readonly Row[]])[] = Object.entries<readonly Row[]>(postgresFacts);

describe('the table of facts', () => {
  it('gives each fact an id of its own', () => {
    assert.equal(new Set(allFactIds()).size, allFactIds().length);
    assert.ok(allFactIds().length > 200);
  });

  it('begins each id with the kind of operation', () => {
    for (const [kind, rows] of kinds) for (const { id } of rows) assert.ok(id.startsWith(`${kind}/`), id);
  });

  it('keeps the rows of one aspect together', () => {
    for (const [kind, rows] of kinds) {
      const runs = rows.map(({ aspect }) => aspect ?? 'effect').filter((aspect, at, all) => aspect !== all[at - 1]);
      assert.equal(new Set(runs).size, runs.length, kind);
    }
  });

  it('ends the rows of each effect with one that always holds', () => {
    for (const [kind, rows] of kinds) {
      const last = rows.filter(({ aspect }) => aspect === undefined).at(-1);
      assert.ok(last !== undefined && last.when === undefined, kind);
    }
  });

  it('explains each fact in one sentence with a source', () => {
    for (const id of allFactIds()) {
      const explanation = explainFact(id);
      assert.match(explanation?.why ?? '', /^[A-Z].*\.\)?$/, id);
      assert.match(explanation?.source ?? '', /^(https:\/\/www\.postgresql\.org\/docs\/|Measured )/, id);
    }
    assert.equal(explainFact('no/such-fact'), null);
  });
});
