// Installs a package folder from its lock file when that has not been done since the lock file last changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Runs `npm ci --ignore-scripts` in `folder` where needed. With `optional`, a failure is told and the caller goes on: its tests
 * skip what is missing. Without, the process ends with code 1.
 */
export async function installPackage(folder, { optional = false } = {}) {
  const lockFile = path.join(folder, 'package-lock.json');
  if (!existsSync(lockFile)) return;
  const digest = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  const mark = path.join(folder, 'node_modules', '.installed-from');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return;
  console.log(`Installing ${path.basename(folder)}…`);
  const code = await new Promise((resolve) => {
    const child = spawn('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', () => resolve(1));
    child.on('exit', (exit) => resolve(exit ?? 1));
  });
  if (code === 0) writeFileSync(mark, digest);
  else if (optional) console.log(`Installing ${path.basename(folder)} failed (code ${code}); the tests that need it skip.`);
  else process.exit(1);
}
