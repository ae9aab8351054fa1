import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** A program with its arguments. Secrets stand in its environment alone: arguments can be read by every user of the machine. */
export interface Program {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly directory?: string;
  /** Takes `path` as a command line for the system's shell. */
  readonly isShellCommand?: boolean;
}

export type Ended =
  | { readonly type: 'done' }
  /** `errors`: the end of what it has written to stderr, not redacted. */
  | { readonly type: 'failed'; readonly code: number; readonly errors: string }
  /** By a signal that was not ours. */
  | { readonly type: 'killed'; readonly signal: string; readonly errors: string }
  | { readonly type: 'not-started'; readonly reason: string }
  | { readonly type: 'cancelled' };

export interface Running {
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves when the program has ended and everything that it wrote has been taken; never rejects. */
  readonly ended: Promise<Ended>;
  /** Ends it because of something that went wrong elsewhere. */
  readonly stop: () => void;
}

/** Milliseconds between asking a program to end and ending it. */
const grace = 5000;
/** Characters of stderr that are kept. */
const keptErrors = 16_000;

/**
 * Starts a program in a process group of its own, so that it ends with all that it has started: when `abort` says so, and when this process
 * ends. Should this process be killed, the program finds its pipes closed.
 */
export function startProgram({ path, args, env, directory, isShellCommand = false }: Program, abort: AbortSignal): Running {
  const ownGroup = process.platform !== 'win32';
  const child = spawn(path, [...args], {
    ...(directory !== undefined && { cwd: directory }),
    ...{ env, shell: isShellCommand, detached: ownGroup, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-keptErrors);
  });
  // A program that ends before it has read everything is told by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdout.on('error', () => undefined);
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    signalled(child, 'SIGTERM', ownGroup);
    timer ??= setTimeout(() => signalled(child, 'SIGKILL', ownGroup), grace);
  };
  const kill = endWithThisProcess(() => signalled(child, 'SIGKILL', ownGroup));
  const ended = new Promise<Ended>((resolve) => {
    const end = (result: Ended): void => {
      clearTimeout(timer);
      abort.removeEventListener('abort', stop);
      kill.forget();
      resolve(result);
    };
    child.once('error', (error) => end({ type: 'not-started', reason: error.message.replace(/^spawn /, '') }));
    child.once('close', (code, signal) => {
      if (abort.aborted) end({ type: 'cancelled' });
      else if (signal !== null) end({ type: 'killed', signal, errors });
      else end(code === 0 ? { type: 'done' } : { type: 'failed', code: code ?? 1, errors });
    });
  });
  abort.addEventListener('abort', stop, { once: true });
  if (abort.aborted) stop();
  return { input: child.stdin, output: child.stdout, ended, stop };
}

const atExit = new Set<() => void>();

/** One listener for all programs: each of its own would look like a leak. */
function endWithThisProcess(end: () => void): { readonly forget: () => void } {
  if (atExit.size === 0) process.on('exit', endAll);
  atExit.add(end);
  return {
    forget: () => {
      atExit.delete(end);
      if (atExit.size === 0) process.off('exit', endAll);
    },
  };
}

function endAll(): void {
  for (const end of atExit) end();
}

function signalled(child: ChildProcess, signal: NodeJS.Signals, ownGroup: boolean): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (ownGroup) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** What a program needs that connects to nothing. */
export function plainEnvironment(variables: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return { PATH: variables.PATH ?? variables.Path, SystemRoot: variables.SystemRoot, LC_ALL: 'C' };
}

/** Runs a program that writes little, for at most so many milliseconds; what it has written to stdout. Null where it fails. */
export async function outputOf(program: Program, timeLimit: number): Promise<string | null> {
  const running = startProgram(program, AbortSignal.timeout(timeLimit));
  running.input.end();
  let output = '';
  running.output.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const { type } = await running.ended;
  return type === 'done' ? output : null;
}
