import type { ObjectId } from '../../analysis/catalog/catalog';
import type { LockMode } from '../../analysis/effects/lock-mode';
import type { ConnectionAddress } from '../connection/address';
import { type Answer, askDatabase } from '../connection/ask';
import { mysqlDriver } from '../connection/drivers';
import type { MysqlAddress } from '../connection/mysql-address';
import { readPostgres } from '../connection/read-postgres';
import type { Environment } from '../environments/environment';
import { conflicts, lockModeIn } from './lock-conflicts';
import { withoutLiterals } from './query-text';
import { numberIn, postgresColumns, type Session, sessionIn } from './session';

/** A session that what is to come would have to wait for. */
export interface OpenTransaction {
  readonly session: Session;
  /** What it holds that is in the way; empty where it only is older than an index that is to be built. */
  readonly holds: readonly { readonly relation: ObjectId; readonly mode: LockMode }[];
}

export interface WantedLocks {
  readonly locks: ReadonlyMap<ObjectId, LockMode>;
  /** Whether something waits for all older transactions, as CREATE INDEX CONCURRENTLY does. */
  readonly waitsForAll: boolean;
}

/** The transactions that are in the way now, of any age, the oldest first. Never rejects. On MySQL every open one, since nothing tells its locks. */
export async function readOpenTransactions(
  { connection }: Environment,
  wanted: WantedLocks,
  timeLimit: number,
): Promise<Answer<readonly OpenTransaction[]>> {
  if (!connection.ok) return connection;
  return askDatabase(connection, timeLimit, async (address, abort) => {
    switch (address.provider) {
      case 'postgresql':
        return readPostgresTransactions(address.postgres, wanted, timeLimit, abort);
      case 'mysql':
        return readMysqlTransactions(address.mysql, timeLimit, abort);
      case 'sqlite':
        return [];
    }
  });
}

function readPostgresTransactions(
  address: ConnectionAddress,
  { locks, waitsForAll }: WantedLocks,
  timeLimit: number,
  abort: AbortSignal,
): Promise<readonly OpenTransaction[]> {
  return readPostgres(address, timeLimit, abort, async (query) => {
    const rows = await query(lockHolders, [JSON.stringify([...locks.keys()])]);
    const found = new Map<string, { readonly session: Session; readonly holds: { relation: ObjectId; mode: LockMode }[] }>();
    for (const row of rows) {
      const mode = lockModeIn(row.mode ?? '');
      const wanted = locks.get(row.relation ?? '');
      if (mode === null || wanted === undefined || !conflicts(wanted, mode)) continue;
      const session = row.pid == null ? preparedIn(row.prepared ?? null) : sessionIn(row);
      const key = row.holder ?? '';
      const known = found.get(key) ?? { session, holds: [] };
      known.holds.push({ relation: row.relation ?? '', mode });
      found.set(key, known);
    }
    const older = waitsForAll ? await query(snapshotHolders) : [];
    for (const row of older) {
      const key = row.holder ?? '';
      if (!found.has(key)) found.set(key, { session: sessionIn(row), holds: [] });
    }
    return [...found.values()].sort((a, b) => (b.session.transactionFor ?? -1) - (a.session.transactionFor ?? -1));
  });
}

/**
 * A prepared transaction keeps its locks without any connection, until somebody commits it or rolls it back. It is found by the lock on its own
 * number: its virtual number is that of the session that has prepared it.
 */
const lockHolders = `SELECT l.virtualtransaction AS holder, l.pid, l.mode, n.nspname || '.' || c.relname AS relation, ${postgresColumns},
    round(extract(epoch FROM clock_timestamp() - p.prepared) * 1000) AS prepared
  FROM pg_catalog.pg_locks l
    JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
    LEFT JOIN pg_catalog.pg_locks x ON l.pid IS NULL AND x.pid IS NULL AND x.locktype = 'transactionid'
      AND x.virtualtransaction = l.virtualtransaction
    LEFT JOIN pg_catalog.pg_prepared_xacts p ON p.transaction = x.transactionid
  WHERE l.locktype = 'relation' AND l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
    AND n.nspname || '.' || c.relname IN (SELECT json_array_elements_text($1::json))`;

/** Those with a snapshot, which an index built concurrently has to outlive. */
const snapshotHolders = `SELECT 'snapshot/' || a.pid AS holder, a.pid, ${postgresColumns}
  FROM pg_catalog.pg_stat_activity a
  WHERE a.backend_xmin IS NOT NULL AND a.pid <> pg_backend_pid() AND a.datname = current_database() AND a.backend_type = 'client backend'`;

function preparedIn(age: string | null): Session {
  return {
    ...{ pid: null, application: null, client: null, state: 'prepared transaction', query: null },
    ...{ connectedFor: null, statementFor: null, transactionFor: numberIn(age) },
  };
}

async function readMysqlTransactions(address: MysqlAddress, timeLimit: number, abort: AbortSignal): Promise<readonly OpenTransaction[]> {
  const reader = await mysqlDriver().openMysql(address, timeLimit, abort);
  try {
    const rows = await reader.query(
      `SELECT p.ID AS pid, p.HOST AS host, p.COMMAND AS command, p.INFO AS info, p.TIME AS seconds,
         TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS age
       FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
       WHERE p.ID <> CONNECTION_ID() AND p.DB = DATABASE() ORDER BY t.trx_started`,
    );
    return rows.map((row): OpenTransaction => {
      const seconds = (text: string | null | undefined): number | null => {
        const value = numberIn(text);
        return value === null ? null : value * 1000;
      };
      return {
        holds: [],
        session: {
          ...{ pid: row.pid ?? null, application: null, client: row.host ?? null, state: row.command ?? null },
          ...{ connectedFor: null, transactionFor: seconds(row.age), statementFor: seconds(row.seconds) },
          query: row.info ? withoutLiterals(row.info, 'mysql') : null,
        },
      };
    });
  } finally {
    reader.close();
  }
}
