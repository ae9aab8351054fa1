import { prepareGrammar } from '../server/src/analysis/sql/postgres/grammar';

/** The grammar is WebAssembly and loads asynchronously, once; after that every reader is synchronous. */
export async function mochaGlobalSetup(): Promise<void> {
  await prepareGrammar();
}
