import { setFlagsFromString } from 'node:v8';
import { collectorOf } from './collector';

/** What holds the garbage. */
export interface Heap {
  /** In bytes, garbage included. */
  readonly size: () => number;
  /** Takes the garbage out, and gives its memory back to the system. */
  readonly collect: () => void;
  /** Gives back the room for what is new, too: to be called where nothing new was made for a while. */
  readonly shrink: () => void;
}

/** When it is quiet, in milliseconds. */
export interface QuietTimes {
  /** Behind the last keystroke: then the garbage is collected. */
  readonly collect: number;
  /** Behind that: then the heap is shrunk. V8 does so where less than 1 MB was made in each of the last five seconds. */
  readonly shrink: number;
}

const inAnEditor: QuietTimes = { collect: 1_500, shrink: 5_000 };
/** Bytes that the heap must have grown by since the last collection. */
const worthIt = 16 * 1024 * 1024;

/**
 * To be called with every edit. Once nobody types any more, the garbage of the edits is collected: V8 itself would let a server that
 * has nothing to do keep all of it. It costs 80 ms behind edits of a schema with 300 models, and half of that later, which nobody waits
 * for, and leaves the server at the size that it had before.
 */
export function createQuietCollection(heap: Heap = ownHeap(), quiet: QuietTimes = inAnEditor): () => void {
  let timer: NodeJS.Timeout | undefined;
  let size = 0;
  let isLarge = false;
  const shrink = (): void => {
    heap.shrink();
    isLarge = false;
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (heap.size() - size >= worthIt) {
        heap.collect();
        size = heap.size();
        isLarge = true;
      }
      if (isLarge) timer = setTimeout(shrink, quiet.shrink).unref();
    }, quiet.collect).unref();
  };
}

/** The heap of this process. */
export function ownHeap(): Heap {
  let collector: (() => void) | null = null;
  const collectAll = (): void => {
    collector ??= collectorOf('all');
    collector();
  };
  return {
    size: () => process.memoryUsage().heapTotal,
    collect: () => {
      // Pages that are half empty are moved together, as V8 does where memory is scarce: 8 MB in a server with 300 models.
      // https://github.com/v8/v8/blob/main/src/heap/mark-compact.cc (ComputeEvacuationHeuristics)
      setFlagsFromString('--optimize-for-size');
      collectAll();
      // The first one leaves pages to be swept later, which the second one gives back.
      collectAll();
      setFlagsFromString('--no-optimize-for-size');
    },
    shrink: collectAll,
  };
}
