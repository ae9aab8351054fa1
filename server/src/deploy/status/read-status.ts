import type { SeenEnvironment } from '../../project/last-seen';
import type { Project } from '../../project/project';
import { type Answer, askDatabase } from '../connection/ask';
import type { DatabaseAddress } from '../connection/database-address';
import type { Redact } from '../connection/redact';
import type { Environment } from '../environments/environment';
import { environmentState, migrationStatuses } from './compare';
import type { DatabaseHistory } from './database-history';
import { readLocalMigrations } from './local-migrations';
import { readMysqlHistory } from './mysql-history';
import { readPostgresHistory } from './postgres-history';
import { readSqliteHistory } from './sqlite-history';
import type { EnvironmentStatus } from './status';

/** Milliseconds after which an environment counts as unreachable. */
export const statusTimeLimit = 5000;

/** Asks the database of one environment. Never rejects: what goes wrong is a state. */
export async function readStatus(environment: Environment, project: Project, timeLimit = statusTimeLimit): Promise<EnvironmentStatus> {
  return (await lookAt(environment, project, timeLimit)).status;
}

export interface Look {
  readonly status: EnvironmentStatus;
  /** What the database said; null where it could not be asked. */
  readonly seen: SeenEnvironment | null;
}

/** The same, with what is to be remembered of it. */
export async function lookAt(environment: Environment, project: Project, timeLimit = statusTimeLimit): Promise<Look> {
  const { name, kind, connection } = environment;
  const told = { name, kind, provider: project.provider };
  if (!connection.ok) return unseen({ ...told, target: null, state: 'invalid', error: connection.problem, migrations: [] });
  const { target } = connection.address;
  const read = await readHistory(environment, timeLimit);
  if (!read.ok) return unseen({ ...told, target, state: 'unreachable', error: read.problem, migrations: [] });
  const local = readLocalMigrations(project);
  const migrations = migrationStatuses(local, read.value.rows ?? []);
  return {
    status: { ...told, target, state: environmentState(read.value, migrations, local), error: null, migrations },
    seen: seenIn(environment, read.value, new Date()),
  };
}

function unseen(status: EnvironmentStatus): Look {
  return { status, seen: null };
}

function seenIn({ name, kind }: Environment, { serverVersion, rows }: DatabaseHistory, now: Date): SeenEnvironment {
  const applied = (rows ?? []).filter(({ finishedAt, rolledBackAt }) => finishedAt !== null && rolledBackAt === null);
  return {
    environment: name,
    kind,
    at: now.toISOString(),
    serverVersion,
    applied: new Map(applied.map((row) => [row.name, row.checksum])),
  };
}

export type ReadHistory = Answer<DatabaseHistory>;

/** What the database of an environment knows of its migrations. */
export async function readHistory({ connection }: Pick<Environment, 'connection'>, timeLimit = statusTimeLimit): Promise<ReadHistory> {
  if (!connection.ok) return connection;
  return askDatabase(connection, timeLimit, async (address, abort) =>
    withoutSecrets(await historyAt(address, timeLimit, abort), connection.redact),
  );
}

/** What is stored of an error may quote a connection URL. */
function withoutSecrets(history: DatabaseHistory, redact: Redact): DatabaseHistory {
  const rows = history.rows?.map((row) => (row.logs === null ? row : { ...row, logs: redact(row.logs) })) ?? null;
  return { ...history, rows };
}

async function historyAt(address: DatabaseAddress, timeLimit: number, abort: AbortSignal): Promise<DatabaseHistory> {
  switch (address.provider) {
    case 'postgresql':
      return readPostgresHistory(address.postgres, timeLimit, abort);
    case 'mysql':
      return readMysqlHistory(address.mysql, timeLimit, abort);
    case 'sqlite':
      return readSqliteHistory(address.sqlite.file);
  }
}
