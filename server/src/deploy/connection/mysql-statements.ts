import { createConnection } from 'mariadb';
import { rowAsText } from './database';
import type { MysqlAddress } from './mysql-address';
import type { StatementConnection, StatementResult } from './postgres-statements';

/** Connects, as Prisma does: what a migration sets stays for the next one. Rejects with the error of the driver. */
export async function openMysqlStatements(address: MysqlAddress, abort: AbortSignal): Promise<StatementConnection> {
  const { host, port, socket, user, password, database, encryption, connectTimeout } = address;
  const connection = await createConnection({
    ...(socket === null ? { host, port } : { socketPath: socket }),
    ...{ user, password, database, connectTimeout },
    ...(encryption !== 'none' && { ssl: { rejectUnauthorized: encryption === 'strict' } }),
    allowPublicKeyRetrieval: true,
    ...{ dateStrings: true, bigIntAsNumber: false, supportBigNumbers: true, bigNumberStrings: true, insertIdAsNumber: false },
    permitLocalInfile: false,
  });
  connection.on('error', () => undefined);
  const close = (): void => {
    abort.removeEventListener('abort', close);
    connection.destroy();
  };
  abort.addEventListener('abort', close, { once: true });
  if (abort.aborted) close();
  return {
    run: async (sql): Promise<StatementResult> => {
      try {
        const answer: unknown = await connection.query(sql);
        if (Array.isArray(answer)) return { ok: true, rows: answer.map(rowAsText), affected: answer.length };
        return { ok: true, rows: [], affected: affectedIn(answer) };
      } catch (error) {
        const [errno, message] = error instanceof Error && 'errno' in error ? [Number(error.errno), serverMessage(error.message)] : [0, ''];
        // Numbers of the driver itself, of the network and of a lost connection: https://mariadb.com/docs/server/reference/error-codes
        if (errno <= 0 || errno >= 45_000 || lost.has(errno)) throw error;
        return { ok: false, code: String(errno), message };
      }
    },
    close,
  };
}

/** The server ends, or has ended the connection. */
const lost: ReadonlySet<number> = new Set([1053, 1077, 1927, 2006, 2013]);

function affectedIn(answer: unknown): number | null {
  return typeof answer === 'object' && answer !== null && 'affectedRows' in answer ? Number(answer.affectedRows) : null;
}

/** The driver puts connection id, error number and SQL around what the server has said. */
function serverMessage(message: string): string {
  return message.replace(/^\(conn:[^)]*\)\s*/, '').split('\n')[0] ?? '';
}
