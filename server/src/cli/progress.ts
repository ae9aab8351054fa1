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
  const due = performance.now() + patience;
  let text = '';
  let shown = '';
  const timer = setInterval(() => {
    if (text === shown || performance.now() < due) return;
    shown = text;
    stream.write(`\r\u001b[K${text.slice(0, Math.max(20, stream.columns - 1))}`);
  }, interval);
  return {
    show(now) {
      text = now;
    },
    clear() {
      clearInterval(timer);
      if (shown !== '') stream.write('\r\u001b[K');
    },
  };
}
