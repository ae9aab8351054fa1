import { deploy } from '../../deploy/deploy/deploy';
import { dryRun } from '../../deploy/deploy/dry-run';
import { eventLine } from '../../deploy/deploy/event-line';
import type { DeployGiven } from '../../deploy/deploy/given';
import type { DeployEvent, DeployOutcome } from '../../deploy/deploy/outcome';
import { deployReport } from '../../deploy/deploy/report';
import { type GateId, type GateOverride, gateIds } from '../../deploy/gates/gate';
import { previewMarkdown } from '../../deploy/preview/preview-markdown';
import { environmentWords } from '../../deploy/status/words';
import { cacheDirectoryFor } from '../../project/cache-location';
import { nameInGit } from '../../project/person';
import type { DeployEnd, DeployTerms, PreviewEnd, PreviewOperation, RunDeployOperation } from '../../protocol';
import { toldOf as toldOfBackup } from './backups';
import { gatesSection } from './gates-document';
import { type GivenEnvironment, step, type Told, unlessCancelled } from './given';

/** What a deploy would do, and whether its gates are open. */
export function preview(given: GivenEnvironment, terms: PreviewOperation): Promise<PreviewEnd> {
  return unlessCancelled(given.abort, 'The preview', previewed(given, terms));
}

async function previewed(given: GivenEnvironment, terms: PreviewOperation): Promise<PreviewEnd> {
  const { environment, onEvent } = given;
  onEvent(step(`Asking ${environment.name} for its migrations, and the gates`));
  const { checks, pending, preview: found } = await dryRun(await givenFor(given, terms, null));
  if (found === null) {
    const asked = checks.find(({ gate }) => gate === 'status');
    return { state: 'failed', words: asked?.evidence ?? `${environment.name} cannot be asked.`, document: null };
  }
  return {
    state: 'done',
    words: `${environment.name}: ${environmentWords(found.status)}.`,
    document: { title: `Deploy to ${environment.name}`, text: `${previewMarkdown(found)}\n${gatesSection(checks)}\n` },
    plan: { target: found.target, pending, gates: checks, isProtected: environment.kind === 'production' },
  };
}

/** The deploy itself. Its end is the same document that it has left as its report. */
export async function deployTo(given: GivenEnvironment, operation: RunDeployOperation): Promise<DeployEnd> {
  const outcome = await deploy(await givenFor(given, operation, operation.confirmed));
  const title = `Report of the deploy to ${outcome.environment}`;
  return {
    state: stateOf(outcome),
    words: outcome.words,
    document: { title, text: deployReport(outcome) },
    isRecoverable: outcome.type === 'failed' && outcome.failed.migration !== null,
  };
}

function stateOf({ type }: DeployOutcome): DeployEnd['state'] {
  switch (type) {
    case 'deployed':
    case 'nothing-to-do':
      return 'done';
    case 'refused':
    case 'cancelled':
    case 'failed':
      return type;
  }
}

async function givenFor(given: GivenEnvironment, terms: DeployTerms, confirmed: string | null): Promise<DeployGiven> {
  const { project, environment, sources, onEvent, abort } = given;
  return {
    ...{ project, environment, sources, abort, confirmed },
    overrides: overridesOf(terms),
    withBackup: terms.withBackup,
    cacheDirectory: cacheDirectoryFor(project.root),
    by: await nameInGit(project.root),
    now: new Date(),
    onEvent: (event) => {
      const told = toldOf(event);
      if (told !== null) onEvent(told);
    },
    variables: sources.variables,
  };
}

function toldOf(event: DeployEvent): Told | null {
  if (event.type === 'backup') return toldOfBackup(event.event);
  const text = eventLine(event);
  return text === null || text.trim() === '' ? null : step(text);
}

function overridesOf({ overrides }: DeployTerms): readonly GateOverride[] {
  return overrides.flatMap(({ gate, reason }) => (isGate(gate) ? [{ gate, reason }] : []));
}

function isGate(text: string): text is GateId {
  return gateIds.some((id) => id === text);
}
