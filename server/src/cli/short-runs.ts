import { setFlagsFromString } from 'node:v8';

/**
 * Tells V8 that this process lives for seconds at most. By default half of the time of a run over 3,000 migrations, and more of
 * a shorter one, goes into optimising code that hardly runs faster afterwards, and Node does not end before that is done. V8
 * complains of a flag that it does not know, so each is set only where it was tried.
 */
export function tuneForShortRuns(): void {
  const major = Number.parseInt(process.versions.node, 10);
  // The SQL grammar, in WebAssembly, stays as the baseline compiler makes it: 15 % slower, and there at once.
  if (major >= 20 && major <= 24) {
    setFlagsFromString('--no-wasm-tier-up');
    setFlagsFromString('--no-wasm-dynamic-tiering');
  }
  // Everything else: bytes of bytecode executed between two looks at a function. Later versions count calls instead.
  if (major === 20) setFlagsFromString('--interrupt-budget=1500000');
}
