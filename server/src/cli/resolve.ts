import type { Environment } from '../deploy/environments/environment';
import { checkResolve } from '../deploy/resolve/check-resolve';
import type { ResolveAction, ResolveEvent } from '../deploy/resolve/outcome';
import { resolveMigration } from '../deploy/resolve/resolve';
import type { Project } from '../project/project';
import { abortOnSignal } from './abort-on-signal';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { environmentOption } from './environment-option';
import { oneEnvironment } from './environment-to-change';
import { type ExitCode, exitCode } from './exit-code';
import { printable } from './formats/printable';
import { formatResolved, resolveFormats } from './formats/resolved';
import { openOutput } from './output';
import { Problem } from './problem';
import { canAsk, typedName } from './typed-name';

export const resolveOptions = {
  env: { ...environmentOption.env, help: 'The environment of lockstep.json.' },
  'rolled-back': { type: 'string', value: '<migration>', help: 'Marks a failed migration as rolled back: nothing of it may be left.' },
  applied: { type: 'string', value: '<migration>', help: 'Marks a migration as applied: everything that it does must be there.' },
  yes: { type: 'string', value: '<name>', help: 'Confirms a protected environment with its name.' },
  'force-reason': { type: 'string', value: '<why>', help: 'Goes on against doubts, which are told; not against what is certain to fail.' },
  format: { type: 'string', short: 'f', value: '<format>', help: `${resolveFormats.join(', ')}. Default: pretty.` },
  output: { type: 'string', short: 'o', value: '<file>', help: 'Writes the result to a file.' },
  'run-config': { type: 'boolean', help: 'Runs a prisma.config.ts that computes its paths. It is code: only for projects that you trust.' },
  ...commonOptions,
} as const satisfies OptionTable;

/** `lockstep resolve`: states what became of a migration, and checks it first. */
export async function resolve(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('resolve', words, resolveOptions);
  const format = oneOf('format', values.format, resolveFormats, 'pretty');
  const { action, migration } = asked(values);
  const { project, environment } = await oneEnvironment('resolve', values, positionals, process.cwd());
  const confirmed = values.yes ?? (await confirmation(environment, project, action, migration));
  const { signal, release } = abortOnSignal();
  const outcome = await resolveMigration({
    ...{ project, environment, action, migration },
    confirmed,
    forceReason: values['force-reason']?.trim() || null,
    onEvent: tell,
    abort: signal,
    now: new Date(),
  });
  release();
  const output = openOutput(values.output);
  await output.write(formatResolved(format, { environment: environment.name, action, migration }, outcome));
  output.end();
  switch (outcome.state) {
    case 'resolved':
      return exitCode.ok;
    case 'refused':
      return exitCode.refused;
    case 'unreachable':
      return exitCode.unreachable;
    case 'failed':
      return exitCode.stopped;
    case 'cancelled':
      return exitCode.cancelled;
  }
}

/** On a terminal somebody sees what it will do and types the name of a protected environment. */
async function confirmation(environment: Environment, project: Project, action: ResolveAction, migration: string): Promise<string | null> {
  if (environment.kind !== 'production' || !canAsk()) return null;
  const check = await checkResolve(environment, project, action, migration);
  if (!check.ok) return null;
  for (const line of [...check.preview, ...check.objections.map(({ text }) => text)]) process.stderr.write(`${printable(line)}\n`);
  return typedName(`Type ${environment.name} to mark it: `);
}

function asked(values: { readonly 'rolled-back'?: string | undefined; readonly applied?: string | undefined }): {
  readonly action: ResolveAction;
  readonly migration: string;
} {
  const { 'rolled-back': rolledBack, applied } = values;
  if ((rolledBack === undefined) === (applied === undefined)) {
    throw new Problem(
      '"lockstep resolve" takes one of "--rolled-back <migration>" and "--applied <migration>".',
      '"lockstep recover" says which.',
    );
  }
  return rolledBack === undefined ? { action: 'applied', migration: applied ?? '' } : { action: 'rolled-back', migration: rolledBack };
}

/** What happens goes to the error stream; the result has the other one for itself. */
function tell(event: ResolveEvent): void {
  const lines = event.type === 'checked' ? event.preview : [event.text];
  for (const line of lines) process.stderr.write(`${printable(line)}\n`);
}
