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

/**
 * Asks the server to end the statement that it carries out, as Ctrl+C in psql does, and once more where none had begun yet. Gives up after a moment, and
 * where the server cannot be asked. Whether anything was ended.
 */
export async function cancelOwnSession({ connection }: Environment, applicationName: string): Promise<boolean> {
  if (!connection.ok || connection.address.provider !== 'postgresql') return false;
  const { postgres } = connection.address;
  for (let attempt = 0; attempt < 10; attempt++) {
    const answer = await askDatabase(connection, timeLimit, (_, abort) =>
      readPostgres(postgres, timeLimit, abort, (query) => query(cancel, [applicationName])),
    );
    if (!answer.ok) return false;
    if (answer.value.length > 0) return true;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return false;
}

/** Milliseconds. */
const pause = 200;

const cancel = `SELECT pg_cancel_backend(a.pid) FROM pg_catalog.pg_stat_activity a
  WHERE a.application_name = $1 AND a.datname = current_database() AND a.state = 'active'`;
