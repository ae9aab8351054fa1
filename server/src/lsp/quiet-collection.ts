import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Milliseconds behind the last keystroke. */
const quiet = 1_500;
/** Bytes that the heap must have grown by since the last collection. */
const worthIt = 16 * 1024 * 1024;

/**
 * To be called with every edit. Once nobody types any more, the garbage of the edits is collected: V8 itself would let a server that
 * has nothing to do keep all of it, which is up to 120 MB behind some hundred keystrokes in a schema with 300 models. It costs 70 ms
 * there, which nobody waits for, and leaves the server at the size that it had before.
 */
export function createQuietCollection(): () => void {
  let timer: NodeJS.Timeout | undefined;
  let collect: (() => void) | null = null;
  let size = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (process.memoryUsage().heapTotal - size < worthIt) return;
      collect ??= collector();
      collect();
      // The first one leaves pages to be swept later, which the second one gives back.
      collect();
      size = process.memoryUsage().heapTotal;
    }, quiet).unref();
  };
}

/** `gc` of V8, which exists only in contexts that are made behind this flag. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  return typeof found === 'function' ? () => void found() : () => undefined;
}
