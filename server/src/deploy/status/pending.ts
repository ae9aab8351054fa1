import { join } from 'node:path';
import type { Project } from '../../project/project';
import { isFile } from '../../project/read-files';
import type { EnvironmentStatus } from './status';

/**
 * Names of what a deploy would apply, in its order; null where the database told nothing. What was rolled back is applied again, unless the
 * project does not have it any more.
 */
export function pendingIn({ state, migrations }: EnvironmentStatus, { migrationsDirectory }: Project): readonly string[] | null {
  if (state === 'unreachable' || state === 'invalid') return null;
  const isHere = (name: string): boolean => migrationsDirectory !== null && isFile(join(migrationsDirectory, name, 'migration.sql'));
  return migrations.filter((one) => one.state === 'pending' || (one.state === 'rolled-back' && isHere(one.name))).map(({ name }) => name);
}
