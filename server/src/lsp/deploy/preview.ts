import { checkGates } from '../../deploy/gates/check-gates';
import { type GateId, type GateOverride, type GateResult, gateIds } from '../../deploy/gates/gate';
import { previewDeploy } from '../../deploy/preview/deploy-preview';
import { previewMarkdown } from '../../deploy/preview/preview-markdown';
import { environmentWords } from '../../deploy/status/words';
import { cacheDirectoryFor } from '../../project/cache-location';
import type { DeployTerms, PreviewEnd, PreviewOperation } from '../../protocol';
import { gatesSection } from './gates-document';
import { type GivenEnvironment, step, unlessCancelled } from './given';

/** What a deploy would do, and whether its gates are open. */
export function preview(given: GivenEnvironment, terms: PreviewOperation): Promise<PreviewEnd> {
  return unlessCancelled(given.abort, 'The preview', previewed(given, terms));
}

async function previewed(given: GivenEnvironment, terms: PreviewOperation): Promise<PreviewEnd> {
  const { project, environment, onEvent } = given;
  onEvent(step(`Asking ${environment.name} for its migrations, and its gates`));
  const now = new Date();
  const cacheDirectory = cacheDirectoryFor(project.root);
  const asked = previewDeploy({ ...{ project, environment, cacheDirectory, now }, fresh: false });
  const [outcome, gates] = await Promise.all([asked, gatesOf(given, terms)]);
  if (outcome.type === 'unreachable') {
    const { message, help } = outcome.problem;
    return { state: 'failed', words: `${message} ${help}`, document: null };
  }
  const { target, pending, status } = outcome.preview;
  return {
    state: 'done',
    words: `${environment.name}: ${environmentWords(status)}.`,
    document: { title: `Deploy to ${environment.name}`, text: `${previewMarkdown(outcome.preview)}\n${gatesSection(gates)}\n` },
    plan: { target, pending, gates, isProtected: environment.kind === 'production' },
  };
}

/** Asks all gates; each answer is told as it comes. */
export function gatesOf(
  { project, environment, sources, onEvent, abort }: GivenEnvironment,
  terms: DeployTerms,
): Promise<readonly GateResult[]> {
  return checkGates({
    ...{ project, environment, sources, abort },
    overrides: overridesOf(terms),
    withBackup: terms.withBackup,
    cacheDirectory: cacheDirectoryFor(project.root),
    now: new Date(),
    onResult: ({ title, state, evidence }) => onEvent(step(`${title}: ${state}. ${evidence}`)),
  });
}

export function overridesOf({ overrides }: DeployTerms): readonly GateOverride[] {
  return overrides.flatMap(({ gate, reason }) => (isGate(gate) ? [{ gate, reason }] : []));
}

function isGate(text: string): text is GateId {
  return gateIds.some((id) => id === text);
}
