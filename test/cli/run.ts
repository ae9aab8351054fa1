import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '../..');

const bundle = join(root, 'dist', 'cli.js');

/** The path of the built command line. Throws at once where it is not built: what waits for its output would wait for ever. */
export function builtBundle(): string {
  assert.ok(existsSync(bundle), 'dist/cli.js is missing: run "npm run build" first');
  return bundle;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command line to its end. Colours and caches of this machine play no part. */
export function lockstep(args: readonly string[], { cwd = root, input = '', env = {} }: RunOptions = {}): Promise<Ended> {
  const path = builtBundle();
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path, ...args], { cwd, env: { ...inherited, XDG_CACHE_HOME: join(cwd, '.cache'), ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
