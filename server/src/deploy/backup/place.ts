import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { git, isInRepository } from '../../project/git';
import { ensureLocalDirectory, localDirectory } from '../../project/local-files';
import type { Project } from '../../project/project';
import type { EnvironmentSettings } from '../../project/settings';
import { timeInName } from '../scratch/scratch';
import type { BackupForm } from './stamp';

/** Where the backups of an environment lie: as `lockstep.json` says, relative to it, else `.lockstep/backups`. */
export function backupDirectory({ root, settings: { file } }: Project, { backup }: Pick<EnvironmentSettings, 'backup'>): string {
  const stated = backup?.directory ?? null;
  return stated === null ? join(localDirectory(root), 'backups') : resolve(file === null ? root : dirname(file), stated);
}

/** Creates a directory for backups where it is missing. @throws the file system's error where it cannot be written to. */
export function ensureDirectory(directory: string, root: string): void {
  try {
    if (directory.startsWith(localDirectory(root))) ensureLocalDirectory(root);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    // On a disk that is read-only Node says of nested folders that one is missing.
    accessSync(existingAbove(directory), constants.W_OK);
    throw error;
  }
  accessSync(directory, constants.W_OK);
}

function existingAbove(directory: string): string {
  const above = dirname(directory);
  return existsSync(above) || above === directory ? above : existingAbove(above);
}

/** `production-20261120T150405Z`; with a number behind it where another backup has that name. */
export function freeName(directory: string, environment: string, now: Date): string {
  const name = `${environment.replaceAll(/[^\w.-]/g, '_')}-${timeInName(now)}`;
  for (let count = 1; ; count++) {
    const one = count === 1 ? name : `${name}-${count}`;
    const isTaken = (end: string): boolean => existsSync(join(directory, one + end)) || existsSync(join(directory, one + end + partial));
    if (!Object.values(extensions).some(isTaken) && !existsSync(join(directory, one + ownerExtension))) return one;
  }
}

/** `.json`, of the stamp, is that of a snapshot too. */
export const extensions: Readonly<Record<BackupForm, string>> = {
  pg_dump: '.dump',
  sql: '.sql.gz',
  sqlite: '.db',
  own: '.backup',
  snapshot: '.json',
};

/** Behind the name of a file that is not a backup yet. */
export const partial = '.partial';

/** Behind the name of a backup that is being made: a file that says by whom. It begins before the backup's own file, and ends with it. */
export const ownerExtension: string = `.owner${partial}`;

/** What git would make of backups in a directory: a sentence to warn with, or null. */
export async function gitWarning(directory: string): Promise<string | null> {
  if (!isInRepository(directory)) return null;
  const path = join(directory, 'production-20260101T000000Z.dump');
  const ignored = await git(directory, ['check-ignore', '-q', path], { literalPaths: false });
  // Without a reason: git has answered, and that is no.
  if (ignored.ok || ignored.reason !== '') return null;
  return `Git does not ignore ${basename(directory)}/: a backup holds the rows of the database. Add it to .gitignore.`;
}
