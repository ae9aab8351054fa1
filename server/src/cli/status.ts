import { resolveEnvironment } from '../deploy/environments/resolve';
import { sourcesOf } from '../deploy/environments/variables';
import { lookAt } from '../deploy/status/read-status';
import type { EnvironmentState, EnvironmentStatus } from '../deploy/status/status';
import { rememberSeen } from '../project/last-seen';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { isColored, styleOf } from './color';
import { chosenEnvironments, environmentOption } from './environment-option';
import { type ExitCode, exitCode } from './exit-code';
import { formatStatus, type ProjectStatus, statusFormats } from './formats/status';
import { openOutput } from './output';
import { shownPath } from './shown-path';

export const statusOptions = {
  ...environmentOption,
  format: { type: 'string', short: 'f', value: '<format>', help: `${statusFormats.join(', ')}. Default: pretty.` },
  output: { type: 'string', short: 'o', value: '<file>', help: 'Writes the result to a file.' },
  'run-config': { type: 'boolean', help: 'Runs a prisma.config.ts that computes its paths. It is code: only for projects that you trust.' },
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep status`: what each environment has of the project's migrations. All are asked at the same time. */
export async function status(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('status', words, statusOptions);
  const format = oneOf('format', values.format, statusFormats, 'pretty');
  const from = process.cwd();
  const chosen = await chosenEnvironments(positionals, values, from);
  const sources = sourcesOf(process.env);
  const projects = await Promise.all(
    chosen.map(async ({ project, environments }): Promise<ProjectStatus> => {
      const asked = environments.map(async (settings) => lookAt(await resolveEnvironment(settings, project, sources), project));
      const looks = await Promise.all(asked);
      for (const { seen } of looks) if (seen !== null) rememberSeen(project, seen);
      return { path: shownPath(project.root, from), project, environments: looks.map((look) => look.status) };
    }),
  );
  const output = openOutput(values.output);
  const style = styleOf(values.output === undefined && isColored(values, process.env, process.stdout.isTTY));
  await output.write(formatStatus(format, projects, style));
  output.end();
  return worstOf(projects.flatMap(({ environments }) => environments));
}

const codes: Readonly<Record<EnvironmentState, ExitCode>> = {
  'up-to-date': exitCode.ok,
  pending: exitCode.pending,
  failed: exitCode.diverged,
  edited: exitCode.diverged,
  missing: exitCode.diverged,
  unmanaged: exitCode.diverged,
  unreachable: exitCode.unreachable,
  invalid: exitCode.unreachable,
};

function worstOf(statuses: readonly EnvironmentStatus[]): ExitCode {
  let worst: ExitCode = exitCode.ok;
  for (const { state } of statuses) if (codes[state] > worst) worst = codes[state];
  return worst;
}
