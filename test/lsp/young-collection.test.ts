import assert from 'node:assert/strict';
import { createYoungCollection, ownYoungHeap } from '../../server/src/lsp/young-collection';

/** A heap that is as full as the test says. */
function heapOf(fill: number) {
  const heap = { fill, collections: 0 };
  return {
    heap,
    parts: {
      fill: () => heap.fill,
      collect: () => {
        heap.collections++;
        heap.fill = 0;
      },
    },
  };
}

/** Timers of the same delay end in the order in which they began. */
function afterTimersOf(delay: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delay));
}

describe('a collection between two keystrokes', () => {
  it('comes behind the findings', async () => {
    const { heap, parts } = heapOf(0.9);
    const young = createYoungCollection(parts, 5);
    young.edited();
    await afterTimersOf(5);
    assert.equal(heap.collections, 0);
    young.analysed();
    assert.equal(heap.collections, 0);
    await afterTimersOf(5);
    assert.equal(heap.collections, 1);
  });

  it('gives way to the next keystroke', async () => {
    const { heap, parts } = heapOf(0.9);
    const young = createYoungCollection(parts, 5);
    young.analysed();
    young.edited();
    await afterTimersOf(5);
    assert.equal(heap.collections, 0);
    young.analysed();
    young.analysed();
    await afterTimersOf(5);
    assert.equal(heap.collections, 1);
  });

  it('is left out where there is little to collect', async () => {
    const { heap, parts } = heapOf(0.1);
    const young = createYoungCollection(parts, 5);
    young.analysed();
    await afterTimersOf(5);
    assert.equal(heap.collections, 0);
  });

  it('takes out what is new of the own heap', () => {
    const heap = ownYoungHeap();
    // The first collection makes what the others are made with.
    heap.collect();
    makeGarbage(() => heap.fill() >= 0.3);
    const full = heap.fill();
    heap.collect();
    assert.ok(heap.fill() < full, `${full} → ${heap.fill()}`);
  });
});

/** V8 may collect by itself at any moment, so what is made meanwhile is held; behind the return it is garbage. */
function makeGarbage(isEnough: () => boolean): void {
  const garbage: unknown[] = [];
  for (let made = 0; made < 100_000_000 && !isEnough(); made++) for (let part = 0; part < 100; part++) garbage.push({ made, part });
  assert.ok(garbage.length > 0);
}
