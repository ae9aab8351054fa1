import type { Project } from '../../project/project';
import type { DatabaseProblem } from '../connection/problem';
import type { Environment } from '../environments/environment';
import { readStatus } from './read-status';
import type { MigrationStatus } from './status';

export type AppliedMigrations =
  | {
      readonly ok: true;
      /** Names of what is applied, edited since or not. */
      readonly applied: ReadonlySet<string>;
      /** Everything that is known, by name. */
      readonly migrations: ReadonlyMap<string, MigrationStatus>;
    }
  | { readonly ok: false; readonly problem: DatabaseProblem };

/** Which migrations of the project an environment has, asked of its database. Never rejects. */
export async function appliedMigrations(environment: Environment, project: Project): Promise<AppliedMigrations> {
  const { error, migrations } = await readStatus(environment, project);
  if (error !== null) return { ok: false, problem: error };
  const applied = migrations.filter(({ state }) => state === 'applied' || state === 'edited' || state === 'missing');
  return {
    ok: true,
    applied: new Set(applied.map(({ name }) => name)),
    migrations: new Map(migrations.map((migration) => [migration.name, migration])),
  };
}
