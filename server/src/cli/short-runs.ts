import { setFlagsFromString } from 'node:v8';
import { keepGrammarBaseline } from '../project/baseline-grammar';

/**
 * Tells V8 that this process lives for seconds at most. By default half of the time of a run over 3,000 migrations, and more of
 * a shorter one, goes into optimising code that hardly runs faster afterwards, and Node does not end before that is done. V8
 * complains of a flag that it does not know, so each is set only where it was tried.
 */
export function tuneForShortRuns(): void {
  keepGrammarBaseline();
  // Bytes of bytecode executed between two looks at a function. Later versions count calls instead.
  if (isTried()) setFlagsFromString('--interrupt-budget=1500000');
}

/**
 * Lets V8 take at once the 16 MB for new objects that it would reach in steps, here and in threads that are started from now on: a run
 * that is shared between threads makes hundreds of megabytes of objects, and each step is collected more often than the next one.
 */
export function tuneForManyObjects(): void {
  if (isTried()) setFlagsFromString('--semi-space-growth-factor=16 --min-semi-space-size=16');
}

function isTried(): boolean {
  return Number.parseInt(process.versions.node, 10) === 20;
}
