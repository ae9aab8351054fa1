import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { LayeredMap } from '../../../server/src/analysis/catalog/layered-map';

const write = fc.record({ key: fc.integer({ min: 0, max: 60 }), value: fc.option(fc.integer()) });

describe('a layered map', () => {
  it('holds what a Map holds after the same writes, and so does every earlier one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer())),
        fc.array(write, { maxLength: 200 }),
        (start, writes) => {
          const model = new Map(start);
          let map = LayeredMap.over<number, number>(new Map(start));
          const past: { readonly map: LayeredMap<number, number>; readonly held: ReadonlyMap<number, number> }[] = [];
          for (const { key, value } of writes) {
            past.push({ map, held: new Map(model) });
            // What a map keeps of having been gone through is no part of those that are made from it.
            if (key % 8 === 0) assertHolds(map, model);
            if (value === null) model.delete(key);
            else model.set(key, value);
            map = value === null ? map.without(key) : map.with(key, value);
          }
          past.push({ map, held: model });
          for (const one of past) assertHolds(one.map, one.held);
        },
      ),
    );
  });

  it('tells where it differs from any other, earlier ones and those of another origin', () => {
    const value = fc.integer({ min: 0, max: 3 });
    const entries = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), value));
    const writes = fc.array(fc.record({ key: fc.integer({ min: 0, max: 60 }), value: fc.option(value) }), { minLength: 20, maxLength: 60 });
    const pairs = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(entries, entries, writes, pairs, (start, others, written, compared) => {
        const base = new Map(start);
        const maps: ReadonlyMap<number, number>[] = [new Map(others), base, LayeredMap.over<number, number>(base)];
        for (const one of written) {
          // Mostly on from the latest; now and then two maps come of one.
          const from = LayeredMap.over(maps.at(one.key % 5 === 0 ? -2 : -1) ?? base);
          maps.push(one.value === null ? from.without(one.key) : from.with(one.key, one.value));
        }
        for (const [one, other] of compared) {
          const [a = base, b = base] = [maps[one % maps.length], maps[other % maps.length]];
          const keys = [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
          assert.deepEqual([...LayeredMap.differing(a, b)].sort(), keys.sort());
        }
      }),
    );
  });

  it('tells a watcher that all of it was compared', () => {
    const read: (string | null)[] = [];
    const map = LayeredMap.watched(new Map([['a', 1]]), { read: (key) => read.push(key), wrote: () => {} });
    LayeredMap.differing(map, new Map());
    assert.deepEqual(read, [null]);
  });

  it('is the same map where nothing is taken away', () => {
    const map = LayeredMap.over(new Map([['a', 1]]));
    assert.equal(map.without('b'), map);
    assert.equal(LayeredMap.over(map), map);
  });
});

function assertHolds(map: LayeredMap<number, number>, held: ReadonlyMap<number, number>): void {
  assert.equal(map.size, held.size);
  assert.deepEqual(new Map(map), new Map(held));
  assert.deepEqual([...map.keys()].sort(), [...held.keys()].sort());
  assert.equal([...map.values()].length, held.size);
  for (let key = 0; key <= 60; key++) {
    assert.equal(map.get(key), held.get(key));
    assert.equal(map.has(key), held.has(key));
  }
}
