import type { EnvironmentStatus, MigrationStatus } from './status';
import { durationOf, isKnown, migrationMarks, migrationNames, migrationWords, timeOf } from './words';

/** Migrations against environments: what the command line prints and the editor shows. */
export interface Matrix {
  readonly environments: readonly string[];
  readonly rows: readonly { readonly migration: string; readonly cells: readonly string[] }[];
}

/** Each cell is a mark and a word; `-` where the environment could not be asked or does not know the migration. */
export function matrixOf(environments: readonly EnvironmentStatus[]): Matrix {
  const byName = environments.map(({ migrations }) => new Map(migrations.map((migration) => [migration.name, migration])));
  return {
    environments: environments.map(({ name }) => name),
    rows: migrationNames(environments).map((migration) => ({
      migration,
      cells: environments.map((environment, index) => (isKnown(environment) ? cellOf(byName[index]?.get(migration)) : '- unknown')),
    })),
  };
}

function cellOf(migration: MigrationStatus | undefined): string {
  return migration === undefined ? '- not here' : `${migrationMarks[migration.state]} ${migrationWords[migration.state]}`;
}

/** A sentence for everything that is not as it should be, with the times of what is. */
export function detailsOf(environments: readonly EnvironmentStatus[]): readonly string[] {
  return environments.flatMap((environment) => [
    ...problemsOf(environment),
    ...environment.migrations.flatMap((one) => detailOf(one, environment)),
  ]);
}

function problemsOf({ name, error }: EnvironmentStatus): readonly string[] {
  return error === null ? [] : [`${name}: ${error.message} ${error.help}`];
}

function detailOf(migration: MigrationStatus, { name: environment }: EnvironmentStatus): readonly string[] {
  const { name, state, startedAt, error } = migration;
  const when = startedAt === null ? '' : ` ${timeOf(startedAt)} UTC`;
  switch (state) {
    case 'applied':
    case 'pending':
      return [];
    case 'failed':
      return [`${environment}: ${name} failed${when}: ${firstLine(error)}`];
    case 'rolled-back':
      return [`${environment}: ${name} was rolled back and is to be applied again.`];
    case 'edited':
      return [`${environment}: ${name} was applied${when}${took(migration)}, and its file has been edited since.`];
    case 'missing':
      return [`${environment}: ${name} was applied${when}${took(migration)}, and the project does not have it.`];
  }
}

function took(migration: MigrationStatus): string {
  const duration = durationOf(migration);
  return duration === null ? '' : ` in ${duration}`;
}

function firstLine(text: string | null): string {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 2)
    .join(' ');
}
