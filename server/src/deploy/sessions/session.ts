import type { Row } from '../connection/database';
import { withoutLiterals } from './query-text';

/** Somebody else's connection to a database, as the server describes it to our role. What it does not tell is null. No user: nobody needs to see one. */
export interface Session {
  /** What ends it is called with; null for a prepared transaction, which has no connection. */
  readonly pid: string | null;
  readonly application: string | null;
  /** Address of the client, or `local socket`. */
  readonly client: string | null;
  /** `active`, `idle in transaction`; `prepared transaction`; as the server says it. */
  readonly state: string | null;
  /** Milliseconds, by the server's own clock. */
  readonly connectedFor: number | null;
  /** Milliseconds since its transaction began. */
  readonly transactionFor: number | null;
  /** Milliseconds since its last statement began. */
  readonly statementFor: number | null;
  /** Its last statement, short and without literals. */
  readonly query: string | null;
}

/** The columns that `sessionIn` reads, of `pg_stat_activity a`. Ages are the server's: its clock and ours may differ. */
export const postgresColumns = `a.application_name AS application, a.state, a.query, host(a.client_addr) AS address, a.backend_start IS NOT NULL AS visible,
  ${age('a.backend_start')} AS connected, ${age('a.xact_start')} AS transaction, ${age('a.query_start')} AS statement`;

function age(column: string): string {
  return `round(extract(epoch FROM clock_timestamp() - ${column}) * 1000)`;
}

/** A session of `pg_stat_activity`. A role without `pg_read_all_stats` sees little of those of others. */
export function sessionIn(row: Row): Session {
  const isVisible = row.visible === 't';
  return {
    pid: row.pid ?? null,
    application: row.application || null,
    client: row.address ?? (isVisible ? 'local socket' : null),
    state: row.state ?? null,
    connectedFor: numberIn(row.connected),
    transactionFor: numberIn(row.transaction),
    statementFor: numberIn(row.statement),
    query: isVisible && row.query ? withoutLiterals(row.query, 'postgresql') : null,
  };
}

export function numberIn(text: string | null | undefined): number | null {
  return text == null || text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
}

/** `pid 4711 (migrate, 10.0.0.7)`. */
export function sessionName({ pid, application, client }: Session): string {
  const known = [application, client].filter((part) => part !== null);
  const name = pid === null ? 'a prepared transaction' : `pid ${pid}`;
  return known.length === 0 ? name : `${name} (${known.join(', ')})`;
}

/** The same, where a sentence begins. */
export function sessionSubject(session: Session): string {
  const name = sessionName(session);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
