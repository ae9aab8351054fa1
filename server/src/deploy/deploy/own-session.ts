import { askDatabase } from '../connection/ask';
import { readPostgres } from '../connection/read-postgres';
import type { Environment } from '../environments/environment';
import { withoutLiterals } from '../sessions/query-text';

/** What the CLI's own connection does on the server; it is known by its application name. */
export interface OwnSession {
  readonly pid: string;
  readonly isActive: boolean;
  /** Whether its statement waits for a lock of others, and the process ids of those. */
  readonly blockedBy: readonly string[];
  /** Its last statement, short and without literals. */
  readonly query: string;
}

const timeLimit = 3000;

/** Null where it is not there, or where the server cannot be asked. PostgreSQL alone shows it by name. */
export async function ownSession({ connection }: Environment, applicationName: string): Promise<OwnSession | null> {
  if (!connection.ok) return null;
  const answer = await askDatabase(connection, timeLimit, async (address, abort) => {
    if (address.provider !== 'postgresql') return null;
    const [row] = await readPostgres(address.postgres, timeLimit, abort, (query) => query(session, [applicationName]));
    if (row === undefined) return null;
    const blockedBy = (row.blocked_by ?? '').split(',').filter((pid) => pid !== '');
    return { pid: row.pid ?? '', isActive: row.state === 'active', blockedBy, query: withoutLiterals(row.query ?? '', 'postgresql') };
  });
  return answer.ok ? answer.value : null;
}

const session = `SELECT a.pid, a.state, a.query, array_to_string(pg_blocking_pids(a.pid), ',') AS blocked_by
  FROM pg_catalog.pg_stat_activity a WHERE a.application_name = $1 AND a.datname = current_database()
  ORDER BY a.state = 'active' DESC LIMIT 1`;

/** Asks the server to end the statement that it carries out, as Ctrl+C in psql does. Whether it did shows itself. */
export async function cancelOwnSession({ connection }: Environment, applicationName: string): Promise<void> {
  if (!connection.ok) return;
  await askDatabase(connection, timeLimit, async (address, abort) => {
    if (address.provider === 'postgresql')
      await readPostgres(address.postgres, timeLimit, abort, (query) => query(cancel, [applicationName]));
  });
}

const cancel = `SELECT pg_cancel_backend(a.pid) FROM pg_catalog.pg_stat_activity a
  WHERE a.application_name = $1 AND a.datname = current_database() AND a.state = 'active'`;
