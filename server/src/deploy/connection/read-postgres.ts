import type { ConnectionAddress } from './address';
import type { Query } from './database';
import { postgresDriver } from './drivers';

/**
 * Runs `read` in one read-only transaction on a connection of its own, so that a pooler in transaction mode serves it too. Rejects with the
 * error of the server or of the connection.
 */
export async function readPostgres<T>(
  address: ConnectionAddress,
  timeLimit: number,
  abort: AbortSignal,
  read: (query: Query) => Promise<T>,
): Promise<T> {
  const hurried = { ...address, connectTimeout: Math.min(address.connectTimeout, timeLimit) };
  // Every name that is asked for has its schema.
  const database = postgresDriver().openPostgres({ ...hurried, schema: null }, 0);
  const close = (): void => void database.close();
  abort.addEventListener('abort', close, { once: true });
  const settings = { lockTimeout: timeLimit, statementTimeout: timeLimit, access: 'read-only' } as const;
  try {
    return await database.transaction(settings, read, abort);
  } finally {
    abort.removeEventListener('abort', close);
    close();
  }
}
