import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface Script {
  /** A file that Node runs. */
  readonly script: string;
  readonly words: readonly string[];
  readonly directory: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export interface ScriptControl {
  readonly onLine: (stream: 'stdout' | 'stderr', line: string) => void;
  readonly abort: AbortSignal;
  /** Asked before any signal is sent; the script has a moment to end by itself then. */
  readonly interrupt: (() => Promise<void>) | null;
}

export type EndedScript =
  | { readonly type: 'exited'; readonly code: number }
  | { readonly type: 'killed'; readonly signal: string }
  | { readonly type: 'not-started'; readonly reason: string };

/**
 * Begins the script as its main module, and ends its whole group of processes when the process that has started it is gone: the pipe closes
 * then, also where that one was killed.
 */
const guard = `
const { Socket } = require('node:net');
const group = process.platform === 'win32' ? process.pid : -process.pid;
new Socket({ fd: 3 }).on('close', () => process.kill(group, 'SIGTERM')).on('error', () => {}).resume().unref();
require('node:module').runMain();
`;

/** Milliseconds. */
const patience = { interrupted: 3000, signalled: 5000, orphaned: 2000 };

/** Runs a script with this very Node, in a group of processes of its own, to its end. Nothing is typed into it. */
export function runScript(given: Script, { onLine, abort, interrupt }: ScriptControl): Promise<EndedScript> {
  const { script, words, directory, variables } = given;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--eval', guard, '--', script, ...words], {
      cwd: directory,
      env: { ...variables },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      // Windows would open a window for it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const read = [linesOf(child.stdout, (line) => onLine('stdout', line)), linesOf(child.stderr, (line) => onLine('stderr', line))];
    const stopping = stopperOf(child, interrupt);
    abort.addEventListener('abort', stopping.stop, { once: true });
    if (abort.aborted) stopping.stop();
    const end = async (ended: EndedScript): Promise<void> => {
      abort.removeEventListener('abort', stopping.stop);
      stopping.clear();
      await Promise.all(read);
      resolve(ended);
    };
    child.on('error', ({ message }) => void end({ type: 'not-started', reason: message }));
    // What it has started may live on, with the ends of its pipes.
    child.on('exit', stopping.killRest);
    child.on('close', (code, signal) => {
      void end(code === null ? { type: 'killed', signal: signal ?? 'SIGKILL' } : { type: 'exited', code });
    });
  });
}

/** Resolves when the stream has ended. */
function linesOf(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return Promise.resolve();
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', onLine);
  return new Promise((resolve) => lines.once('close', () => resolve()));
}

/** Ends a child: asks what it waits for to end, then interrupts it as Ctrl+C does, then kills it. */
function stopperOf(child: ChildProcess, interrupt: (() => Promise<void>) | null) {
  const timers: NodeJS.Timeout[] = [];
  const later = (milliseconds: number, act: () => void): void => void timers.push(setTimeout(act, milliseconds));
  const signal = (): void => {
    signalGroup(child, 'SIGINT');
    later(patience.signalled, () => signalGroup(child, 'SIGKILL'));
  };
  return {
    stop: (): void => {
      if (interrupt === null) signal();
      else {
        later(patience.interrupted, signal);
        interrupt().catch(() => undefined);
      }
    },
    killRest: (): void => later(patience.orphaned, () => signalGroup(child, 'SIGKILL')),
    clear: (): void => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** What the child has started gets it too. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // All of them have ended meanwhile.
  }
}
