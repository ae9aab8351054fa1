import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { sqliteDriver } from '../connection/drivers';
import type { Variables } from '../programs/find-tools';
import { readSql } from './dump-mysql';
import { type Failure, failed, type Step } from './outcome';
import { archiveIn } from './postgres-archive';
import type { Backup } from './stamp';
import { storedAt } from './store-stream';

/**
 * Reads a whole backup again: its size and checksum are those of its stamp, and its own tool can read it. The checks that it has passed, a phrase for
 * each; `failed` says what is wrong with it. Never rejects.
 */
export async function verifyBackup({ path, stamp }: Backup, variables: Variables, abort: AbortSignal): Promise<Step<readonly string[]>> {
  if (stamp.file === null) return { type: 'done', value: ['a snapshot elsewhere: nothing here to read'] };
  try {
    const { bytes, sha256 } = await storedAt(path, abort);
    if (bytes !== stamp.bytes) return unreadable(`it has ${bytes} bytes, and had ${stamp.bytes}`);
    if (stamp.sha256 !== null && sha256 !== stamp.sha256) return unreadable('its checksum is not that of its stamp');
    const fault = await faultIn(path, stamp, variables);
    return fault === null
      ? { type: 'done', value: ['its size and checksum are those of its stamp', ...stamp.verified] }
      : unreadable(fault);
  } catch (error) {
    if (abort.aborted) return { type: 'cancelled' };
    return unreadable(error instanceof Error && 'code' in error ? `it cannot be read (${error.code})` : 'it cannot be read');
  }
}

function unreadable(reason: string): Failure {
  return failed('backup-unreadable', `The backup is damaged: ${reason}.`, 'Use another one; "lockstep backup --list" shows them.');
}

/** What the tool of its form has against a file; null where all is well. */
async function faultIn(path: string, { form }: Backup['stamp'], variables: Variables): Promise<string | null> {
  switch (form) {
    case 'pg_dump':
      return (await archiveIn(path, null, variables)) === null ? 'pg_restore cannot read it' : null;
    case 'sql':
      return (await isCompleteSql(path)) ? null : 'it does not end with "Dump completed"';
    case 'sqlite': {
      const { faults } = sqliteDriver().checkSqlite(path);
      return faults[0] ?? null;
    }
    case 'own':
    case 'snapshot':
      return null;
  }
}

/** Whether a compressed dump can be read to its end. Rejects where it is damaged. */
export async function isCompleteSql(path: string): Promise<boolean> {
  const reader = readSql();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(createReadStream(path), createGunzip(), reader.stage, nowhere);
  return reader.read().isComplete;
}
