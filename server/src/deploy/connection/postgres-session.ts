import { Client } from 'pg';
import { type ConnectionAddress, withoutEncryption } from './address';
import type { Query, Row } from './database';
import { connectionOf } from './postgres-tls';

/** A connection without a transaction: for what no transaction may hold, such as `CREATE DATABASE`. */
export interface PostgresSession {
  readonly query: Query;
  /** Calls the listener when the connection has ended, whoever has ended it. */
  readonly onEnd: (listener: () => void) => void;
  /** Ends it at once, whatever it waits for. */
  readonly close: () => void;
}

/** Connects. `timeLimit` in milliseconds, for the connection and for each statement. Rejects with the error of the driver. */
export async function openPostgresSession(address: ConnectionAddress, timeLimit: number, abort: AbortSignal): Promise<PostgresSession> {
  const open = async (url: string): Promise<Client> => {
    const client = new Client({
      ...connectionOf(url),
      connectionTimeoutMillis: Math.min(address.connectTimeout, timeLimit),
      statement_timeout: timeLimit,
      application_name: 'lockstep',
    });
    // A connection that breaks while nobody waits for it must not take the program with it.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const client = await open(address.url).catch((error: unknown) => {
    if (address.encryption === 'preferred' && refusesEncryption(error)) return open(withoutEncryption(address.url));
    throw error;
  });
  const close = (): void => void client.end().catch(() => undefined);
  if (abort.aborted) close();
  abort.addEventListener('abort', close, { once: true });
  return {
    query: async (text, values = []) => {
      const { rows } = await client.query<Row>({ text, values: [...values], types: { getTypeParser: () => (value: string) => value } });
      return rows;
    },
    onEnd: (listener) => void client.once('end', listener),
    close: () => {
      abort.removeEventListener('abort', close);
      close();
    },
  };
}

export function refusesEncryption(error: unknown): boolean {
  return error instanceof Error && error.message === 'The server does not support SSL connections';
}
