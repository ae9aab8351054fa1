import assert from 'node:assert/strict';
import { createQuietCollection, ownHeap } from '../../server/src/lsp/quiet-collection';

const megabyte = 1024 * 1024;

/** A heap of a size that the test sets; a collection takes it down to what lives. */
function heapOf(live: number) {
  const heap = { bytes: live, collections: 0 };
  return {
    heap,
    parts: {
      size: () => heap.bytes,
      collect: () => {
        heap.collections++;
        heap.bytes = live;
      },
    },
  };
}

/** Timers of the same delay end in the order in which they began. */
function afterTimersOf(delay: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delay));
}

describe('a collection in the quiet behind the edits', () => {
  it('comes once, however many edits there were', async () => {
    const { heap, parts } = heapOf(40 * megabyte);
    const edited = createQuietCollection(parts, 5);
    heap.bytes = 90 * megabyte;
    for (let edit = 0; edit < 10; edit++) edited();
    assert.equal(heap.collections, 0);
    await afterTimersOf(5);
    assert.equal(heap.collections, 1);
  });

  it('waits for the end of the typing', async () => {
    const { heap, parts } = heapOf(40 * megabyte);
    const edited = createQuietCollection(parts, 5);
    edited();
    const behindTheFirst = afterTimersOf(5);
    edited();
    await behindTheFirst;
    assert.equal(heap.collections, 0);
    await afterTimersOf(5);
    assert.equal(heap.collections, 1);
  });

  it('does not come again before there is enough new garbage', async () => {
    const { heap, parts } = heapOf(40 * megabyte);
    const edited = createQuietCollection(parts, 5);
    edited();
    await afterTimersOf(5);
    assert.equal(heap.collections, 1);
    heap.bytes += 10 * megabyte;
    edited();
    await afterTimersOf(5);
    assert.equal(heap.collections, 1);
    heap.bytes += 10 * megabyte;
    edited();
    await afterTimersOf(5);
    assert.equal(heap.collections, 2);
  });

  it('takes the garbage out of the own heap', () => {
    const heap = ownHeap();
    heap.collect();
    const before = process.memoryUsage().heapUsed;
    let garbage: unknown[] | null = Array.from({ length: 400_000 }, (_, index) => ({ index }));
    assert.equal(garbage.length, 400_000);
    const full = process.memoryUsage().heapUsed;
    garbage = null;
    heap.collect();
    const left = process.memoryUsage().heapUsed;
    assert.ok(full - before > 10 * megabyte);
    assert.ok(full - left > 10 * megabyte, `${full - left} bytes were given back`);
  });
});
