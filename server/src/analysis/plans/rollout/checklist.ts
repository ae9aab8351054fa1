import { assertNever } from '../../assert-never';
import { type BegunStage, progressOf, type RecordedStage, type RolloutRecord } from './record';

export interface ChecklistPlaces {
  /** Of the rollout's folder, from where commands are run, with slashes. */
  readonly folder: string;
}

/** The checklist of a rollout as Markdown: what each stage is for, what is done, what comes next. Written anew with every change. */
export function checklist(record: RolloutRecord, places: ChecklistPlaces): string {
  const { name, title, subject, plan, stages, state } = record;
  const parts = stages.map((stage, index) => stagePart(record, stage, index, places));
  return [
    `# Rollout ${name}`,
    '',
    `${title}. It changes ${code(subject)} by the plan ${code(plan)}. Lockstep writes this file; what is decided stands in ${code('rollout.json')}.`,
    '',
    nextLine(record),
    '',
    ...parts.flatMap((part) => [...part, '']),
    ...(state.abandoned === null ? [] : abandonedLines(record)),
    '## Commands',
    '',
    '```sh',
    `lockstep plan show ${name}`,
    `lockstep plan advance ${name}`,
    `lockstep plan abandon ${name}`,
    '```',
    '',
  ].join('\n');
}

/** What is to be done now, in a sentence or two. */
export function nextLine(record: RolloutRecord): string {
  const progress = progressOf(record);
  const { name } = record;
  switch (progress?.type) {
    case undefined:
      return 'It has no stages.';
    case 'abandoned':
      return 'It is abandoned.';
    case 'abandoning':
      return `Abandoning it was interrupted. Run \`lockstep plan abandon ${name}\` again: it goes on where it stopped.`;
    case 'finished':
      return 'It is finished.';
    case 'not-begun':
      return `Nothing is promoted yet. Run \`lockstep plan advance ${name}\`: it begins with ${progress.stage.name}.`;
    case 'interrupted':
      return `Writing the stage ${progress.stage.name} was interrupted. Run \`lockstep plan advance ${name}\` again: it goes on where it stopped.`;
    case 'in-stage':
      return `Now: ${doNow(record, progress.stage, progress.begun)} Then \`lockstep plan advance ${name}\`.`;
    default:
      return assertNever(progress);
  }
}

/** A word or two: `stage 2 of 4: backfill`. */
export function stateWords(record: RolloutRecord): string {
  const progress = progressOf(record);
  if (progress === null) return 'invalid';
  if (progress.type === 'in-stage' || progress.type === 'interrupted') {
    const word = progress.type === 'interrupted' ? ', interrupted' : '';
    return `stage ${progress.index + 1} of ${record.stages.length}: ${progress.stage.name}${word}`;
  }
  return progress.type === 'not-begun' ? 'not begun' : progress.type;
}

function doNow({ name }: RolloutRecord, stage: RecordedStage, { migrations }: BegunStage): string {
  switch (stage.type) {
    case 'migrate':
      return migrations.length === 0 ? 'deploy with the edited schema.' : `deploy ${migrations.map(code).join(', ')} to each environment.`;
    case 'backfill':
      return `run the backfill ${code(stage.file)} in each environment.`;
    case 'release':
      return `release the application, and confirm it with \`lockstep plan confirm ${name} --env <environment>\`.`;
    default:
      return assertNever(stage);
  }
}

function stagePart(record: RolloutRecord, stage: RecordedStage, index: number, places: ChecklistPlaces): readonly string[] {
  const { state } = record;
  const begun = state.begun.find((one) => one.stage === stage.name) ?? null;
  const progress = progressOf(record);
  const at = progress !== null && 'index' in progress ? progress.index : progress?.type === 'finished' ? record.stages.length : -1;
  const word = at > index ? 'done' : at === index ? 'now' : 'later';
  const passed = state.passed.filter((one) => one.stage === stage.name);
  return [
    `## ${index + 1}. ${stage.name}: ${word}`,
    '',
    stage.purpose,
    '',
    ...itemsOf(record, stage, begun, at > index, places),
    ...passed.map(
      ({ gate, environment, state: how, evidence, at: when }) =>
        `- [x] ${gate} in ${environment}${how === 'overridden' ? ', overridden' : ''}: ${oneLine(evidence)} (${day(when)})`,
    ),
  ];
}

function itemsOf(
  { state }: RolloutRecord,
  stage: RecordedStage,
  begun: BegunStage | null,
  isDone: boolean,
  { folder }: ChecklistPlaces,
): readonly string[] {
  switch (stage.type) {
    case 'migrate':
      return [
        ...stage.files.map((file, index) => {
          const migration = begun?.written === true ? begun.migrations[index] : undefined;
          return `- ${box(migration !== undefined)} ${code(file)}${migration === undefined ? '' : ` is the migration ${code(migration)}`}`;
        }),
        ...stage.edits.map(({ block, member, text }) => {
          const what = code(member === null || member.startsWith('@@') ? block : `${block}.${member}`);
          return `- ${box(begun?.written === true)} schema: ${what} ${text === null ? 'goes' : `becomes ${code(oneLine(text))}`}`;
        }),
        `- ${box(isDone)} applied in every environment`,
      ];
    case 'backfill':
      return [`- ${box(isDone)} no row is left to do in any environment: \`lockstep backfill ${folder}/${stage.file}\``];
    case 'release':
      return [
        ...stage.application.map((sentence) => `- ${box(isDone)} ${sentence}`),
        ...state.confirmations
          .filter((one) => one.stage === stage.name)
          .map(
            ({ environment, by, at, note }) =>
              `- [x] in ${environment}, says ${oneLine(by)} on ${day(at)}${note === null ? '' : `: ${oneLine(note)}`}`,
          ),
        ...(stage.code === null ? [] : ['', '```ts', stage.code, '```', '']),
      ];
    default:
      return assertNever(stage);
  }
}

function abandonedLines({ state: { abandoned } }: RolloutRecord): readonly string[] {
  if (abandoned === null) return [];
  const by = abandoned.migrations.length === 0 ? 'nothing had been promoted' : `taken back by ${abandoned.migrations.map(code).join(', ')}`;
  return ['## Abandoned', '', `By ${oneLine(abandoned.by)} on ${day(abandoned.at)}: ${by}.`, ''];
}

function box(isDone: boolean): string {
  return isDone ? '[x]' : '[ ]';
}

function day(time: string): string {
  return time.slice(0, 10);
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
