import { join } from 'node:path';
import { failureOf } from '../../deploy/recovery/failure-of';
import { committedText } from '../../deploy/recovery/git-history';
import { recoveryPage } from '../../deploy/recovery/page';
import type { Step, Trouble } from '../../deploy/recovery/recovery';
import { readHistory } from '../../deploy/status/read-status';
import type { Project } from '../../project/project';
import { isFile } from '../../project/read-files';
import type { CompareEnd, RecoveryAct, RecoveryEnd, RecoveryStep } from '../../protocol';
import { uriOf } from '../paths';
import { type GivenEnvironment, refused, step, unlessCancelled } from './given';

/** What is wrong with an environment, and the steps that lead out. */
export function recovery(given: GivenEnvironment): Promise<RecoveryEnd> {
  return unlessCancelled(given.abort, 'The look at what happened', recoveryOf(given));
}

async function recoveryOf({ project, environment, onEvent }: GivenEnvironment): Promise<RecoveryEnd> {
  onEvent(step(`Asking ${environment.name} what has taken effect there`));
  const found = await failureOf(environment, project);
  const { troubles } = found;
  const words =
    troubles.length === 0 ? `Nothing is wrong with the migrations of ${environment.name}.` : troubles.map(({ title }) => title).join(' ');
  const steps = troubles.flatMap((trouble) =>
    trouble.ways.flatMap((way) => way.steps.map((one) => shownStep(one, way.title, trouble, project))),
  );
  return { state: 'done', words, document: { title: `Recovery of ${environment.name}`, text: recoveryPage(found) }, steps };
}

function shownStep(one: Step, way: string, trouble: Trouble, project: Project): RecoveryStep {
  const { title, why, command, preview, sql } = one;
  const shown = sql === null ? preview : `${preview}\n\n\`\`\`sql\n${sql}\n\`\`\``;
  return { title, why, way, command, preview: shown, act: actOf(one, 'migration' in trouble ? trouble.migration : null, project) };
}

function actOf({ kind, sql }: Step, migration: string | null, project: Project): RecoveryAct {
  const uri = migration === null ? null : uriOfMigration(project, migration);
  switch (kind) {
    case 'query':
      return sql === null ? { type: 'read' } : { type: 'query', sql };
    case 'resolve-rolled-back':
      return migration === null ? { type: 'read' } : { type: 'resolve', migration, as: 'rolled-back' };
    case 'resolve-applied':
      return migration === null ? { type: 'read' } : { type: 'resolve', migration, as: 'applied' };
    case 'deploy':
      return { type: 'deploy' };
    case 'restore':
      return { type: 'restore' };
    case 'revert':
      return uri === null ? { type: 'read' } : { type: 'revert', uri };
    case 'edit':
      return uri === null ? { type: 'read' } : { type: 'edit', uri };
    case 'wait':
    case 'cancel-session':
      return sql === null ? { type: 'read' } : { type: 'query', sql };
  }
}

function uriOfMigration({ migrationsDirectory }: Project, migration: string): string | null {
  const path = migrationsDirectory === null ? null : join(migrationsDirectory, migration, 'migration.sql');
  return path !== null && isFile(path) ? uriOf(path) : null;
}

/** The text of an edited migration as it was applied, which git may have. */
export function compareMigration(given: GivenEnvironment, migration: string): Promise<CompareEnd> {
  return unlessCancelled(given.abort, 'The comparison', compared(given, migration));
}

async function compared({ project, environment }: GivenEnvironment, migration: string): Promise<CompareEnd> {
  const uri = uriOfMigration(project, migration);
  if (uri === null) return refused(`${migration} is not in the project, so there is nothing to compare.`);
  const read = await readHistory(environment);
  if (!read.ok) return { state: 'failed', words: `${read.problem.message} ${read.problem.help}`, document: null };
  const row = (read.value.rows ?? []).findLast(({ name, rolledBackAt }) => name === migration && rolledBackAt === null);
  if (row === undefined) return refused(`${migration} is not applied on ${environment.name}.`);
  const committed = await committedText(project, migration, row.checksum);
  if (committed === null) return refused(`Git does not have the text of ${migration} that was applied on ${environment.name}.`);
  const title = `${migration} as applied, commit ${committed.commit}`;
  return { state: 'done', words: title, document: null, applied: { title, text: committed.text }, uri };
}
