/** Between two batches a runner waits as long as its gate is closed: a pause, from which it goes on where it was. */
export interface Gate {
  readonly isOpen: () => boolean;
  /** Resolves when it is open, and when the signal aborts. */
  readonly opened: (signal: AbortSignal) => Promise<void>;
}

export interface MovableGate extends Gate {
  readonly close: () => void;
  readonly open: () => void;
}

export const openGate: Gate = { isOpen: () => true, opened: () => Promise.resolve() };

export function createGate(): MovableGate {
  let isOpen = true;
  let waiting: readonly (() => void)[] = [];
  return {
    isOpen: () => isOpen,
    opened: (signal) =>
      new Promise((resolve) => {
        if (isOpen || signal.aborted) return resolve();
        waiting = [...waiting, resolve];
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    close: () => {
      isOpen = false;
    },
    open: () => {
      isOpen = true;
      const released = waiting;
      waiting = [];
      for (const release of released) release();
    },
  };
}
