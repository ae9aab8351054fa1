import { setFlagsFromString } from 'node:v8';

/**
 * Tells V8 that this process lives for seconds at most. By default a third of the time of a run over 3,000 migrations, and
 * three quarters of one over 30, goes into optimising code that is hardly used afterwards, and Node does not end before that is
 * done. Both flags only move the point at which optimising begins; a V8 that does not know one ignores it.
 */
export function tuneForShortRuns(): void {
  // The SQL grammar, in WebAssembly: bytes executed before a function is compiled again.
  setFlagsFromString('--wasm-tiering-budget=100000000');
  // Everything else: bytes of bytecode executed between two looks at a function.
  setFlagsFromString('--interrupt-budget=1500000');
}
