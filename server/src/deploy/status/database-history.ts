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

export const migrationsTable = '_prisma_migrations';
