import type { Environment } from '../environments/environment';
import type { MigrationRow } from '../status/database-history';
import { readHistory } from '../status/read-status';
import type { DeployEvent } from './outcome';
import { ownSession } from './own-session';

/** Milliseconds between two looks. Only while a deploy runs. */
const interval = 1000;

export interface Following {
  /** Tells what has not been told yet, and looks no more. */
  readonly end: () => Promise<void>;
}

/**
 * Looks into `_prisma_migrations` while the CLI works and tells when a migration begins and ends; it says nothing of that itself before the end. Not with
 * SQLite, where another reader could stand in the way of the migration.
 */
export function followMigrations(
  environment: Environment,
  before: readonly MigrationRow[],
  applicationName: string | null,
  onEvent: (event: DeployEvent) => void,
): Following {
  const known = new Set(before.map(keyOf));
  const begun = new Set<string>();
  let waited: string | null = null;
  const tell = (rows: readonly MigrationRow[], isOver: boolean): void => {
    for (const row of rows) {
      const key = keyOf(row);
      if (known.has(key)) continue;
      const isSeenRunning = begun.has(key) || isOver;
      if (!isSeenRunning) onEvent({ type: 'migration-began', migration: row.name });
      begun.add(key);
      const state = row.finishedAt !== null ? 'applied' : row.logs !== null || isOver ? 'failed' : null;
      if (state === null) continue;
      known.add(key);
      onEvent({ type: 'migration-ended', migration: row.name, state, milliseconds: durationIn(row) });
    }
  };
  const look = async (isOver: boolean): Promise<void> => {
    const read = await readHistory(environment);
    if (read.ok) tell(read.value.rows ?? [], isOver);
    if (isOver || applicationName === null) return;
    const session = await ownSession(environment, applicationName);
    const waits = session === null || session.blockedBy.length === 0 ? null : session.blockedBy.join(', ');
    if (session !== null && waits !== null && waits !== waited) {
      onEvent({ type: 'waiting', text: `pid ${session.pid} waits for a lock of pid ${waits}: ${session.query}` });
    }
    waited = waits;
  };
  const isSilent = !environment.connection.ok || environment.connection.address.provider === 'sqlite';
  let looking: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || isSilent) return;
    isBusy = true;
    looking = look(false).finally(() => {
      isBusy = false;
    });
  }, interval);
  return {
    end: async () => {
      clearInterval(timer);
      await looking;
      await look(true);
    },
  };
}

function keyOf({ name, startedAt }: MigrationRow): string {
  return `${name} ${startedAt}`;
}

function durationIn({ startedAt, finishedAt }: MigrationRow): number | null {
  const milliseconds = Date.parse(finishedAt ?? '') - Date.parse(startedAt);
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : null;
}
