import { type Answer, askDatabase } from '../connection/ask';
import type { DatabaseAddress } from '../connection/database-address';
import { mysqlDriver } from '../connection/drivers';
import type { MysqlAddress } from '../connection/mysql-address';
import { readPostgres } from '../connection/read-postgres';
import type { Environment } from '../environments/environment';
import { withoutLiterals } from './query-text';
import { numberIn, postgresColumns, type Session, sessionIn } from './session';

/** Who has the lock under which Prisma migrates, and who waits for it. `kind` says whether there is such a lock at all. */
export type MigrationLock =
  | { readonly kind: 'lock'; readonly holder: Session | null; readonly waiting: readonly Session[] }
  /** SQLite locks its file instead. */
  | { readonly kind: 'none' };

/** Asks a database who holds Prisma's migration lock. Never rejects. */
export async function readMigrationLock({ connection }: Environment, timeLimit: number): Promise<Answer<MigrationLock>> {
  if (!connection.ok) return connection;
  return askDatabase(connection, timeLimit, (address, abort) => lockAt(address, timeLimit, abort));
}

async function lockAt(address: DatabaseAddress, timeLimit: number, abort: AbortSignal): Promise<MigrationLock> {
  switch (address.provider) {
    case 'postgresql':
      return readPostgres(address.postgres, timeLimit, abort, async (query) => {
        const rows = await query(postgresHolders);
        const holder = rows.find(({ granted }) => granted === 't');
        const waiting = rows.filter(({ granted }) => granted !== 't').map(sessionIn);
        return { kind: 'lock', holder: holder === undefined ? null : sessionIn(holder), waiting };
      });
    case 'mysql':
      return { kind: 'lock', holder: await mysqlHolder(address.mysql, timeLimit, abort), waiting: [] };
    case 'sqlite':
      return { kind: 'none' };
  }
}

/**
 * The key that Prisma locks. Advisory locks belong to one database of the server.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/postgres.rs
 */
const postgresHolders = `SELECT l.pid, l.granted, ${postgresColumns}
  FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = 72707369 AND l.objsubid = 1
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
  ORDER BY l.granted DESC, l.pid`;

/**
 * The name that Prisma locks; one for all databases of a server.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/mysql.rs
 */
async function mysqlHolder(address: MysqlAddress, timeLimit: number, abort: AbortSignal): Promise<Session | null> {
  const reader = await mysqlDriver().openMysql(address, timeLimit, abort);
  try {
    const [used] = await reader.query("SELECT IS_USED_LOCK('prisma_migrate') AS pid");
    const pid = used?.pid ?? null;
    if (pid === null) return null;
    // Without the privilege PROCESS the list holds only sessions of the same user.
    const [row] = await reader.query('SELECT HOST, DB, COMMAND, TIME, INFO FROM information_schema.PROCESSLIST WHERE ID = ?', [pid]);
    const seconds = numberIn(row?.TIME);
    return {
      pid,
      application: row?.DB ? `database ${row.DB}` : null,
      client: row?.HOST ?? null,
      state: row?.COMMAND ?? null,
      ...{ connectedFor: null, transactionFor: null },
      statementFor: seconds === null ? null : seconds * 1000,
      query: row?.INFO ? withoutLiterals(row.INFO, 'mysql') : null,
    };
  } finally {
    reader.close();
  }
}
