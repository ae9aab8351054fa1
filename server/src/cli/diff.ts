import { createAnalyzer } from '../project/analysis';
import { cacheDirectoryFor } from '../project/cache-location';
import { createEngine } from '../project/prisma-engine/engine';
import { schemaDiff } from '../project/prisma-engine/schema-diff';
import { readSnapshot, type Snapshot } from '../project/snapshot';
import { analysisOptions, withOverrides } from './analysis-options';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { isColored, styleOf } from './color';
import { drift, driftOptions } from './drift';
import { type ExitCode, exitCode } from './exit-code';
import { diffFormats, formatDiffs, type ShownDiff } from './formats/diff';
import { gather, refuseBrokenSettings } from './gather';
import { openOutput } from './output';
import { Problem } from './problem';
import { shownPath } from './shown-path';
import { findTargets } from './targets';

const { since: _, ...inputOptions } = analysisOptions;

export const diffOptions = {
  ...driftOptions,
  format: { type: 'string', short: 'f', value: '<format>', help: `${diffFormats.join(', ')}; with --env markdown too. Default: pretty.` },
  'no-cache': { type: 'boolean', help: 'Neither reads nor writes the cache.' },
  ...inputOptions,
  ...commonOptions,
} as const satisfies OptionTable;

type Values = ReturnType<typeof parseArguments<typeof diffOptions>>['values'];

/** `lockstep diff`: the migration that Prisma would write for a schema, and what each of its statements does. With `--env` see `drift`. */
export async function diff(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('diff', words, diffOptions);
  if (values.env !== undefined) return drift(values, positionals);
  if (values.against !== undefined || values.adopt !== undefined) {
    throw new Problem('"--against" and "--adopt" are about a database.', 'Name its environment with "--env".');
  }
  const format = oneOf('format', values.format, diffFormats, 'pretty');
  const from = process.cwd();
  const engine = createEngine();
  const shown: ShownDiff[] = [];
  const problems: string[] = [];
  const snapshots = await snapshotsOf(values, positionals, from);
  for (const snapshot of snapshots) {
    const { project } = snapshot;
    const path = shownPath(project.schema ?? project.root, from);
    const tell = (sentence: string): boolean => process.stderr.write(`${path}: ${sentence}\n`);
    for (const note of snapshot.notes) process.stderr.write(`${note}\n`);
    const analyzer = createAnalyzer({ cacheDirectory: values['no-cache'] === true ? null : cacheDirectoryFor(project.root) });
    const result = await schemaDiff(engine, analyzer, snapshot);
    if (!result.ok) problems.push(`${path}: ${result.problem}`);
    else shown.push({ path, project, ...result });
    if (result.ok) for (const note of result.notes) tell(note);
  }
  await engine.close();
  if (shown.length === 0) throw new Problem(problems.join('\n'));
  for (const problem of problems) process.stderr.write(`${problem}\n`);

  const output = openOutput(values.output);
  const style = styleOf(values.output === undefined && isColored(values, process.env, process.stdout.isTTY));
  await output.write(formatDiffs(format, shown, style));
  output.end();
  const complete = problems.length === 0 && snapshots.every(({ notes }) => notes.length === 0);
  return complete ? exitCode.ok : exitCode.failed;
}

/** The projects that the words name. A migration is no schema, so naming one is a mistake. */
async function snapshotsOf(values: Values, paths: readonly string[], from: string): Promise<readonly Snapshot[]> {
  if (values.stdin === true) return (await gather({ ...values, paths, from })).jobs.map(({ snapshot }) => snapshot);
  const { projects, loose } = await findTargets(paths, from, values['run-config'] === true);
  const migration =
    loose[0] ??
    projects
      .find(({ whole }) => !whole)
      ?.names.values()
      .next().value;
  if (migration !== undefined) {
    throw new Problem(
      `"lockstep diff" takes projects and schemas; found "${migration}".`,
      '"lockstep effects" shows what a migration does.',
    );
  }
  const found = projects.map(({ project }) => withOverrides(project, values));
  for (const project of found) refuseBrokenSettings(project);
  return Promise.all(found.map((project) => readSnapshot(project, new Map())));
}
