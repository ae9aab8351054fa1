import { type Severity, severities } from '../analysis/rules/finding';
import { lineIndexOf, positionAt } from '../analysis/text/line-index';
import { createAnalyzer, type MigrationReport, type Scope } from '../project/analysis';
import { cacheDirectoryFor } from '../project/cache-location';
import { analysisOptions } from './analysis-options';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { isColored, styleOf } from './color';
import { type ExitCode, exitCode } from './exit-code';
import { findingFormats, formatFindings } from './formats/findings';
import { gather, type Job } from './gather';
import type { LintedFile, LintedProject, LintResult } from './lint-result';
import { openOutput } from './output';
import { progressOn } from './progress';
import { shownPath } from './shown-path';

export const lintOptions = {
  all: { type: 'boolean', help: 'Every migration, not only those that are pending.' },
  format: { type: 'string', short: 'f', value: '<format>', help: `${findingFormats.join(', ')}. Default: pretty.` },
  'fail-on': {
    type: 'string',
    value: '<severity>',
    help: 'Exit with 1 from this severity on: error, warning, information or never. Default: warning.',
  },
  'no-cache': { type: 'boolean', help: 'Neither reads nor writes the cache.' },
  ...analysisOptions,
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep lint`: what is wrong with migrations. */
export async function lint(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('lint', words, lintOptions);
  const format = oneOf('format', values.format, findingFormats, 'pretty');
  const failOn = oneOf('fail-on', values['fail-on'], [...severities, 'never'], 'warning');
  const from = process.cwd();
  const { jobs, notes } = await gather({ ...values, paths: positionals, from });
  for (const note of notes) process.stderr.write(`${note}\n`);

  const files: LintedFile[] = [];
  const progress = progressOn(process.stderr);
  for (const job of jobs) {
    progress.show(`Reading ${shownPath(job.snapshot.project.root, from)}`);
    files.push(...(await lintJob(job, values.all === true, values['no-cache'] === true, from)));
  }
  progress.clear();
  const counts = countsOf(files);
  const projects = jobs.map((job) => linted(job, values.all === true));
  const unanalysed = files.reduce((sum, file) => sum + file.unanalysed, 0);
  const result: LintResult = { files, projects, counts, unanalysed, all: values.all === true };

  const output = openOutput(values.output);
  const style = styleOf(values.output === undefined && isColored(values, process.env, process.stdout.isTTY));
  await output.write(formatFindings(format, result, style, performance.now()));
  output.end();
  return fails(counts, failOn) ? exitCode.findings : exitCode.ok;
}

async function lintJob({ snapshot, names, whole }: Job, all: boolean, noCache: boolean, from: string): Promise<readonly LintedFile[]> {
  const analyzer = createAnalyzer({ cacheDirectory: noCache ? null : cacheDirectoryFor(snapshot.project.root) });
  const pending = snapshot.migrations.filter(({ facts }) => whole && facts.state !== 'history').map(({ name }) => name);
  const scope: Scope = all && whole ? 'all' : new Set([...pending, ...names]);
  const { migrations } = await analyzer.report(snapshot, scope);
  return migrations.map((migration) => toFile(migration, from));
}

function toFile({ file, report }: MigrationReport, from: string): LintedFile {
  const lines = report.findings.length === 0 ? null : lineIndexOf(file.text);
  return {
    path: file.path.startsWith('<') ? file.path : shownPath(file.path, from),
    migration: file.name,
    statements: report.statements,
    unanalysed: report.unanalysed,
    findings:
      lines === null
        ? []
        : report.findings.map((finding) => ({
            ...finding,
            start: positionAt(lines, finding.span.start),
            end: positionAt(lines, finding.span.end),
          })),
  };
}

function linted({ snapshot, whole }: Job, all: boolean): LintedProject {
  const { project, migrations, ref } = snapshot;
  const history = whole && !all ? migrations.filter(({ facts }) => facts.state === 'history').length : 0;
  return {
    provider: project.provider ?? 'postgresql',
    serverVersion: String(project.settings.server.postgresql),
    prismaVersion: project.prismaVersion,
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
