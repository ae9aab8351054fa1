import { chmodSync, createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Failure, failed, refused, type Step } from '../backup/outcome';
import { fileFailure } from '../backup/store-stream';
import { checkedSqlite } from '../connection/check-sqlite';
import { sqliteDriver } from '../connection/drivers';
import { holderOf } from '../programs/holder-of';

/** Copies a backup beside the database and puts it in its place in one step. Refuses while others use the database. */
export async function restoreSqlite(path: string, file: string, onBytes: (bytes: number) => void, abort: AbortSignal): Promise<Step<null>> {
  const copy = `${file}.restoring-${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const before = inUse(file);
    if (before !== null) return before;
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0o600;
    let bytes = 0;
    const source = createReadStream(path, { highWaterMark: 1 << 20 });
    source.on('data', (chunk) => {
      bytes += chunk.length;
      onBytes(bytes);
    });
    await pipeline(source, createWriteStream(copy, { flags: 'wx', mode: 0o600, flush: true }), { signal: abort });
    const { faults } = await checkedSqlite(copy, abort);
    if (faults.length > 0) return failed('backup-unreadable', `The copy is damaged: ${faults[0]}.`, 'Use another backup.');
    const after = inUse(file);
    if (after !== null) return after;
    chmodSync(copy, mode & 0o777);
    for (const part of ['-wal', '-shm', '-journal']) rmSync(file + part, { force: true });
    renameSync(copy, file);
    return { type: 'done', value: null };
  } catch (error) {
    if (abort.aborted) return { type: 'cancelled' };
    const unknown = failed('tool-failed', `${basename(file)} cannot be replaced.`, 'Look whether a program has it open, and run it again.');
    return fileFailure(error, dirname(file)) ?? unknown;
  } finally {
    sqliteDriver().removeSqlite(copy);
  }
}

/** Why a database must not be replaced now; null where nothing is known against it. Its journals are there as long as somebody writes, and after a crash. */
export function inUse(file: string): Failure | null {
  const name = basename(file);
  const journal = ['-wal', '-journal'].find((part) => (statSync(file + part, { throwIfNoEntry: false })?.size ?? 0) > 0);
  if (journal !== undefined) {
    const help = 'Stop what uses it; where nothing does, open and close it once with sqlite3, which tidies up.';
    return refused('in-use', `${name} is in use: ${name}${journal} lies beside it.`, help);
  }
  const holder = holderOf(file);
  if (holder === null) return null;
  return refused('in-use', `${name} is in use by ${holder}.`, 'Stop it: it would go on writing to the file that was replaced.');
}
