import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteDriver } from '../../connection/drivers';
import type { RehearsalEvent } from '../outcome';
import { watchNothing } from '../postgres/watch';
import { startCopy } from '../process/start-copy';
import { ask, CopyLost } from '../session';
import { type MadeCopy, noCopy } from './copy';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder';

export interface SqliteOptions {
  /** Of the environment's database; null for a new file and the history. */
  readonly file: string | null;
  readonly onEvent: (event: RehearsalEvent) => void;
  readonly abort: AbortSignal;
}

/** A copy of a SQLite file with everything that has been committed, or a new one, in a temporary folder. */
export async function sqliteFile({ file, onEvent, abort }: SqliteOptions): Promise<MadeCopy> {
  if (file !== null && !existsSync(file)) {
    return noCopy('There is no database file to copy.', 'Create it, or correct its path in the connection URL.', 'P1003');
  }
  const folder = makeTemporaryFolder();
  try {
    const copy = join(folder, 'copy.db');
    if (file !== null) {
      onEvent({ type: 'step', text: 'Copying the database file' });
      await sqliteDriver().copySqlite(file, copy, abort, () => undefined);
    }
    const child = await startCopy({ type: 'open-sqlite', file: copy }, abort);
    const [version] = await ask(child, 'SELECT sqlite_version() AS version');
    return {
      ok: true,
      copy: {
        kind: file === null ? 'history-file' : 'file',
        server: `SQLite ${version?.version ?? ''}`,
        ...{ target: null, isCloned: file !== null, withRows: file !== null, ownSchema: null, notes: [] },
        session: child,
        watch: watchNothing,
        lacking: () => null,
        dispose: async (keep) => {
          if (keep) await child.close().catch(() => undefined);
          await child.end();
          if (keep) return copy;
          return removeTemporaryFolder(folder) ? null : folder;
        },
      },
    };
  } catch (error) {
    removeTemporaryFolder(folder);
    throw abort.aborted || error instanceof CopyLost ? error : new CopyLost(error instanceof Error ? error.message : String(error));
  }
}
