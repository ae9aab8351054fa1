import { Client, DatabaseError } from 'pg';
import { type ConnectionAddress, withoutEncryption } from './address';
import { type Row, rowAsText } from './database';
import { refusesEncryption } from './postgres-session';
import { connectionOf } from './postgres-tls';

/** What a statement did, or what the server has against it. */
export type StatementResult =
  | { readonly ok: true; readonly rows: readonly Row[]; readonly affected: number | null }
  | { readonly ok: false; readonly code: string | null; readonly message: string };

/** One connection that runs texts as they are, without time limits of ours. */
export interface StatementConnection {
  /** Rejects only when the connection is lost. */
  readonly run: (sql: string) => Promise<StatementResult>;
  /** Ends it at once, whatever it waits for. */
  readonly close: () => void;
}

/** Connects. Rejects with the error of the driver; an abort closes the connection, and the server rolls back what it has begun. */
export async function openPostgresStatements(address: ConnectionAddress, abort: AbortSignal): Promise<StatementConnection> {
  const open = async (url: string): Promise<Client> => {
    const client = new Client({ ...connectionOf(url), connectionTimeoutMillis: address.connectTimeout, application_name: 'lockstep' });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const client = await open(address.url).catch((error: unknown) => {
    if (address.encryption === 'preferred' && refusesEncryption(error)) return open(withoutEncryption(address.url));
    throw error;
  });
  const close = (): void => {
    abort.removeEventListener('abort', close);
    // A farewell would wait behind the statement that runs.
    client.connection.stream.destroy();
    client.end().catch(() => undefined);
  };
  abort.addEventListener('abort', close, { once: true });
  if (abort.aborted) close();
  return {
    run: async (sql) => {
      try {
        const answer: unknown = await client.query({ text: sql, types: asText });
        const last: unknown = Array.isArray(answer) ? answer.at(-1) : answer;
        return { ok: true, ...resultIn(last) };
      } catch (error) {
        if (error instanceof DatabaseError && !isEnd(error)) return { ok: false, code: error.code ?? null, message: error.message };
        throw error;
      }
    },
    close,
  };
}

const asText = { getTypeParser: () => (value: string) => value };

/** The server has ended the connection, and says so first. */
function isEnd({ code = '', severity }: DatabaseError): boolean {
  return severity === 'FATAL' || code.startsWith('57P0') || code.startsWith('08');
}

function resultIn(result: unknown): { readonly rows: readonly Row[]; readonly affected: number | null } {
  if (typeof result !== 'object' || result === null) return { rows: [], affected: null };
  const rows = 'rows' in result && Array.isArray(result.rows) ? result.rows.map(rowAsText) : [];
  return { rows, affected: 'rowCount' in result && typeof result.rowCount === 'number' ? result.rowCount : null };
}
