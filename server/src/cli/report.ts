import { pullRequestOf } from '../deploy/pull-request/pull-request';
import { lastMeasured } from '../deploy/rehearsal/last-rehearsal';
import { createAnalyzer } from '../project/analysis';
import { cacheDirectoryFor } from '../project/cache-location';
import { analysisOptions } from './analysis-options';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { type ExitCode, exitCode } from './exit-code';
import { formatPullRequests, type ReportedProject, reportFormats } from './formats/pull-request';
import { gather, type Job } from './gather';
import { openOutput } from './output';
import { shownPath } from './shown-path';
import { sizesFor, statsOption } from './stats-option';

const { stdin: _, 'stdin-filename': __, ...inputOptions } = analysisOptions;

export const reportOptions = {
  format: { type: 'string', short: 'f', value: '<format>', help: `${reportFormats.join(', ')}. Default: markdown.` },
  ...statsOption,
  ...inputOptions,
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep report`: what a pull request does to the databases that it reaches, with a checklist. Asks no database, and judges nothing: `lint` does. */
export async function report(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('report', words, reportOptions);
  const format = oneOf('format', values.format, reportFormats, 'markdown');
  const from = process.cwd();
  const sizesOf = sizesFor(values.stats);
  const { jobs, notes, complete } = await gather({ ...values, paths: positionals, from });
  for (const note of notes) process.stderr.write(`${note}\n`);
  const reported: ReportedProject[] = [];
  for (const job of jobs) {
    const { snapshot } = job;
    const cacheDirectory = cacheDirectoryFor(snapshot.project.root);
    const pullRequest = await pullRequestOf(snapshot, createAnalyzer({ cacheDirectory }), {
      names: namesOf(job),
      sizes: sizesOf(snapshot.project, cacheDirectory),
      measured: await lastMeasured(snapshot.project),
      now: new Date(),
    });
    reported.push({ path: shownPath(snapshot.project.root, from), snapshot, pullRequest });
  }
  const output = openOutput(values.output);
  await output.write(formatPullRequests(format, reported, from));
  output.end();
  return complete ? exitCode.ok : exitCode.failed;
}

function namesOf({ whole, names, snapshot }: Job): ReadonlySet<string> {
  if (!whole) return names;
  const pending = snapshot.migrations.filter(({ facts }) => facts.state !== 'history').map(({ name }) => name);
  return new Set([...pending, ...names]);
}
