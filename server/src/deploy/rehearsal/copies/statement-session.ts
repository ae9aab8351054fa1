import type { StatementConnection } from '../../connection/postgres-statements';
import type { Redact } from '../../connection/redact';
import { CopyLost, type Session } from '../session';

/** A connection as the session of a copy. Times are those of this side: the statement and its way there and back. */
export function sessionOn(connection: StatementConnection, redact: Redact): Session {
  return {
    run: async (sql) => {
      const start = performance.now();
      const result = await connection.run(sql).catch((error: unknown) => {
        throw new CopyLost(`The connection to the copy is lost: ${redact(error instanceof Error ? error.message : String(error))}`);
      });
      const milliseconds = performance.now() - start;
      if (result.ok) return { ...result, milliseconds };
      return { ok: false, error: { code: result.code, message: result.message }, milliseconds };
    },
  };
}
