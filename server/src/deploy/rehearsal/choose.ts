import type { Project } from '../../project/project';
import { readSnapshot, type Snapshot } from '../../project/snapshot';
import type { DatabaseProblem } from '../connection/problem';
import type { Environment } from '../environments/environment';
import { migrationStatuses } from '../status/compare';
import { readLocalMigrations } from '../status/local-migrations';
import { readHistory } from '../status/read-status';
import type { MigrationStatus } from '../status/status';

/** Which migrations are rehearsed. */
export type RehearsalScope =
  /** Those that the environment does not have; without an environment those that are not on the default branch. */
  | { readonly type: 'pending' }
  /** This one and all behind it, whatever any database has. */
  | { readonly type: 'from'; readonly migration: string };

export interface Chosen {
  readonly snapshot: Snapshot;
  /** Names, in Prisma's order. */
  readonly names: readonly string[];
  /** What the environment has; null without one. */
  readonly applied: ReadonlySet<string> | null;
  /** As the environment's server says it; null where it was not asked. */
  readonly serverVersion: string | null;
  readonly notes: readonly string[];
}

export type ChosenMigrations = { readonly ok: true; readonly chosen: Chosen } | { readonly ok: false; readonly problem: DatabaseProblem };

/** Asks the environment what it has, where there is one. Never rejects. */
export async function chooseMigrations(
  project: Project,
  environment: Environment | null,
  scope: RehearsalScope,
  since: string | null,
): Promise<ChosenMigrations> {
  const snapshot = await readSnapshot(project, new Map(), { since });
  const all = snapshot.migrations.map(({ name }) => name);
  if (scope.type === 'from' && !all.includes(scope.migration)) {
    return refused(`There is no migration "${scope.migration}".`, 'Name a folder of the migrations directory.');
  }
  const from = scope.type === 'from' ? all.slice(all.indexOf(scope.migration)) : null;
  if (environment === null) {
    const pending = snapshot.migrations.filter(({ facts }) => facts.state !== 'history').map(({ name }) => name);
    const notes = from === null && !snapshot.historyIsKnown ? [`All migrations are rehearsed, because ${snapshot.historyProblem}.`] : [];
    return { ok: true, chosen: { snapshot, names: from ?? pending, applied: null, serverVersion: null, notes } };
  }
  const read = await readHistory(environment);
  if (!read.ok) return { ok: false, problem: read.problem };
  const statuses = migrationStatuses(readLocalMigrations(project), read.value.rows ?? []);
  const files = new Set(all);
  const isPending = ({ name, state }: MigrationStatus): boolean => files.has(name) && (state === 'pending' || state === 'rolled-back');
  const pending = statuses.filter(isPending).map(({ name }) => name);
  const applied = new Set(
    statuses.filter(({ state }) => state === 'applied' || state === 'edited' || state === 'missing').map(({ name }) => name),
  );
  const { serverVersion } = read.value;
  return { ok: true, chosen: { snapshot, names: from ?? pending, applied, serverVersion, notes: doubts(statuses, environment.name) } };
}

function refused(message: string, help: string): ChosenMigrations {
  return { ok: false, problem: { code: null, message, help } };
}

/** What else stands between the environment and a deploy. */
function doubts(statuses: readonly MigrationStatus[], environment: string): readonly string[] {
  return statuses.flatMap(({ name, state }) => {
    if (state === 'failed') return [`${name} has failed on ${environment}: a deploy stops there until that is resolved.`];
    if (state === 'edited') return [`${name} was edited after it was applied on ${environment}.`];
    return state === 'missing' ? [`${name} is applied on ${environment} and not in the project.`] : [];
  });
}
