import { dirname } from 'node:path';
import type { Transform } from 'node:stream';
import type { Redact } from '../connection/redact';
import { type Program, startProgram } from '../programs/run-program';
import { failed, type Step } from './outcome';
import { programFailure } from './program-failure';
import { fileFailure, type Stored, storeStream } from './store-stream';

interface Destination {
  readonly path: string;
  /** What stands between the program and the file. */
  readonly stages: readonly Transform[];
  readonly onBytes: (bytes: number) => void;
}

interface Context {
  /** Of the program, as people know it. */
  readonly name: string;
  readonly redact: Redact;
  readonly abort: AbortSignal;
}

/**
 * Runs a program to its end and keeps what it writes to stdout. Through a pipe, so that the program ends when this process does, and so that what a disk
 * refuses is told by the file system and not by a text of the program.
 */
export async function storeOutput(program: Program, { path, stages, onBytes }: Destination, context: Context): Promise<Step<Stored>> {
  const running = startProgram(program, context.abort);
  running.input.end();
  const storing = storeStream(running.output, path, stages, onBytes).then(
    (stored) => ({ stored, error: null }),
    (error: unknown) => {
      running.stop();
      return { stored: null, error };
    },
  );
  const [{ stored, error }, ended] = await Promise.all([storing, running.ended]);
  if (ended.type === 'cancelled') return ended;
  const refusal = stored === null ? fileFailure(error, dirname(path)) : null;
  if (refusal !== null) return refusal;
  if (ended.type !== 'done') return programFailure(ended, context.name, context.redact);
  if (stored !== null) return { type: 'done', value: stored };
  const reason = context.redact(error instanceof Error ? error.message : String(error));
  return failed('tool-failed', `What ${context.name} wrote cannot be kept: ${reason}.`, 'Run it again.');
}
