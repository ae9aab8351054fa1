import type { Project } from '../../project/project';
import type { DatabaseHistory } from '../status/database-history';
import { readLocalMigrations } from '../status/local-migrations';
import type { HeldMigrations } from './stamp';

/** What a database has of a project's migrations; nothing where nothing manages it. */
export async function heldMigrations({ rows }: DatabaseHistory, project: Project): Promise<HeldMigrations> {
  const open = (rows ?? []).filter(({ rolledBackAt }) => rolledBackAt === null);
  const failed = new Set(open.filter(({ finishedAt }) => finishedAt === null).map(({ name }) => name));
  const applied = new Map(open.filter(({ name }) => !failed.has(name)).map(({ name, checksum }) => [name, checksum]));
  const local = readLocalMigrations(project);
  return {
    applied: [...applied].map(([name, checksum]) => ({ name, checksum })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    failed: [...failed].sort(),
    pending: local.map(({ name }) => name).filter((name) => !applied.has(name) && !failed.has(name)),
  };
}

/** Whether two databases have the same; what is pending depends on the project's files, which may have changed. */
export function holdTheSame(one: HeldMigrations, other: HeldMigrations): boolean {
  return JSON.stringify([one.applied, one.failed]) === JSON.stringify([other.applied, other.failed]);
}

/** `42 migrations up to 20261103_add_teams`, `no migrations`. */
export function heldWords({ applied, failed }: HeldMigrations): string {
  const last = applied.at(-1);
  const count =
    last === undefined ? 'no migrations' : `${applied.length} ${applied.length === 1 ? 'migration' : 'migrations'} up to ${last.name}`;
  return failed.length === 0 ? count : `${count}, failed ${failed.join(', ')}`;
}
