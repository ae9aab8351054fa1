import { join } from 'node:path';
import type { EnvironmentStatus, MigrationStatus } from '../../deploy/status/status';
import { durationOf, environmentWords, migrationWords, timeOf } from '../../deploy/status/words';
import type { Project } from '../../project/project';
import { isFile } from '../../project/read-files';
import type { EnvironmentState, ShownMigration } from '../../protocol';
import { uriOf } from '../paths';

/** A status in words, for a tree. */
export function shownState(status: EnvironmentStatus, project: Project): EnvironmentState {
  const { state, error, migrations } = status;
  return {
    state,
    words: environmentWords(status),
    problem: error === null ? null : `${error.message} ${error.help}`,
    migrations: migrations.map((migration) => shownMigration(migration, project)).toReversed(),
  };
}

function shownMigration(migration: MigrationStatus, { migrationsDirectory }: Project): ShownMigration {
  const { name, state, error } = migration;
  const path = migrationsDirectory === null ? null : join(migrationsDirectory, name, 'migration.sql');
  return { name, state, words: wordsOf(migration), uri: path !== null && isFile(path) ? uriOf(path) : null, error };
}

function wordsOf(migration: MigrationStatus): string {
  const { state, startedAt, error } = migration;
  const when = startedAt === null ? '' : `${timeOf(startedAt)} UTC`;
  switch (state) {
    case 'applied': {
      const duration = durationOf(migration);
      return duration === null ? when : `${when}, ${duration}`;
    }
    case 'failed':
      return `failed ${when}: ${(error ?? '').replace(/\s+/g, ' ')}`;
    case 'edited':
      return 'edited after it was applied';
    case 'missing':
      return 'applied, and missing here';
    case 'rolled-back':
      return 'rolled back, to be applied again';
    case 'pending':
      return migrationWords.pending;
  }
}
