import { nextLine, stateWords } from '../../analysis/plans/rollout/checklist';
import { progressOf, type RolloutRecord } from '../../analysis/plans/rollout/record';
import type { Advance } from '../../deploy/rollouts/advance';
import type { GateResult } from '../../deploy/rollouts/check-gates';
import type { FoundRollout } from '../../project/rollouts/find-rollouts';
import { printable } from './printable';

export const rolloutFormats = ['pretty', 'json'] as const;

type Format = (typeof rolloutFormats)[number];

/** `path`: of the rollout's folder, as people name it. */
export function formatRollouts(format: Format, rollouts: readonly { readonly rollout: FoundRollout; readonly path: string }[]): string {
  if (format === 'json') {
    return json({
      rollouts: rollouts.map(({ rollout: { name, content }, path }) =>
        content.ok ? summary(content.record, path) : { name, path, state: 'invalid', problems: content.problems },
      ),
    });
  }
  if (rollouts.length === 0) return 'There are no rollouts. "lockstep plan start" begins one for what the schema changes.\n';
  return rollouts
    .map(({ rollout: { name, content }, path }) =>
      content.ok
        ? `${printable(name)}  ${stateWords(content.record)}\n  ${printable(content.record.title)}\n  ${printable(nextLine(content.record))}\n`
        : `${printable(name)}  invalid\n${content.problems.map((problem) => `  ${path}/rollout.json: ${printable(problem)}\n`).join('')}`,
    )
    .join('\n');
}

export function formatRollout(format: Format, record: RolloutRecord, path: string): string {
  if (format === 'json')
    return json({
      ...summary(record, path),
      stages: stagesOf(record),
      passed: record.state.passed,
      confirmations: record.state.confirmations,
    });
  const lines = stagesOf(record).flatMap(({ name, state, purpose, migrations }, index) => [
    `  ${index + 1}. ${name.padEnd(10)} ${state.padEnd(5)}  ${printable(purpose)}`,
    ...migrations.map((migration) => `                       migration ${printable(migration)}`),
    ...record.state.passed
      .filter(({ stage }) => stage === name)
      .map(
        ({ gate, environment, state: how, evidence }) =>
          `                       ${gate} in ${printable(environment)}, ${how}: ${printable(evidence)}`,
      ),
  ]);
  return `${printable(record.name)}  ${stateWords(record)}\n  ${printable(record.title)}\n\n${lines.join('\n')}\n\n${printable(nextLine(record))}\n`;
}

interface Begun {
  readonly record: RolloutRecord;
  readonly paths: readonly string[];
}

/** `isPart`: the schema changes more than this. */
export function formatStart(format: Format, begun: Begun, isPart: boolean): string {
  if (format === 'json') return json(started(begun));
  const rest = isPart ? 'The schema changes more than this: "lockstep create" writes the rest.\n' : '';
  const { record, paths } = begun;
  return `Began the rollout ${printable(record.name)}.\n${writtenLines(paths)}${rest}\n${printable(nextLine(record))}\n`;
}

export function formatStarts(format: Format, begun: readonly Begun[], isPart: boolean): string {
  if (format === 'json') return json({ rollouts: begun.map(started) });
  return begun.map((one, index) => formatStart(format, one, isPart && index === begun.length - 1)).join('\n');
}

function started({ record, paths }: Begun): object {
  return { rollout: record.name, outcome: 'started', stage: record.stages[0]?.name ?? null, files: paths, next: nextLine(record) };
}

export function formatConfirmation(format: Format, record: RolloutRecord, environments: readonly string[], by: string): string {
  if (format === 'json') return json({ rollout: record.name, outcome: 'confirmed', environments, by, next: nextLine(record) });
  return `${printable(by)} confirms the release of ${printable(record.name)} in ${environments.map(printable).join(', ')}.\n${printable(nextLine(record))}\n`;
}

export function formatAbandonment(format: Format, record: RolloutRecord, paths: readonly string[], losses: readonly string[]): string {
  const subject = printable(record.subject);
  if (format === 'json') {
    const migrations = record.state.abandoned?.migrations ?? [];
    return json({ rollout: record.name, outcome: 'abandoned', migrations, files: paths, losses, next: again(subject) });
  }
  return `Abandoned the rollout ${printable(record.name)}.\n${writtenLines(paths)}${losses.map((loss) => `${printable(loss)}\n`).join('')}\n${again(subject)}\n`;
}

function again(subject: string): string {
  return `The schema is as it was when the rollout began, with the change to ${subject}. Take that back, or make it in another way.`;
}

/** `record`: as it is afterwards. */
export function formatAdvance(
  format: Format,
  record: RolloutRecord,
  result: Exclude<Advance, { readonly outcome: 'impossible' }>,
  paths: readonly string[],
): string {
  const { outcome, gates } = result;
  const stage = result.outcome === 'finished' ? null : result.stage.name;
  const migrations = result.outcome === 'refused' ? [] : (record.state.begun.find((one) => one.stage === stage)?.migrations ?? []);
  if (format === 'json') return json({ rollout: record.name, outcome, stage, gates, migrations, files: paths, next: nextLine(record) });
  const heading = {
    refused: `${record.name} stays in the stage ${stage}.`,
    advanced: `${record.name} begins the stage ${stage}.`,
    completed: `${record.name}: what was interrupted of the stage ${stage} is complete now.`,
    finished: `${record.name} is finished.`,
  }[outcome];
  const next = outcome === 'finished' ? '' : `\n${printable(nextLine(record))}\n`;
  return `${printable(heading)}\n${gates.map(gateLine).join('')}${writtenLines(paths)}${next}`;
}

function gateLine({ gate, environment, state, evidence }: GateResult): string {
  return `  ${state.padEnd(10)}  ${gate} in ${printable(environment)}: ${printable(evidence)}\n`;
}

function writtenLines(paths: readonly string[]): string {
  return paths.length === 0 ? '' : `Wrote:\n${paths.map((path) => `  ${path}\n`).join('')}`;
}

function summary(record: RolloutRecord, path: string): object {
  const { name, plan, title, subject } = record;
  const progress = progressOf(record);
  const stage = progress !== null && 'stage' in progress ? progress.stage.name : null;
  return { name, path, plan, title, subject, state: stateWords(record), stage, next: nextLine(record) };
}

function stagesOf(record: RolloutRecord) {
  const progress = progressOf(record);
  const at = progress?.type === 'finished' ? record.stages.length : progress !== null && 'index' in progress ? progress.index : -1;
  return record.stages.map(({ type, name, purpose }, index) => ({
    ...{ name, type, purpose },
    state: index < at ? 'done' : index === at ? 'now' : 'later',
    migrations: record.state.begun.find(({ stage }) => stage === name)?.migrations ?? [],
  }));
}

function json(value: object): string {
  return `${JSON.stringify({ version: 1, ...value }, null, 2)}\n`;
}
