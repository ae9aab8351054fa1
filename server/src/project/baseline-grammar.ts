import { setFlagsFromString } from 'node:v8';

/**
 * Leaves the SQL grammar, which is WebAssembly, as V8's baseline compiler makes it: 15 % slower, and there at once. Otherwise the
 * first seconds of a process go into optimising it. V8 complains of a flag that it does not know, so they are set only where they
 * were tried. To be called before the grammar is loaded.
 */
export function keepGrammarBaseline(): void {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 20 || major > 24) return;
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}
