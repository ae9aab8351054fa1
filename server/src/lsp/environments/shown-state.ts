import { join } from 'node:path';
import type { Severity } from '../../analysis/finding';
import { counted } from '../../analysis/wording/wording';
import type { EnvironmentStatus, MigrationStatus } from '../../deploy/status/status';
import { durationOf, environmentWords, migrationWords, timeOf } from '../../deploy/status/words';
import { isFile } from '../../project/read-files';
import type { EnvironmentState, ShownMigration } from '../../protocol';
import { uriOf } from '../paths';
import type { Session } from '../session';

/** A status in words, for a tree. */
export function shownState(status: EnvironmentStatus, session: Session): EnvironmentState {
  const { state, error, migrations } = status;
  return {
    state,
    words: environmentWords(status),
    problem: error === null ? null : `${error.message} ${error.help}`,
    migrations: migrations.map((migration) => shownMigration(migration, session)).toReversed(),
  };
}

function shownMigration(migration: MigrationStatus, session: Session): ShownMigration {
  const { migrationsDirectory } = session.project;
  const { name, state, error } = migration;
  const path = migrationsDirectory === null ? null : join(migrationsDirectory, name, 'migration.sql');
  return { name, state, words: wordsOf(migration, session), uri: path !== null && isFile(path) ? uriOf(path) : null, error };
}

function wordsOf(migration: MigrationStatus, session: Session): string {
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
      return [migrationWords.pending, ...findingWords(migration.name, session)].join(' · ');
  }
}

/** `1 error, 2 warnings`: what is to be said of a migration before it is deployed. */
function findingWords(name: string, session: Session): readonly string[] {
  const analysed = session.analysed();
  const findings =
    analysed?.open.migrations.find(({ file }) => file.name === name)?.analysis.findings ??
    analysed?.closed.migrations.find(({ file }) => file.name === name)?.report.findings ??
    [];
  const count = (severity: Severity): number => session.weighed(findings).filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const words = [...(errors === 0 ? [] : [counted(errors, 'error')]), ...(warnings === 0 ? [] : [counted(warnings, 'warning')])];
  return words.length === 0 ? [] : [words.join(', ')];
}
