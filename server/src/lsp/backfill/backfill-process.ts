import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { isBundled } from '../../project/build-id';
import type { BackfillChange, BackfillControl } from '../../protocol';
import { createProgress } from './progress-words';

export type BackfillState = Omit<BackfillChange, 'id'>;

export interface BackfillProcess {
  readonly control: (action: BackfillControl['action']) => void;
}

export interface BackfillStart {
  /** The file that says what to do. */
  readonly file: string;
  readonly url: string;
  readonly onChange: (state: BackfillState) => void;
}

/** The variable that hands the URL over: only the environment of a process is not seen by others. */
const variable = 'LOCKSTEP_BACKFILL_URL';

/**
 * Runs the same program as the command line, so that a backfill is the same wherever it is started. It ends behind its batch when this
 * process is gone, and goes on from there when it is started again.
 */
export function startBackfill({ file, url, onChange }: BackfillStart): BackfillProcess {
  const words = ['backfill', file, '--format', 'json', '--control', '--url-env', variable];
  const child = spawn(process.execPath, [...program(), ...words], {
    cwd: dirname(file),
    // In an editor this program is the editor's own, which is told to be Node.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', [variable]: url },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  follow(child, onChange);
  return { control: (action) => void child.stdin?.write(`${action}\n`) };
}

function follow(child: ChildProcess, onChange: (state: BackfillState) => void): void {
  const progress = createProgress(() => performance.now());
  let errors = '';
  let ended = false;
  const end = (state: BackfillState): void => {
    if (!ended) onChange(state);
    ended = true;
  };
  child.stdin?.on('error', () => {});
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-4_000);
  });
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const state = progress(line);
      if (state === null) return;
      if (state.state === 'running' || state.state === 'paused') onChange(state);
      else if (state.state !== 'failed') end(state);
    });
  }
  child.on('error', (error) => end({ state: 'failed', words: `The backfill cannot be started: ${error.message}`, percent: null }));
  child.on('close', (code) => {
    const reason = errors.trim() === '' ? `The backfill ended with code ${code}.` : errors.trim();
    end({ state: 'failed', words: reason, percent: null });
  });
}

/** In the bundle the command line is a file beside this one; from the sources a compiler has to be loaded first. */
function program(): readonly string[] {
  if (isBundled) return [join(__dirname, 'cli.js')];
  const { resolve } = createRequire(__filename);
  return ['--import', pathToFileURL(resolve('tsx')).href, join(__dirname, '../../cli/main.ts')];
}
