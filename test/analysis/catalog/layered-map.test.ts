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
