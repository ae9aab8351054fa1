import { assertNever } from '../analysis/assert-never';
import { configNote } from './config-note';
import { majorOf } from './prisma-version';
import type { Project, Provider } from './project';

/** Whether the project's migrations can be analysed; `reason` is a sentence for people. */
export type Support = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Only PostgreSQL is read so far; other providers are recognised and never read as PostgreSQL. SQL without a
 * `migration_lock.toml` and without a schema says nothing about its provider: it counts as PostgreSQL.
 */
export function supportOf(project: Project): Support {
  const system = migrationSystemProblem(project);
  if (system !== null) return { ok: false, reason: system };
  if (project.schema === null && project.migrationsDirectory === null) {
    return { ok: false, reason: configNote(project) ?? 'There is neither a schema nor a migration.' };
  }
  return providerSupport(project.provider);
}

/** That the project has the migrations of another major version, as a sentence; null where it has not. */
export function migrationSystemProblem({ prismaVersion, isPrismaNext }: Project): string | null {
  const major = majorOf(prismaVersion);
  if (major !== null && major >= 8) {
    return `Prisma ${major} has another migration system; Lockstep reads the migrations of Prisma 6 and 7.`;
  }
  return isPrismaNext ? 'Prisma 8 has another migration system; Lockstep reads the schemas and migrations of Prisma 6 and 7.' : null;
}

function providerSupport(provider: Provider | null): Support {
  switch (provider) {
    case null:
    case 'postgresql':
      return { ok: true };
    case 'mysql':
    case 'sqlite':
      return { ok: false, reason: `${providerNames[provider]} migrations are not analysed yet; only PostgreSQL is.` };
    case 'sqlserver':
    case 'mongodb':
    case 'cockroachdb':
      return { ok: false, reason: `${providerNames[provider]} migrations are not analysed; only PostgreSQL is.` };
    default:
      return assertNever(provider);
  }
}

export const providerNames: Readonly<Record<Provider, string>> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  sqlite: 'SQLite',
  sqlserver: 'SQL Server',
  mongodb: 'MongoDB',
  cockroachdb: 'CockroachDB',
};
