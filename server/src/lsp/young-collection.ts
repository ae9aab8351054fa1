import { getHeapSpaceStatistics } from 'node:v8';
import { collectorOf } from './collector';

/** The part of the heap that holds what is new. */
export interface YoungHeap {
  /** How much of it is taken, 0 to 1. */
  readonly fill: () => number;
  /** Takes the garbage out of it. */
  readonly collect: () => void;
}

/** What somebody who types asks of the server, as far as its garbage is concerned. */
export interface YoungCollection {
  /** To be called with every edit, before it is analysed. */
  readonly edited: () => void;
  /** To be called once its findings are known. */
  readonly analysed: () => void;
}

/** Milliseconds behind the findings, in which they are sent. The next key comes later: people need 50 at least. */
const untilSent = 4;
/** With less in it, the next edit finds room anyway. */
const worthIt = 0.25;

/**
 * Collects the young garbage of an edit between two keystrokes. V8 itself does so when there is no room left, which is in the middle of
 * an edit, two or three times in one of a schema with 300 models. There it also meets what the edit works with, takes it for lasting,
 * and has to look through all of the heap much sooner. It costs 1 to 3 ms, which nobody waits for.
 */
export function createYoungCollection(heap: YoungHeap = ownYoungHeap(), pause: number = untilSent): YoungCollection {
  let timer: NodeJS.Timeout | undefined;
  return {
    edited: () => clearTimeout(timer),
    analysed: () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (heap.fill() >= worthIt) heap.collect();
      }, pause).unref();
    },
  };
}

/** Of this process. */
export function ownYoungHeap(): YoungHeap {
  let collect: (() => void) | null = null;
  return {
    fill: () => {
      const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
      if (young === undefined) return 0;
      return young.space_used_size / Math.max(1, young.space_used_size + young.space_available_size);
    },
    collect: () => {
      collect ??= collectorOf('young');
      collect();
    },
  };
}
