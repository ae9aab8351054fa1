import type { Worker } from 'node:worker_threads';
import { prepare } from '../analysis/analyze';
import { type Finding, type Severity, severities } from '../analysis/finding';
import { type LineIndex, lineIndexOf, positionAt } from '../analysis/text/line-index';
import { counted } from '../analysis/wording/wording';
import { cacheDirectoryFor } from '../project/cache-location';
import type { Report } from '../project/report';
import { isIn } from '../project/run';
import type { MigrationFile } from '../project/snapshot';
import { analysisOptions } from './analysis-options';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { isColored, styleOf } from './color';
import { type ExitCode, exitCode } from './exit-code';
import { findingFormats, formatFindings } from './formats/findings';
import { gather, type Job } from './gather';
import { type LintJob, lintJobs } from './lint-jobs';
import type { LintedFile, LintedProject, LintResult, LocatedFinding } from './lint-result';
import { schemaFiles, schemaNote } from './lint-schema';
import { startThreadsEarly } from './lint-threads';
import { openOutput } from './output';
import { Problem } from './problem';
import { progressOn } from './progress';
import { shownPath } from './shown-path';
import { sizesFor, statsOption, weighedReports } from './stats-option';
import type { Target } from './targets';

export const lintOptions = {
  all: { type: 'boolean', help: 'Every migration, not only those that are pending.' },
  format: { type: 'string', short: 'f', value: '<format>', help: `${findingFormats.join(', ')}. Default: pretty.` },
  'fail-on': {
    type: 'string',
    value: '<severity>',
    help: 'Exit with 1 from this severity on: error, warning, information or never. Default: warning.',
  },
  'no-cache': { type: 'boolean', help: 'Neither reads nor writes the cache.' },
  ...statsOption,
  ...analysisOptions,
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep lint`: what is wrong with migrations, and with what a schema changes that is in none of them yet. */
export async function lint(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('lint', words, lintOptions);
  const format = oneOf('format', values.format, findingFormats, 'pretty');
  const failOn = oneOf('fail-on', values['fail-on'], [...severities, 'never'], 'warning');
  const from = process.cwd();
  const sizesOf = sizesFor(values.stats);
  const [all, noCache] = [values.all === true, values['no-cache'] === true];
  let threads: readonly Worker[] = [];
  const whenFound = (targets: readonly Target[]): void => {
    if (all) threads = startThreadsEarly(targets, noCache);
    // The grammar loads meanwhile. Where it cannot be loaded, whoever needs it says so.
    if (threads.length > 0) void prepare().catch(() => {});
  };
  const { jobs, notes, complete } = await gather({ ...values, paths: positionals, from, whenFound });
  for (const note of notes) process.stderr.write(`${note}\n`);

  const progress = progressOn(process.stderr);
  progress.show(`Reading ${counted(jobs.length, 'project', 'projects')}…`);
  const lintings = jobs.map((job) => lintJob(job, all, noCache));
  const found = await lintJobs(lintings, threads, (linting, reports) => {
    const { migrations, schema } = weighedReports(reports, sizesOf(linting.snapshot.project, linting.cacheDirectory));
    return { files: filesOf(linting, migrations, from), schema };
  });
  progress.clear();
  const files: LintedFile[] = [];
  let schemaChanges = 0;
  for (const linting of lintings) {
    const { files: migrations, schema } = found.get(linting) ?? { files: [], schema: null };
    files.push(...migrations);
    if (schema === null) continue;
    if (schema.ok) schemaChanges += schema.changes;
    const note = schemaNote(linting.snapshot, schema);
    if (note !== null && !asksForMigrations(jobs)) throw new Problem(note);
    if (note !== null) process.stderr.write(`${note}\n`);
    files.push(...(await schemaFiles(linting.snapshot, schema, from, format === 'json')));
  }
  const counts = countsOf(files);
  const projects = jobs.map((job) => linted(job, all));
  const unanalysed = files.reduce((sum, file) => sum + file.unanalysed, 0);
  const result: LintResult = {
    files,
    projects,
    counts,
    unanalysed,
    all,
    migrationsAsked: asksForMigrations(jobs),
    schemaChanges,
  };

  const output = openOutput(values.output);
  const style = styleOf(values.output === undefined && isColored(values, process.env, process.stdout.isTTY));
  await output.write(formatFindings(format, result, style, performance.now()));
  output.end();
  if (!complete) return exitCode.failed;
  return fails(counts, failOn) ? exitCode.findings : exitCode.ok;
}

function asksForMigrations(jobs: readonly Job[]): boolean {
  return jobs.length === 0 || jobs.some(({ whole, names }) => whole || names.size > 0);
}

function lintJob({ snapshot, names, whole, schema }: Job, all: boolean, noCache: boolean): LintJob {
  const isAsked = ({ facts, name }: MigrationFile): boolean => names.has(name) || (whole && (all || facts.state !== 'history'));
  return {
    snapshot,
    scope: new Set(snapshot.migrations.filter(isAsked).map(({ name }) => name)),
    schema,
    cacheDirectory: noCache ? null : cacheDirectoryFor(snapshot.project.root),
  };
}

function filesOf({ snapshot, scope }: LintJob, reports: readonly Report[], from: string): readonly LintedFile[] {
  const files = snapshot.migrations.filter((file) => isIn(scope, file));
  return files.flatMap((file, index) => {
    const report = reports[index];
    return report === undefined ? [] : [toFile(file, report, from)];
  });
}

function toFile(file: MigrationFile, report: Report, from: string): LintedFile {
  const lines = report.findings.length === 0 ? null : lineIndexOf(file.text);
  return {
    path: file.path.startsWith('<') ? file.path : shownPath(file.path, from),
    migration: file.name,
    statements: report.statements,
    unanalysed: report.unanalysed,
    findings: lines === null ? [] : report.findings.map((finding) => located(finding, lines)),
  };
}

/** Named one by one: V8 takes half a microsecond for each property that is added to a spread, and a history has thousands of findings. */
function located(
  { rule, severity, message, help, span, statement, operation, relation, column }: Finding,
  lines: LineIndex,
): LocatedFinding {
  const [start, end] = [positionAt(lines, span.start), positionAt(lines, span.end)];
  return { rule, severity, message, help, span, statement, operation, relation, column, start, end };
}

function linted({ snapshot, whole }: Job, all: boolean): LintedProject {
  const { project, migrations, ref } = snapshot;
  const isBare = project.migrationsDirectory === null;
  const history = whole && !all ? migrations.filter(({ facts }) => facts.state === 'history').length : 0;
  return {
    provider: project.provider ?? 'postgresql',
    serverVersion: String(project.settings.server.postgresql),
    prismaVersion: project.prismaVersion,
    historyProblem: whole && !all && !(isBare && ref !== null) ? snapshot.historyProblem : null,
    comparedWith: whole && isBare ? ref : null,
    history: { count: history, source: ref === null ? 'up to the baseline' : `already on ${ref}` },
  };
}

function countsOf(files: readonly LintedFile[]): LintResult['counts'] {
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0 };
  for (const { findings } of files) for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** `severities` lists the worst first. */
function fails(counts: LintResult['counts'], failOn: Severity | 'never'): boolean {
  return failOn !== 'never' && severities.slice(0, severities.indexOf(failOn) + 1).some((severity) => counts[severity] > 0);
}
