import { join } from 'node:path';
import { counted, listed } from '../../analysis/wording/wording';
import type { Project } from '../../project/project';
import { entriesOf, isDirectory, isFile } from '../../project/read-files';
import { statusTables } from '../status/markdown';
import { pendingIn } from '../status/pending';
import type { EnvironmentStatus, MigrationState } from '../status/status';
import { isKnown } from '../status/words';
import type { Gate, GateAnswer } from './gate';

/** History and files agree: nothing failed, edited, missing, or without a history at all. */
export const status: Gate = {
  id: 'status',
  title: 'Migration status',
  unanswered: 'blocked',
  check: async ({ project, environment, facts }) => {
    const found = await facts.status();
    const answer = answerOf(found, project);
    const fix =
      answer.state === 'blocked' && isKnown(found) && found.state !== 'pending' ? `lockstep recover --env ${environment.name}` : null;
    return {
      ...answer,
      ...(answer.fix === undefined && fix !== null && { fix }),
      ...(isKnown(found) && { details: statusTables([found]) }),
    };
  },
};

function answerOf(found: EnvironmentStatus, project: Project): GateAnswer {
  const { state, error, migrations } = found;
  if (error !== null)
    return {
      state: 'blocked',
      evidence: error.message,
      refusesOverride: `Nothing is deployed to a database that cannot be asked. ${error.help}`,
    };
  const named = (wanted: MigrationState): readonly string[] => migrations.flatMap((one) => (one.state === wanted ? [one.name] : []));
  const empty = foldersWithoutFile(project);
  if (empty.length > 0) {
    const evidence = `${listed(empty)} ${empty.length === 1 ? 'has' : 'have'} no migration.sql.`;
    return { state: 'blocked', evidence, refusesOverride: 'Prisma migrates nothing before the folder is deleted (P3015).' };
  }
  const failed = migrations.find((one) => one.state === 'failed');
  if (failed !== undefined) {
    const evidence = `${failed.name} has failed: ${failed.error?.split('\n')[0] ?? 'the database tells no reason'}`;
    return { state: 'blocked', evidence, refusesOverride: 'Prisma deploys nothing before it is resolved (P3009).' };
  }
  if (state === 'unmanaged') {
    const evidence = 'The database has tables and no _prisma_migrations.';
    return { state: 'blocked', evidence, refusesOverride: 'Prisma deploys nothing to it before it has a baseline (P3005).' };
  }
  const missing = named('missing');
  if (missing.length > 0) {
    return {
      state: 'blocked',
      evidence: `${listed(missing)} ${verb(missing)} applied there, and the project does not have ${them(missing)}.`,
    };
  }
  const edited = named('edited');
  if (edited.length > 0)
    return {
      state: 'blocked',
      evidence: `${listed(edited)} ${verb(edited)} edited after ${edited.length === 1 ? 'it was' : 'they were'} applied.`,
    };
  return ofPending(pendingIn(found, project) ?? [], found);
}

/** Prisma applies what is missing in the middle without a word. */
function ofPending(pending: readonly string[], { migrations }: EnvironmentStatus): GateAnswer {
  if (pending.length === 0) return { state: 'ok', evidence: 'Nothing is pending.' };
  const newest = migrations.findLast((one) => one.state === 'applied')?.name ?? '';
  const late = pending.filter((name) => name < newest);
  if (late.length > 0) {
    return {
      state: 'warning',
      evidence: `${listed(late)} ${late.length === 1 ? 'comes' : 'come'} before ${newest}, which is applied already.`,
    };
  }
  return { state: 'ok', evidence: `${counted(pending.length, 'migration is', 'migrations are')} pending; none failed, edited or missing.` };
}

function foldersWithoutFile({ migrationsDirectory }: Project): readonly string[] {
  if (migrationsDirectory === null) return [];
  return entriesOf(migrationsDirectory)
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter((name) => isDirectory(join(migrationsDirectory, name)) && !isFile(join(migrationsDirectory, name, 'migration.sql')));
}

function verb(names: readonly string[]): string {
  return names.length === 1 ? 'was' : 'were';
}

function them(names: readonly string[]): string {
  return names.length === 1 ? 'it' : 'them';
}
