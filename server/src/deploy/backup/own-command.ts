import { chmodSync, closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Redact } from '../connection/redact';
import type { Variables } from '../programs/find-tools';
import { startProgram } from '../programs/run-program';
import type { Made, Maker } from './job';
import { failed } from './outcome';
import { archiveIn } from './postgres-archive';
import { programFailure } from './program-failure';
import { storedAt } from './store-stream';

interface Given {
  /** A command line for the system's shell. */
  readonly command: string;
  readonly directory: string;
  readonly environment: string;
  /** A secret. */
  readonly url: string;
  readonly redact: Redact;
  readonly variables: Variables;
  readonly abort: AbortSignal;
}

/**
 * A command of the user's own. It finds `LOCKSTEP_ENVIRONMENT`, `LOCKSTEP_BACKUP_FILE` and `DATABASE_URL` in its environment, and writes the file, or makes a
 * snapshot elsewhere and names it in the last line of its output.
 */
export function ownMaker(given: Given): Maker {
  return { form: 'own', tool: 'own command', warnings: [], make: (path, onBytes) => run(given, path, onBytes) };
}

async function run(
  { command, directory, environment, url, redact, variables, abort }: Given,
  path: string,
  onBytes: (bytes: number) => void,
): Promise<Made> {
  const env = { ...variables, LOCKSTEP_ENVIRONMENT: environment, LOCKSTEP_BACKUP_FILE: path, DATABASE_URL: url };
  const running = startProgram({ path: command, args: [], env, directory, isShellCommand: true }, abort);
  running.input.end();
  let output = '';
  running.output.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-16_000);
  });
  const timer = setInterval(() => onBytes(statSync(path, { throwIfNoEntry: false })?.size ?? 0), 500);
  const ended = await running.ended;
  clearInterval(timer);
  if (ended.type !== 'done') return programFailure(ended, 'The backup command', redact);
  const last =
    output
      .split('\n')
      .map((line) => line.trim())
      .findLast((line) => line !== '') ?? null;
  const reference = last === null ? null : redact(last).slice(0, 500);
  if (!existsSync(path)) {
    if (reference === null) {
      const help = 'It writes the file that LOCKSTEP_BACKUP_FILE names, or prints the name of the snapshot that it has made.';
      return failed('not-verified', 'The backup command has written no file and no reference.', help);
    }
    return { type: 'done', stored: null, reference, tables: null, verified: ['the command has ended without an error'] };
  }
  chmodSync(path, 0o600);
  const stored = await storedAt(path, abort);
  if (stored.bytes === 0)
    return failed('not-verified', 'The backup command has written an empty file.', 'Correct the command in lockstep.json.');
  if (!isArchive(path)) return { type: 'done', stored, reference, tables: null, verified: ['the command has ended without an error'] };
  const archive = await archiveIn(path, null, variables);
  if (archive === null)
    return failed(
      'not-verified',
      `pg_restore cannot read what the command has written into ${dirname(path)}.`,
      'Correct the command in lockstep.json.',
    );
  return { type: 'done', stored, reference, tables: archive.tables, verified: ['pg_restore lists what it holds'] };
}

/** Whether a file begins as the custom format of pg_dump does. */
export function isArchive(path: string): boolean {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(5);
  try {
    return readSync(file, bytes, 0, 5, 0) === 5 && bytes.toString('latin1') === 'PGDMP';
  } finally {
    closeSync(file);
  }
}
