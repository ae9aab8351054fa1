import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { checkedSqlite } from '../connection/check-sqlite';
import type { Variables } from '../programs/find-tools';
import { type Failure, failed, type Step } from './outcome';
import { archiveIn } from './postgres-archive';
import { type ReadSql, readSql } from './read-sql';
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
    const fault = await faultIn(path, stamp, variables, abort);
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
async function faultIn(path: string, { form }: Backup['stamp'], variables: Variables, abort: AbortSignal): Promise<string | null> {
  switch (form) {
    case 'pg_dump':
      return (await archiveIn(path, null, variables)) === null ? 'pg_restore cannot read it' : null;
    case 'sql':
      return (await readSqlFile(path)).isComplete ? null : 'it does not end with "Dump completed"';
    case 'sqlite': {
      const { faults } = await checkedSqlite(path, abort);
      return faults[0] ?? null;
    }
    case 'own':
    case 'snapshot':
      return null;
  }
}

/** Reads a dump of mysqldump to its end, compressed or not. Rejects where it is damaged. */
export async function readSqlFile(path: string): Promise<ReadSql> {
  const reader = readSql();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const stages = (await isCompressed(path)) ? [createGunzip(), reader.stage] : [reader.stage];
  await pipeline([createReadStream(path), ...stages, nowhere]);
  return reader.read();
}

export async function isCompressed(path: string): Promise<boolean> {
  return (await firstBytes(path, 2)).equals(Buffer.from([0x1f, 0x8b]));
}

export async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
