import { closeSync, openSync, writeFileSync } from 'node:fs';
import { exitCode } from './exit-code';
import { Problem } from './problem';

/** Where a command writes its result. */
export interface Output {
  /** Resolves when more may be written. */
  readonly write: (text: string) => Promise<void>;
  readonly end: () => void;
}

/** A reader that has seen enough, as `head` does, ends the program quietly; a full disk ends it with the reason. */
export function endOnClosedOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCode.ok);
    process.stderr.write(`${unwritable('standard output', error).message}\n`);
    process.exit(exitCode.failed);
  });
}

/** Standard output, or the file that `--output` names. */
export function openOutput(path: string | undefined): Output {
  if (path === undefined) return { write: writeToStandardOutput, end: () => {} };
  const file = open(path);
  return {
    write: async (text) => {
      try {
        writeFileSync(file, text);
      } catch (error) {
        throw unwritable(`"${path}"`, error);
      }
    },
    end: () => closeSync(file),
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw unwritable(`"${path}"`, error);
  }
}

function unwritable(place: string, error: unknown): Problem {
  return new Problem(`${place} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
}

/** The process ends by itself when everything is written, so a slow reader loses nothing. */
function writeToStandardOutput(text: string): Promise<void> {
  if (text === '') return Promise.resolve();
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });
}
