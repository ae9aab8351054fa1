import { resolveEnvironment } from '../deploy/environments/resolve';
import { sourcesOf } from '../deploy/environments/variables';
import type { RehearsalScope } from '../deploy/rehearsal/choose';
import { findLeftovers, leftoverWords, removeLeftovers } from '../deploy/rehearsal/leftovers';
import type { RehearsalOutcome } from '../deploy/rehearsal/outcome';
import { rehearse as runRehearsal } from '../deploy/rehearsal/rehearse';
import { eventWords } from '../deploy/rehearsal/words';
import { dropRestored, findRestored, restoredWords } from '../deploy/restore/restored-scratches';
import { cacheDirectoryFor } from '../project/cache-location';
import type { Project } from '../project/project';
import { cachedStatisticsOf } from '../project/statistics/cached-statistics-of';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { isColored, styleOf } from './color';
import { chosenEnvironments } from './environment-option';
import { type ExitCode, exitCode } from './exit-code';
import { formatRehearsal, rehearsalFormats } from './formats/rehearsal';
import { refuseBrokenSettings } from './gather';
import { openOutput } from './output';
import { Problem } from './problem';
import { progressOn } from './progress';
import { findTargets } from './targets';

export const rehearseOptions = {
  env: {
    type: 'string',
    value: '<name>',
    help: 'Rehearses what this environment of lockstep.json does not have yet. Default: what is not on the default branch.',
  },
  from: { type: 'string', value: '<migration>', help: 'Rehearses this migration and all behind it.' },
  since: { type: 'string', value: '<git ref>', help: 'A commit in place of the default branch.' },
  rows: { type: 'string', value: '<number>', help: 'Generates so many rows a table where the copy has none.' },
  keep: { type: 'boolean', help: 'Leaves the copy where it is, and says where.' },
  leftovers: {
    type: 'boolean',
    help: 'Lists copies that killed rehearsals have left, and scratch databases that backups were restored into.',
  },
  remove: { type: 'boolean', help: 'With --leftovers: removes what rehearsals have left.' },
  drop: { type: 'string', value: '<database>', help: 'With --leftovers: drops this scratch database that a backup was restored into.' },
  format: { type: 'string', short: 'f', value: '<format>', help: `${rehearsalFormats.join(', ')}. Default: pretty.` },
  output: { type: 'string', short: 'o', value: '<file>', help: 'Writes the result to a file.' },
  'run-config': { type: 'boolean', help: 'Runs a prisma.config.ts that computes its paths. It is code: only for projects that you trust.' },
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep rehearse`: runs migrations on a throw-away copy and measures each statement. */
export async function rehearse(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('rehearse', words, rehearseOptions);
  const format = oneOf('format', values.format, rehearsalFormats, 'pretty');
  const from = process.cwd();
  const sources = sourcesOf(process.env);
  const { project, settings } = await oneProject(positionals, values, from);
  if (values.leftovers === true) {
    return values.drop === undefined ? listLeftovers(project, values.remove === true) : dropOne(project, values.drop);
  }
  if (values.remove === true) throw new Problem('"--remove" goes with "--leftovers".');
  if (values.drop !== undefined) throw new Problem('"--drop" goes with "--leftovers".');
  const environment = settings === null ? null : await resolveEnvironment(settings, project, sources);
  const progress = progressOn(process.stderr);
  const outcome = await runRehearsal({
    ...{ project, environment, sources, scope: scopeOf(values.from), since: values.since ?? null },
    rows: rowsOf(values.rows),
    keep: values.keep === true,
    statistics: settings === null ? null : cachedStatisticsOf(cacheDirectoryFor(project.root), project.root, settings.name),
    onEvent: (event) => {
      const text = eventWords(event);
      if (text !== null) progress.show(text);
    },
    abort: cancelledBySignal().signal,
    now: new Date(),
  });
  progress.clear();
  if (format === 'pretty' && outcome.outcome === 'impossible') throw new Problem(outcome.problem.message, outcome.problem.help);
  const output = openOutput(values.output);
  const style = styleOf(values.output === undefined && isColored(values, process.env, process.stdout.isTTY));
  await output.write(formatRehearsal(format, outcome, settings?.name ?? null, style));
  output.end();
  if (outcome.outcome === 'passed' || outcome.outcome === 'failed') await offerRemoval(project, outcome.left === null);
  return codes[outcome.outcome];
}

const codes: Readonly<Record<RehearsalOutcome['outcome'], ExitCode>> = {
  passed: exitCode.ok,
  'nothing-to-do': exitCode.ok,
  failed: exitCode.stopped,
  impossible: exitCode.failed,
  cancelled: exitCode.cancelled,
};

interface Values {
  readonly env?: string | undefined;
  readonly 'run-config'?: boolean | undefined;
}

async function oneProject(paths: readonly string[], values: Values, from: string) {
  if (values.env !== undefined) {
    const [only, ...others] = await chosenEnvironments(paths, { env: [values.env], 'run-config': values['run-config'] }, from);
    if (only === undefined || others.length > 0) throw severalProjects();
    return { project: only.project, settings: only.environments[0] ?? null };
  }
  const { projects, loose } = await findTargets(paths, from, values['run-config'] === true);
  const [target, ...others] = projects;
  if (target === undefined || others.length > 0 || loose.length > 0) throw severalProjects();
  refuseBrokenSettings(target.project);
  return { project: target.project, settings: null };
}

function severalProjects(): Problem {
  return new Problem('"lockstep rehearse" takes one project.', 'Name the folder of one.');
}

function scopeOf(migration: string | undefined): RehearsalScope {
  return migration === undefined ? { type: 'pending' } : { type: 'from', migration };
}

const mostRows = 10_000_000;

function rowsOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const rows = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(rows <= mostRows)) throw new Problem(`"--rows" takes a number up to ${mostRows.toLocaleString('en-US')}; found "${text}".`);
  return rows;
}

/** What an earlier one has left is found by the next one. `isClean`: this one has left nothing itself. */
async function offerRemoval(project: Project, isClean: boolean): Promise<void> {
  const { found } = await findLeftovers(project, sourcesOf(process.env), new Date());
  if (!isClean || found.length === 0) return;
  const copies = found.length === 1 ? 'A copy is' : `${found.length} copies are`;
  process.stderr.write(
    `${copies} left of earlier rehearsals. "lockstep rehearse --leftovers --remove" removes what "--leftovers" lists.\n`,
  );
}

async function listLeftovers(project: Project, remove: boolean): Promise<ExitCode> {
  const sources = sourcesOf(process.env);
  const now = new Date();
  const left = await (remove ? removeLeftovers : findLeftovers)(project, sources, now);
  const restored = await findRestored(project, sources, now);
  const problems = new Set([...left.problems, ...restored.problems]);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  const lines = [
    ...left.found.map((leftover) => `${remove ? 'Removed' : 'Left:'} ${leftoverWords(leftover)}`),
    ...restored.found.map((one) => `Kept: ${restoredWords(one)}`),
  ];
  const [first] = restored.found;
  if (first !== undefined) process.stderr.write(`"lockstep rehearse --leftovers --drop ${first.name}" drops a kept one.\n`);
  process.stdout.write(`${lines.length === 0 ? 'Nothing is left of a rehearsal.' : lines.join('\n')}\n`);
  return problems.size === 0 ? exitCode.ok : exitCode.failed;
}

async function dropOne(project: Project, name: string): Promise<ExitCode> {
  const dropped = await dropRestored(project, sourcesOf(process.env), new Date(), name);
  switch (dropped.type) {
    case 'dropped':
      process.stdout.write(`Dropped ${restoredWords(dropped.restored)}\n`);
      return exitCode.ok;
    case 'failed':
      throw new Problem(dropped.message);
    case 'unknown':
      throw new Problem(
        `There is no scratch database "${name}" that a backup was restored into.`,
        dropped.problems.length === 0 ? '"lockstep rehearse --leftovers" lists those that there are.' : dropped.problems.join(' '),
      );
  }
}

/** The first signal ends the rehearsal and removes the copy; the next one ends the program, and the copy is a leftover. */
function cancelledBySignal(): AbortController {
  const controller = new AbortController();
  const cancel = (): void => {
    if (controller.signal.aborted) process.exit(exitCode.cancelled);
    controller.abort();
  };
  process.on('SIGINT', cancel).on('SIGTERM', cancel);
  return controller;
}
