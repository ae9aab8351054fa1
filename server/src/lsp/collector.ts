import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * `gc` of V8, which exists only in contexts that are made behind this flag: of the whole heap, or of what is new.
 * https://github.com/v8/v8/blob/main/src/extensions/gc-extension.cc
 */
export function collectorOf(part: 'all' | 'young'): () => void {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  if (typeof found !== 'function') return () => undefined;
  // Older versions take any argument for a wish for a collection of what is new alone.
  return part === 'all' ? () => void found() : () => void found({ type: 'minor' });
}
