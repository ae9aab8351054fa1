import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { folderWith } from './folders';

/** Runs git as somebody who has no configuration. */
export function git(folder: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: join(folder, 'none'), GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** A repository with these files committed on `main`. */
export function repositoryWith(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder);
  return folder;
}

/** Commits everything. */
export function commit(folder: string): void {
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'x');
}
