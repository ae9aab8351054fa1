/** A line on stderr that replaces itself. */
export interface Progress {
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

/** Shorter work than this, in milliseconds, shows nothing. */
const patience = 500;
const interval = 100;

/** Shows only on a terminal, and only when the work takes long. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  let next = performance.now() + patience;
  let shown = false;
  return {
    show(text) {
      if (performance.now() < next) return;
      next = performance.now() + interval;
      shown = true;
      stream.write(`\r\u001b[K${text.slice(0, Math.max(20, stream.columns - 1))}`);
    },
    clear() {
      if (shown) stream.write('\r\u001b[K');
      shown = false;
    },
  };
}
