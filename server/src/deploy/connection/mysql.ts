import { type Connection, createConnection } from 'mariadb';
import { type Row, rowAsText } from './database';
import type { MysqlAddress } from './mysql-address';

export { openMysqlStatements } from './mysql-statements';

/** A connection. */
export interface MysqlReader {
  readonly query: (sql: string, values?: readonly string[]) => Promise<readonly Row[]>;
  /** Ends it at once, whatever it waits for. */
  readonly close: () => void;
}

/** Connects, and begins a transaction that only reads. `timeLimit` in milliseconds, for the connection and for each statement. */
export async function openMysql(address: MysqlAddress, timeLimit: number, abort: AbortSignal): Promise<MysqlReader> {
  const session = await openMysqlSession(address, timeLimit, abort);
  await session.query('START TRANSACTION READ ONLY');
  return session;
}

/** Connects without a transaction: each statement stands for itself, and may write. */
export async function openMysqlSession(address: MysqlAddress, timeLimit: number, abort: AbortSignal): Promise<MysqlReader> {
  const { host, port, socket, user, password, database, encryption } = address;
  const connection: Connection = await createConnection({
    ...(socket === null ? { host, port } : { socketPath: socket }),
    ...{ user, password, database },
    ...(encryption !== 'none' && { ssl: { rejectUnauthorized: encryption === 'strict' } }),
    connectTimeout: Math.min(address.connectTimeout, timeLimit),
    socketTimeout: timeLimit,
    // Without encryption the password travels encrypted with the server's key, as with Prisma's own driver.
    allowPublicKeyRetrieval: true,
    ...{ dateStrings: true, bigIntAsNumber: false, supportBigNumbers: true, bigNumberStrings: true, insertIdAsNumber: false },
    permitLocalInfile: false,
  });
  // A connection that breaks while nobody waits for it must not take the program with it.
  connection.on('error', () => undefined);
  const close = (): void => connection.destroy();
  if (abort.aborted) close();
  abort.addEventListener('abort', close, { once: true });
  await connection.query(`SET SESSION lock_wait_timeout = ${Math.max(1, Math.round(timeLimit / 1000))}`);
  return {
    query: async (sql, values = []) => {
      const rows: unknown = await connection.query(sql, [...values]);
      return Array.isArray(rows) ? rows.map(rowAsText) : [];
    },
    close: () => {
      abort.removeEventListener('abort', close);
      close();
    },
  };
}
