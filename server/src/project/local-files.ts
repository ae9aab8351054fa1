import { existsSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What deploys, backups and rehearsals of this machine leave beside a project: `.lockstep/`, which ignores itself in git. Unlike a cache it
 * is not made again when it is gone, so nothing here is ever removed but by the person, or by the command that wrote it.
 */
export function localDirectory(root: string): string {
  return join(root, '.lockstep');
}

/** The same, created where it is missing. @throws the file system's error, such as that of a read-only folder. */
export function ensureLocalDirectory(root: string): string {
  const directory = localDirectory(root);
  mkdirSync(directory, { recursive: true });
  const ignore = join(directory, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  return directory;
}

/** Writes a file as a whole or not at all. @throws the file system's error; nothing is left then. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes a new file, as a whole or not at all, so that nobody finds it half written and of two who write it one does. False where there is such a file.
 * @throws the file system's error otherwise.
 */
export function writeNew(path: string, content: string): boolean {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
