import { strict as assert } from 'node:assert';
import { histories, requireCorpus, serverRecords } from './corpus';

describe('the corpus of real histories', () => {
  it('holds the histories that its server records speak of, in their order', function () {
    const corpus = requireCorpus(this);
    const known = new Map(histories(corpus, 'postgresql').map((history) => [history.root, history.migrations.map(({ name }) => name)]));
    const order = new Map<string, string[]>();
    for (const { root, migration } of serverRecords(corpus)) {
      const names = order.get(root) ?? [];
      if (names.at(-1) !== migration) names.push(migration);
      order.set(root, names);
    }
    assert.ok(order.size > 0);
    for (const [root, names] of order) {
      assert.deepEqual(
        names,
        (known.get(root) ?? []).filter((name) => names.includes(name)),
        root,
      );
    }
  });
});
