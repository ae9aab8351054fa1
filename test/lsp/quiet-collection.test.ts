import assert from 'node:assert/strict';
import { createQuietCollection, ownHeap } from '../../server/src/lsp/quiet-collection';

const megabyte = 1024 * 1024;

const quiet = { collect: 20, shrink: 10 };

/** A heap of a size that the test sets; a collection takes it down to what lives. */
function heapOf(live: number) {
  const heap = { bytes: live, collections: 0, shrinks: 0 };
  return {
    heap,
    parts: {
      size: () => heap.bytes,
      collect: () => {
        heap.collections++;
        heap.bytes = live;
      },
      shrink: () => {
        heap.shrinks++;
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
    const edited = createQuietCollection(parts, quiet);
    heap.bytes = 90 * megabyte;
    for (let edit = 0; edit < 10; edit++) edited();
    assert.equal(heap.collections, 0);
    await afterTimersOf(quiet.collect);
    assert.equal(heap.collections, 1);
  });

  it('waits for the end of the typing', async () => {
    const { heap, parts } = heapOf(40 * megabyte);
    const edited = createQuietCollection(parts, quiet);
    edited();
    const behindTheFirst = afterTimersOf(quiet.collect);
    edited();
    await behindTheFirst;
    assert.equal(heap.collections, 0);
    await afterTimersOf(quiet.collect);
    assert.equal(heap.collections, 1);
  });

  it('does not come again before there is enough new garbage', async () => {
    const { heap, parts } = heapOf(40 * megabyte);
    const edited = createQuietCollection(parts, quiet);
    edited();
    await afterTimersOf(quiet.collect);
    assert.equal(heap.collections, 1);
    heap.bytes += 10 * megabyte;
    edited();
    await afterTimersOf(quiet.collect);
    assert.equal(heap.collections, 1);
    heap.bytes += 10 * megabyte;
    edited();
    await afterTimersOf(quiet.collect);
    assert.equal(heap.collections, 2);
  });

  it('shrinks the heap once it stays quiet, and only then', async () => {
    const { heap, parts } = heapOf(40 * megabyte);
    const edited = createQuietCollection(parts, quiet);
    edited();
    await afterTimersOf(quiet.collect);
    assert.deepEqual([heap.collections, heap.shrinks], [1, 0]);
    const itWouldHave = afterTimersOf(quiet.shrink);
    edited();
    await itWouldHave;
    assert.equal(heap.shrinks, 0, 'somebody types again');
    await afterTimersOf(quiet.collect);
    await afterTimersOf(quiet.shrink);
    assert.deepEqual([heap.collections, heap.shrinks], [1, 1]);
    edited();
    await afterTimersOf(quiet.collect);
    await afterTimersOf(quiet.shrink);
    assert.deepEqual([heap.collections, heap.shrinks], [1, 1], 'nothing has grown since');
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
