import type { Row } from '../connection/database';

/** A row of `_prisma_migrations`: one attempt to apply a migration. Times are ISO 8601 in UTC. */
export interface MigrationRow {
  readonly name: string;
  /** SHA-256 of `migration.sql` when it was applied, in hexadecimal digits. */
  readonly checksum: string;
  readonly startedAt: string;
  /** Null while it runs, and after a failure. */
  readonly finishedAt: string | null;
  /** Set by `prisma migrate resolve --rolled-back`. */
  readonly rolledBackAt: string | null;
  readonly steps: number;
  /** What the database has said of a failure. */
  readonly logs: string | null;
}

/** What a database knows of the migrations that were applied to it. */
export interface DatabaseHistory {
  /** As the server states it: `15.18`, `10.11.6-MariaDB`. */
  readonly serverVersion: string;
  /** Null where there is no table `_prisma_migrations`; the oldest attempt first. */
  readonly rows: readonly MigrationRow[] | null;
  /** Whether there are tables beside `_prisma_migrations`, leaving out what Prisma leaves out. */
  readonly hasTables: boolean;
}

/** A row as a driver has read it. `time` says what a stored time is; null where it is none. */
export function migrationRow(row: Row, time: (stored: string) => string | null = (stored) => stored): MigrationRow {
  const timeIn = (stored: string | null | undefined): string | null => (stored == null ? null : time(stored));
  return {
    name: row.migration_name ?? '',
    checksum: row.checksum ?? '',
    startedAt: timeIn(row.started_at) ?? '',
    finishedAt: timeIn(row.finished_at),
    rolledBackAt: timeIn(row.rolled_back_at),
    steps: Number(row.applied_steps_count ?? 0),
    logs: row.logs ?? null,
  };
}

export const migrationsTable = '_prisma_migrations';
