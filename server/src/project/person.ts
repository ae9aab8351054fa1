import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The name that git has for who works here; empty where it has none. Starts git: not in an untrusted workspace. */
export async function nameInGit(directory: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['config', 'user.name'], { cwd: directory, timeout: 5000 });
    return stdout.trim();
  } catch {
    return '';
  }
}
