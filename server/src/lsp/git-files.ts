import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readText } from '../project/read-files';

/**
 * The directories that hold `HEAD` and the branches of the repository around a folder: one, or two in a worktree. Empty
 * outside a repository. Reads files only; git is not run.
 */
export function gitDirectories(folder: string): readonly string[] {
  const found = repositoryAround(folder);
  if (found === null) return [];
  const text = readText(found);
  // A folder cannot be read as text; a file names the real place.
  const named = text === null ? null : /^gitdir:\s*(.+)$/m.exec(text)?.[1];
  const directory = named == null ? found : resolve(dirname(found), named.trim());
  const common = readText(join(directory, 'commondir'))?.trim();
  return common === undefined ? [directory] : [directory, resolve(directory, common)];
}

function repositoryAround(folder: string): string | null {
  for (let directory = folder; ; directory = dirname(directory)) {
    const candidate = join(directory, '.git');
    if (existsSync(candidate)) return candidate;
    if (directory === dirname(directory)) return null;
  }
}
