import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { backupAt } from '../backup/list';
import { type Failure, refused, type Step } from '../backup/outcome';
import { archiveIn } from '../backup/postgres-archive';
import type { BackupStamp } from '../backup/stamp';
import { firstBytes, readSqlFile, verifyBackup } from '../backup/verify-backup';
import { checkedSqlite } from '../connection/check-sqlite';
import { majorVersion, type Variables } from '../programs/find-tools';
import { readsToEnd } from './restore-postgres';

/** A backup that can be read, and what it holds. */
export interface RestoreSource {
  readonly path: string;
  /** Null for a file that another tool has made. */
  readonly stamp: BackupStamp | null;
  readonly content:
    | { readonly provider: 'postgresql'; readonly serverVersion: string; readonly dumpedBy: string; readonly tables: number }
    | { readonly provider: 'mysql'; readonly serverVersion: string | null; readonly tables: number }
    | { readonly provider: 'sqlite'; readonly tables: number };
}

/** Reads a backup from its first to its last byte, before any database is touched. Never rejects. */
export async function openSource(path: string, variables: Variables, abort: AbortSignal): Promise<Step<RestoreSource>> {
  const absolute = resolve(path);
  const backup = backupAt(absolute);
  const isThere = statSync(absolute, { throwIfNoEntry: false })?.isFile() === true;
  if (!isThere)
    return refused('backup-not-found', `There is no backup at ${path}.`, '"lockstep backup --list" shows those that there are.');
  if (backup?.stamp.form === 'snapshot') {
    return refused('unsupported', `The backup is a snapshot elsewhere: ${backup.stamp.reference}.`, 'Restore it where it was made.');
  }
  try {
    if (backup !== null) {
      const verified = await verifyBackup(backup, variables, abort);
      if (verified.type !== 'done') return verified.type === 'cancelled' ? verified : { ...verified, type: 'refused' };
    }
    const file = backup?.path ?? absolute;
    const content = await contentOf(file, backup?.stamp ?? null, variables, abort);
    return content.type === 'done'
      ? { type: 'done', value: { path: file, stamp: backup?.stamp ?? null, content: content.value } }
      : content;
  } catch {
    return abort.aborted ? { type: 'cancelled' } : unreadable('it cannot be read to its end');
  }
}

async function contentOf(
  path: string,
  stamp: BackupStamp | null,
  variables: Variables,
  abort: AbortSignal,
): Promise<Step<RestoreSource['content']>> {
  const begin = (await firstBytes(path, 16)).toString('latin1');
  if (begin.startsWith('PGDMP')) {
    const archive = await archiveIn(path, null, variables);
    if (archive === null) return unreadable('pg_restore cannot read it');
    // A stamp has a checksum of every byte.
    if (stamp?.sha256 == null) {
      const whole = await readsToEnd(path, majorVersion(archive.dumpedBy), variables, abort);
      if (whole.type !== 'done') return whole;
    }
    return { type: 'done', value: { provider: 'postgresql', ...archive } };
  }
  if (begin === 'SQLite format 3\u0000') {
    const { faults, tables } = await checkedSqlite(path, abort);
    return faults.length === 0 ? { type: 'done', value: { provider: 'sqlite', tables } } : unreadable(faults[0] ?? 'it is damaged');
  }
  const { isComplete, tables, choosesDatabase } = await readSqlFile(path);
  if (!isComplete)
    return unreadable('it is no archive of pg_dump, no SQLite file, and no dump of mysqldump that ends with "Dump completed"');
  if (choosesDatabase) {
    return refused(
      'unsupported',
      'The dump chooses a database by itself.',
      'Make one without --databases, or run it with the client of the server.',
    );
  }
  return { type: 'done', value: { provider: 'mysql', serverVersion: stamp?.serverVersion ?? null, tables } };
}

function unreadable(reason: string): Failure {
  return refused('backup-unreadable', `The backup is damaged: ${reason}.`, 'Use another one; "lockstep backup --list" shows them.');
}
