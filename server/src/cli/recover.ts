import { failureOf } from '../deploy/recovery/failure-of';
import type { EnvironmentState } from '../deploy/status/status';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { isColored, styleOf } from './color';
import { environmentOption } from './environment-option';
import { oneEnvironment } from './environment-to-change';
import { type ExitCode, exitCode } from './exit-code';
import { formatRecovery, recoveryFormats } from './formats/recovery';
import { openOutput } from './output';

export const recoverOptions = {
  env: { ...environmentOption.env, help: 'The environment of lockstep.json.' },
  format: { type: 'string', short: 'f', value: '<format>', help: `${recoveryFormats.join(', ')}. Default: pretty.` },
  output: { type: 'string', short: 'o', value: '<file>', help: 'Writes the result to a file.' },
  'run-config': { type: 'boolean', help: 'Runs a prisma.config.ts that computes its paths. It is code: only for projects that you trust.' },
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep recover`: what is wrong with the migrations of an environment, and the ways out. Changes nothing. */
export async function recover(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('recover', words, recoverOptions);
  const format = oneOf('format', values.format, recoveryFormats, 'pretty');
  const { project, environment } = await oneEnvironment('recover', values, positionals, process.cwd());
  const recovery = await failureOf(environment, project);
  const output = openOutput(values.output);
  const style = styleOf(values.output === undefined && isColored(values, process.env, process.stdout.isTTY));
  await output.write(formatRecovery(format, recovery, style));
  output.end();
  return codes[recovery.state];
}

/** As with `lockstep status`. */
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
