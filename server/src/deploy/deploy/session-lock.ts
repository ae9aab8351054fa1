import { createHash } from 'node:crypto';
import type { ConnectionAddress } from '../connection/address';
import { askDatabase } from '../connection/ask';
import type { Query } from '../connection/database';
import type { DatabaseAddress } from '../connection/database-address';
import { mysqlDriver, postgresDriver } from '../connection/drivers';
import type { MysqlAddress } from '../connection/mysql-address';
import { poolerSign } from '../connection/pooler';
import type { Environment } from '../environments/environment';

/** The database's own word that nobody else deploys there, from whatever machine. */
export type SessionLock =
  | { readonly type: 'held'; readonly release: () => Promise<void> }
  /** `who`: as the server shows the other session; a phrase. */
  | { readonly type: 'taken'; readonly who: string }
  /** The provider has none. */
  | { readonly type: 'file' }
  /** There is none; a sentence says why. */
  | { readonly type: 'none'; readonly reason: string };

export interface SessionLockGiven {
  readonly environment: Environment;
  /** Who deploys; the server shows it to others. */
  readonly by: string;
  /** The connection was lost, and with it the lock. */
  readonly onLost: () => void;
}

const timeLimit = 10_000;

/** Takes it without waiting, over a connection that is kept until it is released. Never rejects. */
export async function lockSession({ environment, by, onLost }: SessionLockGiven): Promise<SessionLock> {
  const { connection } = environment;
  if (!connection.ok) return { type: 'none', reason: connection.problem.message };
  const sign = poolerSign(connection.url);
  if (sign !== null) return { type: 'none', reason: `a pooler keeps no session (${sign}).` };
  const answer = await askDatabase(connection, timeLimit, (address, abort) => lockAt(address, by, onLost, abort));
  return answer.ok ? answer.value : { type: 'none', reason: answer.problem.message };
}

async function lockAt(address: DatabaseAddress, by: string, onLost: () => void, abort: AbortSignal): Promise<SessionLock> {
  switch (address.provider) {
    case 'postgresql':
      return lockPostgres(address.postgres, by, onLost, abort);
    case 'mysql':
      return lockMysql(address.mysql, abort);
    case 'sqlite':
      return { type: 'file' };
  }
}

const ownName = 'lockstep deploy by ';

/** Not Prisma's key, which its CLI takes for itself. The second number stands for the schema: two of them may be deployed to side by side. */
const key = 1_819_239_275;

async function lockPostgres(address: ConnectionAddress, by: string, onLost: () => void, abort: AbortSignal): Promise<SessionLock> {
  const session = await postgresDriver().openPostgresSession(address, timeLimit, abort);
  try {
    const schema = createHash('sha256')
      .update(address.schema ?? 'public')
      .digest()
      .readInt32BE(0);
    await session.query("SELECT set_config('application_name', $1, false)", [`${ownName}${by}`.slice(0, 63)]);
    // Since 14 a server may end sessions that do nothing; this one is meant to.
    await session.query("SELECT set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name = 'idle_session_timeout'");
    const [row] = await session.query(`SELECT pg_try_advisory_lock(${key}, ${schema}) AS locked`);
    if (row?.locked !== 't') {
      const who = await holderIn(session.query, schema);
      session.close();
      return { type: 'taken', who };
    }
    let isReleased = false;
    session.onEnd(() => isReleased || onLost());
    const heart = keptAlive(() => session.query('SELECT 1'));
    const release = async (): Promise<void> => {
      isReleased = true;
      clearInterval(heart);
      // Before the connection ends by itself, so that the next deploy finds it free.
      await session.query(`SELECT pg_advisory_unlock(${key}, ${schema})`).catch(() => undefined);
      session.close();
    };
    return { type: 'held', release };
  } catch (error) {
    session.close();
    throw error;
  }
}

/** Networks forget connections on which nothing is sent for some minutes. */
function keptAlive(send: () => Promise<unknown>): NodeJS.Timeout {
  return setInterval(() => void send().catch(() => undefined), 30_000).unref();
}

async function holderIn(query: Query, schema: number): Promise<string> {
  const [holder] = await query(
    `SELECT a.application_name AS application, host(a.client_addr) AS client, to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS since
     FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ${key} AND l.objid = $1::bigint AND l.objsubid = 2
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())`,
    [String(schema >>> 0)],
  );
  const who = holder?.application?.replace(ownName, '') || 'somebody';
  const where = holder?.client == null ? '' : ` from ${holder.client}`;
  return `${who}${where}${holder?.since == null ? '' : `, since ${holder.since} UTC`}`;
}

/** Seconds that the server keeps a connection that does nothing. */
const patience = 86_400;

async function lockMysql(address: MysqlAddress, abort: AbortSignal): Promise<SessionLock> {
  const session = await mysqlDriver().openMysqlSession(address, patience * 1000, abort);
  try {
    await session.query(`SET SESSION wait_timeout = ${patience}`);
    // Names belong to the whole server, and are at most 64 characters long.
    const name = `lockstep_deploy_${createHash('sha256').update(address.database).digest('hex').slice(0, 32)}`;
    const [row] = await session.query('SELECT GET_LOCK(?, 0) AS locked', [name]);
    if (row?.locked === '1') {
      const heart = keptAlive(() => session.query('SELECT 1'));
      const release = async (): Promise<void> => {
        clearInterval(heart);
        await session.query('SELECT RELEASE_LOCK(?)', [name]).catch(() => undefined);
        session.close();
      };
      return { type: 'held', release };
    }
    const [holder] = await session.query('SELECT ID, HOST FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(?)', [name]);
    session.close();
    return { type: 'taken', who: holder?.HOST == null ? 'somebody' : `somebody at ${holder.HOST} (connection ${holder.ID})` };
  } catch (error) {
    session.close();
    throw error;
  }
}
