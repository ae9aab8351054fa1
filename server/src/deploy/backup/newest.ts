import { isAbsolute, relative, sep } from 'node:path';
import { byteWords } from '../../analysis/statistics/size-words';
import type { Project } from '../../project/project';
import type { EnvironmentSettings } from '../../project/settings';
import { listBackups } from './list';
import type { Backup } from './stamp';

/** The backups of one database, newest first: an environment may have had another one. */
export function backupsOfDatabase(
  project: Project,
  environment: Pick<EnvironmentSettings, 'name' | 'backup'>,
  target: string | null,
): readonly Backup[] {
  return listBackups(project, environment).filter(({ stamp }) => stamp.target === target);
}

/** The newest that was verified, else the newest. */
export function newestOf(backups: readonly Backup[]): Backup | null {
  return backups.find(({ isVerified }) => isVerified) ?? backups[0] ?? null;
}

/** Its path from the project on, or what a command has called it, with its size: `.lockstep/backups/… (2.1 GB)`. */
export function backupName(backup: Backup, project: Project): string {
  return `${shownPath(backup, project)}${backup.bytes === 0 ? '' : ` (${byteWords(backup.bytes)})`}`;
}

export function shownPath({ path, stamp }: Backup, { root }: Project): string {
  if (stamp.file === null && stamp.reference !== null) return stamp.reference;
  const short = relative(root, path);
  return short.startsWith('..') || isAbsolute(short) ? path : short.split(sep).join('/');
}
