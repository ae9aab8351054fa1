import type { Settings } from './settings';

export type Provider = 'postgresql' | 'mysql' | 'sqlite' | 'sqlserver' | 'mongodb' | 'cockroachdb';

/** One Prisma project: a schema and the migrations that belong to it. All paths are absolute. */
export interface Project {
  /** The directory that `lockstep.json`, `prisma.config.ts` or `package.json` stands in. */
  readonly root: string;
  /** The file or folder that is the schema; null where there are migrations alone. */
  readonly schema: string | null;
  readonly schemaFiles: readonly string[];
  /** Null in a project that has none (`db push`). */
  readonly migrationsDirectory: string | null;
  /** From `migration_lock.toml`, else from the schema's datasource; null when neither says. */
  readonly provider: Provider | null;
  /** The project's own version: installed package, else lockfile, else range in package.json; null when unknown. */
  readonly prismaVersion: string | null;
  readonly settings: Settings;
  /** Null where there is no `prisma.config.*`. */
  readonly config: ProjectConfig | null;
  /** Whether the schema begins with `// use prisma-8` or `// use prisma-next`: another migration system, whatever is installed. */
  readonly isPrismaNext: boolean;
}

/** The Prisma configuration of a project. */
export interface ProjectConfig {
  readonly file: string;
  /** Paths that it computes, so that they are not known as long as it has not run; the usual places are taken for them. */
  readonly computed: readonly ConfigPath[];
  readonly external: ExternalObjects;
}

/**
 * What Prisma leaves to others, as `schema.name`: it neither makes nor changes nor drops it.
 * Source: https://www.prisma.io/docs/orm/prisma-schema/data-model/externally-managed-tables
 */
export interface ExternalObjects {
  readonly tables: readonly string[];
  readonly enums: readonly string[];
}

export type ConfigPath = 'schema' | 'migrations.path';
