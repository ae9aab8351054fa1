import { byteWords, rowWords } from '../analysis/statistics/size-words';
import { resolveEnvironment } from '../deploy/environments/resolve';
import { sourcesOf } from '../deploy/environments/variables';
import { readStatistics } from '../deploy/statistics/read-statistics';
import { cacheDirectoryFor } from '../project/cache-location';
import type { Project } from '../project/project';
import type { EnvironmentSettings } from '../project/settings';
import { type StoredStatistics, statisticsJson, statisticsPath, writeStatisticsFile } from '../project/statistics/statistics-file';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { chosenEnvironments, environmentOption } from './environment-option';
import { type ExitCode, exitCode } from './exit-code';
import { printable } from './formats/printable';
import { openOutput } from './output';
import { Problem } from './problem';
import { shownPath } from './shown-path';

export const statsOptions = {
  ...environmentOption,
  format: {
    type: 'string',
    short: 'f',
    value: '<format>',
    help: 'pretty or json, which "lint --stats" takes. Default: pretty, json into a file.',
  },
  output: { type: 'string', short: 'o', value: '<file>', help: 'Writes the result to a file.' },
  'no-cache': { type: 'boolean', help: 'Keeps nothing on this machine.' },
  'run-config': { type: 'boolean', help: 'Runs a prisma.config.ts that computes its paths. It is code: only for projects that you trust.' },
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep stats`: how large the tables of an environment are. Findings and plans speak of it from then on, offline. */
export async function stats(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('stats', words, statsOptions);
  const format = oneOf('format', values.format, ['pretty', 'json'], values.output === undefined ? 'pretty' : 'json');
  const from = process.cwd();
  const chosen = await chosenEnvironments(positionals, values, from);
  const asked = chosen.flatMap(({ project, environments }) => environments.map((environment) => ({ project, environment })));
  if (format === 'json' && asked.length > 1) {
    throw new Problem('"--format json" prints one environment; several were asked for.', 'Name one with "--env".');
  }
  const taken = await Promise.all(asked.map(({ project, environment }) => take(environment, project)));
  const output = openOutput(values.output);
  let code: ExitCode = exitCode.ok;
  for (const [index, one] of taken.entries()) {
    const project = asked[index]?.project;
    if (!one.ok || project === undefined) {
      code = exitCode.unreachable;
      if (!one.ok) process.stderr.write(`${one.text}\n`);
      continue;
    }
    if (values['no-cache'] !== true) keep(one.statistics, project);
    await output.write(format === 'json' ? statisticsJson(one.statistics) : pretty(one.statistics, shownPath(project.root, from)));
  }
  output.end();
  return code;
}

type Taken = { readonly ok: true; readonly statistics: StoredStatistics } | { readonly ok: false; readonly text: string };

async function take(settings: EnvironmentSettings, project: Project): Promise<Taken> {
  const read = await readStatistics(await resolveEnvironment(settings, project, sourcesOf(process.env)), new Date());
  if (read.ok) return { ok: true, statistics: read.value };
  const { code, message, help } = read.problem;
  return { ok: false, text: `${settings.name}: ${message}${code === null ? '' : ` (${code})`} ${help}` };
}

function keep(statistics: StoredStatistics, { root }: Project): void {
  try {
    writeStatisticsFile(statisticsPath(cacheDirectoryFor(root), root, statistics.environment), statistics);
  } catch (error) {
    process.stderr.write(`The statistics are not kept: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** The largest table first. */
function pretty({ environment, takenAt, tables }: StoredStatistics, path: string): string {
  const rows = [...tables].sort(([, a], [, b]) => (b.bytes ?? 0) - (a.bytes ?? 0) || (b.rows ?? 0) - (a.rows ?? 0));
  const cells = rows.map(([name, { rows, bytes, indexes }]) => [
    printable(name),
    rows === null ? 'not known' : rowWords(rows),
    bytes === null ? '' : byteWords(bytes),
    indexes === null ? '' : `${indexes} ${indexes === 1 ? 'index' : 'indexes'}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map(([name = '', ...numbers]) => {
    const right = numbers.map((text, index) => text.padStart(widths[index + 1] ?? 0));
    return `  ${name.padEnd(widths[0] ?? 0)}  ${right.join('  ')}`.trimEnd();
  });
  const title = `${path}: tables of ${printable(environment)}, ${takenAt.slice(0, 16).replace('T', ' ')} UTC`;
  return `${[title, ...(lines.length === 0 ? ['  none'] : lines)].join('\n')}\n`;
}
