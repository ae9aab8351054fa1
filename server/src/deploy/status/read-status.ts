import type { Project } from '../../project/project';
import { postgresFailure } from '../connection/postgres-failure';
import { type DatabaseProblem, problemOf } from '../connection/problem';
import type { Environment } from '../environments/environment';
import { environmentState, migrationStatuses } from './compare';
import type { DatabaseHistory } from './database-history';
import { type LocalMigration, readLocalMigrations } from './local-migrations';
import { readPostgresHistory } from './postgres-history';
import type { EnvironmentStatus } from './status';
import { withTimeLimit } from './time-limit';

/** Milliseconds after which an environment counts as unreachable. */
export const statusTimeLimit = 5000;

/** Asks the database of one environment. Never rejects: what goes wrong is a state. */
export async function readStatus(environment: Environment, project: Project, timeLimit = statusTimeLimit): Promise<EnvironmentStatus> {
  const { name, kind, connection } = environment;
  const base = { name, kind, provider: project.provider, migrations: [] };
  if (!connection.ok) return { ...base, target: null, state: 'invalid', error: connection.problem };
  const { target } = connection.address;
  const [read, local] = await Promise.all([readHistory(environment, timeLimit), readLocalMigrations(project)]);
  if (!read.ok) return { ...base, target, state: 'unreachable', error: read.problem };
  return { ...base, target, error: null, ...compared(read.history, local) };
}

function compared(history: DatabaseHistory, local: readonly LocalMigration[]): Pick<EnvironmentStatus, 'state' | 'migrations'> {
  const migrations = migrationStatuses(local, history.rows ?? []);
  return { state: environmentState(history, migrations, local), migrations };
}

export type ReadHistory =
  | { readonly ok: true; readonly history: DatabaseHistory }
  | { readonly ok: false; readonly problem: DatabaseProblem };

/** What the database of an environment knows of its migrations. */
export async function readHistory({ connection }: Environment, timeLimit = statusTimeLimit): Promise<ReadHistory> {
  if (!connection.ok) return connection;
  const { address, redact } = connection;
  const failed = (error: unknown): ReadHistory => {
    const { code, message, help } = problemOf(postgresFailure(error), address.target);
    return { ok: false, problem: { code, message: redact(message), help } };
  };
  const late = (): ReadHistory => failed(new Error('timeout expired'));
  return withTimeLimit<ReadHistory>(
    timeLimit,
    async (abort) => {
      try {
        return { ok: true, history: await readPostgresHistory(address.postgres, timeLimit, abort) };
      } catch (error) {
        return failed(error);
      }
    },
    late,
  );
}
