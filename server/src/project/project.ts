import type { Settings } from './settings';

export type Provider = 'postgresql' | 'mysql' | 'sqlite' | 'sqlserver' | 'mongodb' | 'cockroachdb';

/** One Prisma project: a schema and the migrations that belong to it. All paths are absolute. */
export interface Project {
  /** The directory that `lockstep.json`, `prisma.config.ts` or `package.json` stands in. */
  readonly root: string;
  readonly schemaFiles: readonly string[];
  /** Null in a project that has none (`db push`). */
  readonly migrationsDirectory: string | null;
  /** From `migration_lock.toml`, else from the schema's datasource; null when neither says. */
  readonly provider: Provider | null;
  /** The project's own version: installed package, else lockfile, else range in package.json; null when unknown. */
  readonly prismaVersion: string | null;
  readonly settings: Settings;
}
