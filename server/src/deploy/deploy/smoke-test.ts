import { createInterface } from 'node:readline';
import type { Redact } from '../connection/redact';
import type { Variables } from '../programs/find-tools';
import { startProgram } from '../programs/run-program';

/** A command of the user's own that was run behind a deploy. */
export interface SmokeTest {
  readonly command: string;
  readonly state: 'passed' | 'failed' | 'too-late' | 'cancelled';
  /** Null where it was ended, or never began. */
  readonly code: number | null;
  readonly milliseconds: number;
  /** The end of what it has printed, without secrets. */
  readonly output: string;
}

export interface SmokeTestGiven {
  /** A command line for the system's shell. */
  readonly command: string;
  readonly directory: string;
  readonly environment: string;
  readonly variables: Variables;
  readonly redact: Redact;
  readonly onLine: (line: string) => void;
  readonly abort: AbortSignal;
}

/** Milliseconds. */
export const smokeTestLimit = 10 * 60_000;

/**
 * Runs the command in the project's directory, with `LOCKSTEP_ENVIRONMENT` beside what this process has in its environment; it gets no URL that is not
 * there already. Never rejects.
 */
export async function runSmokeTest(given: SmokeTestGiven, timeLimit = smokeTestLimit): Promise<SmokeTest> {
  const { command, directory, environment, variables, redact, onLine, abort } = given;
  const start = performance.now();
  const late = AbortSignal.timeout(timeLimit);
  const env = { ...variables, LOCKSTEP_ENVIRONMENT: environment };
  const running = startProgram({ path: command, args: [], env, directory, isShellCommand: true }, AbortSignal.any([abort, late]));
  running.input.end();
  const lines: string[] = [];
  createInterface({ input: running.output }).on('line', (line) => {
    const text = redact(line);
    lines.push(text);
    if (lines.length > keptLines) lines.shift();
    onLine(text);
  });
  const ended = await running.ended;
  const milliseconds = Math.round(performance.now() - start);
  const errors = 'errors' in ended ? redact(ended.errors).trim() : '';
  const output = [...lines, ...(errors === '' ? [] : [errors])].join('\n').trim();
  const told = { command: redact(command), milliseconds, output };
  switch (ended.type) {
    case 'done':
      return { ...told, state: 'passed', code: 0 };
    case 'failed':
      return { ...told, state: 'failed', code: ended.code };
    case 'killed':
      return { ...told, state: 'failed', code: null };
    case 'not-started':
      return { ...told, state: 'failed', code: null, output: redact(ended.reason) };
    case 'cancelled':
      return { ...told, state: abort.aborted ? 'cancelled' : 'too-late', code: null };
  }
}

const keptLines = 200;
