// A process that takes the file of a deploy when it is told to: the other side of `deploying-file.test.ts`.
import { holdFile } from '../../server/src/deploy/deploy/deploying-file';

interface Told {
  readonly root: string;
  /** Milliseconds since 1970: both begin at the same moment. */
  readonly at: number;
}

let release: (() => void) | null = null;

process.on('message', (told: Told | 'release') => {
  if (told === 'release') {
    release?.();
    release = null;
    process.send?.('released');
    return;
  }
  while (Date.now() < told.at);
  const held = holdFile(told.root, 'test', `process ${process.pid}`, new Date());
  if (held.type === 'held') release = held.release;
  process.send?.({ type: held.type, by: held.type === 'taken' ? held.by.pid : null, left: held.type === 'held' ? held.left : null });
});
process.send?.('ready');
