import { basename } from 'node:path';
import { folderNames } from '../../analysis/plans/folder-names';

/**
 * The folders that the SQL files of a stage are promoted to: `4-contract/2-validate_user_status.sql` becomes
 * `20260131120001_validate_user_status`. Null where no timestamp sorts behind the newest migration.
 */
export function migrationNames(files: readonly string[], newest: string | null, now: Date): readonly string[] | null {
  const names: string[] = [];
  for (const file of files) {
    const name = basename(file, '.sql').replace(/^\d+-/, '');
    const [next] = folderNames([{ words: null }], { name, newest: names.at(-1) ?? newest, now, isWhole: true }) ?? [];
    if (next === undefined) return null;
    names.push(next);
  }
  return names;
}
