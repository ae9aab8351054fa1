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
  if (Number.parseInt(process.versions.node, 10) === 20) setFlagsFromString('--interrupt-budget=1500000');
}
