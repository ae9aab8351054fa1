import { createInterface } from 'node:readline';
import type { MovableGate } from '../deploy/backfill/gate';

/**
 * Lets another program steer a runner: a word a line, `pause`, `resume` or `cancel`. The end of the input cancels, too: whoever
 * has started it is gone, and the batch that is being worked on is the last. Everything else is passed over.
 */
export function controlledBy(input: NodeJS.ReadableStream, gate: MovableGate, cancel: () => void): { readonly close: () => void } {
  const lines = createInterface({ input });
  const end = (): void => {
    cancel();
    gate.open();
  };
  lines.on('line', (line) => {
    if (line.trim() === 'pause') gate.close();
    if (line.trim() === 'resume') gate.open();
    if (line.trim() === 'cancel') end();
  });
  lines.on('close', end);
  return {
    close: () => {
      lines.off('close', end);
      lines.close();
    },
  };
}
