import { quotedName } from '../../analysis/render/postgres-names';
import type { ConnectionAddress } from '../connection/address';
import { postgresDriver } from '../connection/drivers';
import { isScratchName, markIn, markText } from './scratch';
import type { ScratchServer } from './server';

/** The mark is the comment on the database, which can be read from every other one (https://www.postgresql.org/docs/current/sql-comment.html). */
export async function postgresScratches(address: ConnectionAddress, timeLimit: number, abort: AbortSignal): Promise<ScratchServer> {
  const { query, close } = await postgresDriver().openPostgresSession(address, timeLimit, abort);
  return {
    create: async (name, mark) => {
      // What somebody has put into template1 is not part of a copy.
      await query(`CREATE DATABASE ${quotedName(name)} TEMPLATE template0`);
      await query(`COMMENT ON DATABASE ${quotedName(name)} IS '${markText(mark).replaceAll("'", "''")}'`);
    },
    find: async () => {
      const rows = await query(
        `SELECT datname AS name, shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE starts_with(datname, 'lockstep_scratch_')
         ORDER BY datname`,
      );
      return rows.flatMap(({ name, mark }) => (name != null && isScratchName(name) ? [{ name, mark: markIn(mark ?? null) }] : []));
    },
    drop: async (name) => {
      await query(`ALTER DATABASE ${quotedName(name)} ALLOW_CONNECTIONS false`);
      await query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()', [name]);
      for (let attempt = 0; ; attempt++) {
        try {
          await query(`DROP DATABASE IF EXISTS ${quotedName(name)}`);
          return;
        } catch (error) {
          // Those that were told to end take a moment; FORCE is there from version 13 on.
          if (attempt === 20 || !isInUse(error)) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    },
    close,
  };
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55006';
}
