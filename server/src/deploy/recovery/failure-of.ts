import type { Project } from '../../project/project';
import type { Environment } from '../environments/environment';
import { environmentState, migrationStatuses } from '../status/compare';
import { readLocalMigrations } from '../status/local-migrations';
import { readHistory } from '../status/read-status';
import { type History, historyOf } from './history';
import type { Recovery, Trouble } from './recovery';
import { failedMigration } from './troubles/failed-migration';
import { lockHeld, lockHolder, running } from './troubles/lock-held';
import { editedMigrations, missingMigrations, outOfOrder } from './troubles/other-histories';
import { unmanaged } from './troubles/unmanaged';
import { unreachable } from './troubles/unreachable';

/**
 * What is wrong with an environment and how to get out of it, asked of its database now and of git. Changes nothing, never rejects; rows are counted for
 * at most a few seconds.
 */
export async function failureOf(environment: Environment, project: Project): Promise<Recovery> {
  const { name, kind, connection } = environment;
  const told = { environment: name, kind, provider: project.provider, target: connection.ok ? connection.address.target : null };
  if (!connection.ok) return { ...told, state: 'invalid', troubles: [unreachable(environment, connection.problem)] };
  const read = await readHistory(environment);
  const local = readLocalMigrations(project);
  if (!read.ok) return { ...told, state: 'unreachable', troubles: [unreachable(environment, read.problem)] };
  const statuses = migrationStatuses(local, read.value.rows ?? []);
  const state = environmentState(read.value, statuses, local);
  const history = historyOf(read.value, local, statuses, project);
  if (state === 'unmanaged') return { ...told, state, troubles: [await unmanaged(history, environment, project)] };
  const troubles = await Promise.all([
    stopped(history, environment, project),
    missingMigrations(history, environment, project),
    editedMigrations(history, project),
  ]);
  return { ...told, state, troubles: [...troubles.flat(), ...outOfOrder(history, environment)] };
}

/** What stops every deploy: somebody who migrates now, or migrations that have not come to their end. */
async function stopped(history: History, environment: Environment, project: Project): Promise<readonly Trouble[]> {
  const open = (history.database.rows ?? []).filter((row) => row.finishedAt === null && row.rolledBackAt === null);
  const newest = [...new Map(open.map((row) => [row.name, row])).values()];
  const holder = await lockHolder(environment);
  const failed = await Promise.all(
    newest.map((row) =>
      row.logs === null && holder !== null ? running(row.name, holder, environment) : failedMigration(row, history, environment, project),
    ),
  );
  const isRunning = failed.some(({ kind }) => kind === 'running');
  return holder === null || isRunning ? failed : [lockHeld(holder, environment), ...failed];
}
