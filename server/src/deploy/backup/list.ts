import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Project } from '../../project/project';
import { entriesOf } from '../../project/read-files';
import type { EnvironmentSettings } from '../../project/settings';
import { backupDirectory, extensions } from './place';
import { type Backup, readStamp } from './stamp';

/** The backups of an environment, newest first: of its directory, or of another one. Reads stamps alone, and never throws. */
export function listBackups(
  project: Project,
  environment: Pick<EnvironmentSettings, 'name' | 'backup'>,
  directory?: string,
): readonly Backup[] {
  const place = directory ?? backupDirectory(project, environment);
  return entriesOf(place)
    .flatMap((entry) => (entry.isFile() && entry.name.endsWith('.json') ? (stampedBackup(join(place, entry.name)) ?? []) : []))
    .filter(({ stamp }) => stamp.environment === environment.name)
    .sort((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1));
}

/** Two may have begun in the same second. */
function orderOf({ stamp }: Backup): string {
  return `${stamp.beganAt} ${stamp.finishedAt}`;
}

/** The backup that a path means: its own or that of its stamp. Null where no stamp stands there. */
export function backupAt(path: string): Backup | null {
  const absolute = resolve(path);
  const extension = Object.values(extensions).find((one) => absolute.endsWith(one));
  return extension === undefined ? null : stampedBackup(`${absolute.slice(0, -extension.length)}.json`);
}

function stampedBackup(stampPath: string): Backup | null {
  const stamp = readStamp(stampPath);
  if (stamp === null) return null;
  const { file } = stamp;
  const path = file === null ? stampPath : join(dirname(stampPath), basename(file));
  const bytes = file === null ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  const isThere = file === null || (bytes > 0 && bytes === stamp.bytes);
  return { path, stamp, bytes, isVerified: stamp.verified.length > 0 && isThere };
}

/** Milliseconds since a backup began: what was committed later is not in it. */
export function ageOf({ stamp }: Backup, now: Date): number {
  return now.getTime() - Date.parse(stamp.beganAt);
}
