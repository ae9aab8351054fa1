import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { prepare } from '../analysis/analyze';
import { keepGrammarBaseline } from '../project/baseline-grammar';
import { growHeapSlowly } from './heap-growth';
import { keepNurserySmall, letNurseryGrow } from './nursery';
import { createQuietCollection } from './quiet-collection';
import { serve } from './server';
import { createYoungCollection } from './young-collection';

keepNurserySmall();
growHeapSlowly();
keepGrammarBaseline();

// The grammar loads while client and server introduce themselves. Whoever needs it waits for it, and is told when it fails.
prepare().catch(() => undefined);

// The transport is named by the arguments of the process: --stdio, --node-ipc, --socket=<port>.
const collectWhenQuiet = createQuietCollection();
const young = createYoungCollection();
serve(createConnection(ProposedFeatures.all), {
  edited: () => {
    letNurseryGrow();
    young.edited();
    collectWhenQuiet();
  },
  analysed: young.analysed,
});
