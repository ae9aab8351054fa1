import { collectorOf } from './collector';

/** What holds the garbage. */
export interface Heap {
  /** In bytes, garbage included. */
  readonly size: () => number;
  /** Takes the garbage out, and gives its memory back to the system. */
  readonly collect: () => void;
}

/** Milliseconds behind the last keystroke. */
const untilQuiet = 1_500;
/** Bytes that the heap must have grown by since the last collection. */
const worthIt = 16 * 1024 * 1024;

/**
 * To be called with every edit. Once nobody types any more, the garbage of the edits is collected: V8 itself would let a server that
 * has nothing to do keep all of it. It costs 70 ms behind edits of a schema with 300 models, which nobody waits for, and leaves the
 * server at the size that it had before.
 */
export function createQuietCollection(heap: Heap = ownHeap(), quiet: number = untilQuiet): () => void {
  let timer: NodeJS.Timeout | undefined;
  let size = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (heap.size() - size < worthIt) return;
      heap.collect();
      size = heap.size();
    }, quiet).unref();
  };
}

/** The heap of this process. */
export function ownHeap(): Heap {
  let collect: (() => void) | null = null;
  return {
    size: () => process.memoryUsage().heapTotal,
    collect: () => {
      collect ??= collectorOf('all');
      collect();
      // The first one leaves pages to be swept later, which the second one gives back.
      collect();
    },
  };
}
