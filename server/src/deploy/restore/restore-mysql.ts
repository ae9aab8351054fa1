import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { mysqlClient } from '../backup/loaders';
import { failed, type Step } from '../backup/outcome';
import { programFailure } from '../backup/program-failure';
import { isCompressed } from '../backup/verify-backup';
import { askDatabase } from '../connection/ask';
import type { DatabaseAddress } from '../connection/database-address';
import { mysqlDriver } from '../connection/drivers';
import type { MysqlAddress } from '../connection/mysql-address';
import type { Redact } from '../connection/redact';
import { feed } from '../programs/feed';
import type { Variables } from '../programs/find-tools';
import { startProgram } from '../programs/run-program';
import { markTable } from '../scratch/mysql-scratches';

export interface MysqlRestore {
  readonly path: string;
  readonly serverVersion: string;
  readonly address: MysqlAddress;
  readonly connection: { readonly address: DatabaseAddress; readonly redact: Redact };
  /** Whether what is there is dropped first. */
  readonly clean: boolean;
  readonly variables: Variables;
  readonly onBytes: (bytes: number) => void;
  readonly abort: AbortSignal;
}

/** Feeds a dump to the server's client, which stops at the first error. MySQL commits each table by itself: what was dropped is gone. */
export async function restoreMysql(restore: MysqlRestore): Promise<Step<null>> {
  const { path, serverVersion, address, connection, clean, variables, onBytes, abort } = restore;
  const client = await mysqlClient(null, serverVersion, address, variables);
  if (client.type !== 'done') return client;
  const stages = (await isCompressed(path)) ? [createGunzip()] : [];
  if (clean) {
    const dropped = await askDatabase(connection, dropTime, (_, stop) => dropEverything(address, stop));
    if (!dropped.ok) return failed('tool-failed', dropped.problem.message, dropped.problem.help);
  }
  if (abort.aborted) return { type: 'cancelled' };
  const running = startProgram(client.value, abort);
  const fault = await feed(running, { before: '', source: createReadStream(path), stages, onBytes });
  const ended = await running.ended;
  if (ended.type !== 'done') return programFailure(ended, 'The restore', connection.redact);
  if (fault === null) return { type: 'done', value: null };
  return failed('backup-unreadable', 'The backup could not be read to its end.', 'Use another backup.');
}

/** Milliseconds. */
const dropTime = 120_000;

async function dropEverything(address: MysqlAddress, abort: AbortSignal): Promise<void> {
  const { query, close } = await mysqlDriver().openMysqlSession(address, dropTime, abort);
  try {
    await query('SET SESSION FOREIGN_KEY_CHECKS = 0');
    const objects = await query(
      `SELECT CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, TABLE_NAME AS name
         FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> ?
       UNION ALL SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
       UNION ALL SELECT 'EVENT', EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()`,
      [markTable],
    );
    for (const { kind, name } of objects) await query(`DROP ${kind} IF EXISTS \`${(name ?? '').replaceAll('`', '``')}\``);
  } finally {
    close();
  }
}
