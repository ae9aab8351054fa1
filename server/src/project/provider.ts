import { join } from 'node:path';
import type { Provider } from './project';
import { readText } from './read-files';

const providers: Readonly<Record<string, Provider>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  mysql: 'mysql',
  sqlite: 'sqlite',
  sqlserver: 'sqlserver',
  mongodb: 'mongodb',
  cockroachdb: 'cockroachdb',
};

/**
 * `migration_lock.toml` wins: Prisma refuses migrations whose lock names another provider than the schema. Null when neither
 * says.
 */
export function findProvider(migrationsDirectory: string | null, schemaFiles: readonly string[]): Provider | null {
  const lock = migrationsDirectory === null ? null : readText(join(migrationsDirectory, 'migration_lock.toml'));
  const locked = lock === null ? null : providerInLock(lock);
  if (locked !== null) return locked;
  for (const file of schemaFiles) {
    const provider = providerInSchema(readText(file) ?? '');
    if (provider !== null) return provider;
  }
  return null;
}

export function providerInLock(text: string): Provider | null {
  return providerNamed(/^\s*provider\s*=\s*"([^"]*)"/m.exec(text)?.[1]);
}

/** The provider of the first `datasource` block; the old array form counts with its first element. */
export function providerInSchema(text: string): Provider | null {
  const block = /^[ \t]*datasource\s+\w+\s*\{([^}]*)\}/m.exec(text)?.[1];
  return block === undefined ? null : providerNamed(/^\s*provider\s*=\s*\[?\s*"([^"]*)"/m.exec(block)?.[1]);
}

/** As `provider` is written in a datasource or a lock file. */
export function providerNamed(text: string | undefined): Provider | null {
  return text === undefined ? null : (providers[text.toLowerCase()] ?? null);
}
