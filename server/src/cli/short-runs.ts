import { setFlagsFromString } from 'node:v8';

/**
 * Tells V8 that this process lives for seconds at most. By default a third of the time of a run over 3,000 migrations, and
 * more of a shorter one, goes into optimising code that is hardly used afterwards, and Node does not end before that is done.
 * The flags only move the point at which optimising begins. V8 complains of a flag that it does not know, so each is set only
 * where it was tried.
 */
export function tuneForShortRuns(): void {
  const major = Number.parseInt(process.versions.node, 10);
  // The SQL grammar, in WebAssembly: bytes executed before a function is compiled again.
  if (major >= 20 && major <= 24) setFlagsFromString('--wasm-tiering-budget=100000000');
  // Everything else: bytes of bytecode executed between two looks at a function. Later versions count calls instead.
  if (major === 20) setFlagsFromString('--interrupt-budget=1500000');
}
