import type { BackupEvent } from './outcome';

/** Milliseconds between two events: people read no faster. */
const interval = 250;

/** Tells bytes as they come, though not each time. */
export function paced(onEvent: (event: BackupEvent) => void, total: number | null): (bytes: number) => void {
  let next = 0;
  return (bytes) => {
    const now = performance.now();
    if (now < next) return;
    next = now + interval;
    onEvent({ type: 'progress', bytes, total });
  };
}
