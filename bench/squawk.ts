import { existsSync } from 'node:fs';
import path from 'node:path';

/** The peer's native executable, as its npm package brings it; null on a platform that it does not support. */
export function squawkExecutable(): string | null {
  const name = process.platform === 'win32' ? 'squawk.exe' : 'squawk';
  const file = path.join(__dirname, '..', 'node_modules', '@squawk-cli', `${process.platform}-${process.arch}`, 'bin', name);
  return existsSync(file) ? file : null;
}
