import { driftedName } from '../../deploy/drift/difference';
import { driftOf } from '../../deploy/drift/drift';
import { driftMarkdown } from '../../deploy/drift/drift-markdown';
import { driftTexts } from '../../deploy/drift/texts';
import type { DriftAgainst, DriftEnd, DriftRemedy, OperationEnd, RemedyEnd } from '../../protocol';
import { adopted, ignoring, puttingBack } from './drift-remedies';
import { type GivenEnvironment, refused, step, unlessCancelled } from './given';

/** What the database has and the project does not, or the other way round. */
export function drift(given: GivenEnvironment, against: DriftAgainst): Promise<DriftEnd> {
  return unlessCancelled(given.abort, 'The comparison', compared(given, against));
}

async function compared({ project, environment, sources, onEvent }: GivenEnvironment, against: DriftAgainst): Promise<DriftEnd> {
  onEvent(step(`Reading what ${environment.name} holds`));
  const outcome = await driftOf({ project, environment, against, sources });
  if (outcome.type !== 'compared') return problemOf(outcome);
  const { differences } = outcome;
  const { expected, database } = driftTexts(outcome, project);
  const count = differences.length === 1 ? '1 difference' : `${differences.length} differences`;
  return {
    state: 'done',
    words: differences.length === 0 ? `${environment.name} has no drift.` : `${environment.name}: ${count}.`,
    document: { title: `Drift of ${environment.name}`, text: driftMarkdown(outcome) },
    sides: { expected: { title: expected.label, text: expected.text }, database: { title: database.label, text: database.text } },
    differences: differences.map((one) => ({ object: driftedName(one), words: one.sentence })),
  };
}

/** What brings the two together again. Nothing of it is carried out. */
export function driftRemedy(given: GivenEnvironment, against: DriftAgainst, remedy: DriftRemedy): Promise<RemedyEnd> {
  return unlessCancelled(given.abort, 'It', remedied(given, against, remedy));
}

async function remedied(
  { project, environment, sources }: GivenEnvironment,
  against: DriftAgainst,
  remedy: DriftRemedy,
): Promise<RemedyEnd> {
  if (remedy.type === 'ignore') return ignoring(project, remedy.objects);
  const outcome = await driftOf({ project, environment, against, sources });
  if (outcome.type !== 'compared') return problemOf(outcome);
  switch (remedy.type) {
    case 'adopt':
      return adopted(outcome, project);
    case 'put-back':
      return puttingBack(outcome, project);
  }
}

function problemOf(outcome: Exclude<Awaited<ReturnType<typeof driftOf>>, { readonly type: 'compared' }>): OperationEnd {
  switch (outcome.type) {
    case 'unreachable':
      return { state: 'failed', words: `${outcome.problem.message} ${outcome.problem.help}`, document: null };
    case 'impossible':
      return refused(outcome.reason);
  }
}
