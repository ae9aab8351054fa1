import { hostname, userInfo } from 'node:os';
import { isProtected } from '../deploy/deploy/check';
import { deploy as runDeploy } from '../deploy/deploy/deploy';
import { dryRun } from '../deploy/deploy/dry-run';
import { eventLine } from '../deploy/deploy/event-line';
import type { DeployGiven } from '../deploy/deploy/given';
import type { DeployEvent, DeployOutcome } from '../deploy/deploy/outcome';
import { sourcesOf } from '../deploy/environments/variables';
import { readOverrides } from '../deploy/gates/overrides';
import { cacheDirectoryFor } from '../project/cache-location';
import { nameInGit } from '../project/person';
import { abortOnSignal } from './abort-on-signal';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { isColored, type Style, styleOf } from './color';
import { environmentOption } from './environment-option';
import { oneEnvironment } from './environment-to-change';
import { type ExitCode, exitCode } from './exit-code';
import { deployFormats, formatDeploy, formatDryRun } from './formats/deploy';
import { printable } from './formats/printable';
import { openOutput } from './output';
import { Problem } from './problem';
import { canAsk, typedName } from './typed-name';

export const deployOptions = {
  env: { ...environmentOption.env, multiple: true, help: 'The environment of lockstep.json that is deployed to.' },
  yes: {
    type: 'string',
    short: 'y',
    value: '<name>',
    help: "The environment's name: confirms the deploy. Without a terminal production needs it.",
  },
  skip: {
    type: 'string',
    multiple: true,
    value: '<gate>=<reason>',
    help: 'Goes on in spite of a gate; the report keeps the reason. Any number of times.',
  },
  backup: { type: 'boolean', help: 'Makes a verified backup first; where that fails, nothing is deployed.' },
  'dry-run': { type: 'boolean', help: 'Asks the gates and shows what would be deployed. Changes nothing.' },
  fresh: { type: 'boolean', help: 'With --dry-run: asks the database how large its tables are now.' },
  format: { type: 'string', short: 'f', value: '<format>', help: `${deployFormats.join(', ')}. Default: pretty.` },
  output: { type: 'string', short: 'o', value: '<file>', help: 'Writes the result to a file.' },
  'run-config': { type: 'boolean', help: 'Runs a prisma.config.ts that computes its paths. It is code: only for projects that you trust.' },
  'no-cache': { type: 'boolean', help: 'Neither reads nor writes the cache.' },
  ...commonOptions,
} as const satisfies OptionTable;

type Values = ReturnType<typeof parseArguments<typeof deployOptions>>['values'];

/** `lockstep deploy`: through the gates to the project's own `prisma migrate deploy`, looked at before and behind. The live log goes to stderr. */
export async function deploy(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('deploy', words, deployOptions);
  const format = oneOf('format', values.format, deployFormats, 'pretty');
  const overrides = readOverrides(values.skip ?? []);
  if (!overrides.ok) throw new Problem(overrides.problem, overrides.help);
  const from = process.cwd();
  const { project, environment } = await oneEnvironment('deploy', values, positionals, from);
  const output = openOutput(values.output);
  const style = styleOf(values.output === undefined && isColored(values, process.env, process.stdout.isTTY));
  const { signal, release } = abortOnSignal();
  const given: DeployGiven = {
    ...{ project, environment, sources: sourcesOf(process.env), overrides: overrides.overrides },
    confirmed: values.yes ?? null,
    withBackup: values.backup === true,
    cacheDirectory: values['no-cache'] === true ? null : cacheDirectoryFor(project.root),
    by: await nameOf(project.root),
    now: new Date(),
    onEvent: logOn(styleOf(isColored(values, process.env, process.stderr.isTTY))),
    abort: signal,
    variables: process.env,
  };
  if (values['dry-run'] === true) {
    const dry = await dryRun(given, values.fresh === true);
    release();
    await output.write(formatDryRun(format, dry, style));
    output.end();
    return dry.outcome === 'refused' ? exitCode.refused : exitCode.ok;
  }
  const answer = await answerOf(given, values);
  if (answer === 'no') {
    process.stderr.write('Nothing was deployed.\n');
    return exitCode.cancelled;
  }
  const outcome: DeployOutcome = await runDeploy({ ...given, confirmed: answer.typed });
  release();
  await output.write(formatDeploy(format, outcome, style, from));
  output.end();
  return codes[outcome.type];
}

const codes: Readonly<Record<DeployOutcome['type'], ExitCode>> = {
  deployed: exitCode.ok,
  'nothing-to-do': exitCode.ok,
  refused: exitCode.refused,
  failed: exitCode.stopped,
  cancelled: exitCode.cancelled,
};

/** Shows on a terminal what is going to happen, and asks. Elsewhere what `--yes` says counts. */
async function answerOf(given: DeployGiven, values: Values): Promise<'no' | { readonly typed: string | null }> {
  const { environment } = given;
  if (values.yes !== undefined || !canAsk()) return { typed: values.yes ?? null };
  const dry = await dryRun({ ...given, onEvent: () => undefined });
  // What is refused or has nothing to do says so without a question.
  if (dry.outcome !== 'would-deploy') return { typed: environment.name };
  process.stderr.write(formatDryRun('pretty', dry, styleOf(isColored(values, process.env, true))));
  if (isProtected(environment)) {
    const typed = await typedName(`Type ${environment.name} to deploy: `);
    return typed === null ? 'no' : { typed };
  }
  const answer = await typedName(`Deploy to ${environment.name}? [y/N] `);
  return /^y(es)?$/i.test(answer ?? '') ? { typed: environment.name } : 'no';
}

async function nameOf(root: string): Promise<string> {
  const name = await nameInGit(root);
  const user = userName();
  return `${name || user}@${hostname()}`;
}

/** Containers may run as a user without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'somebody';
  }
}

/** The live log. The answers of the gates are a part of the result; those that are as they should be are not told twice. */
function logOn(style: Style): (event: DeployEvent) => void {
  const start = performance.now();
  return (event) => {
    if (event.type === 'check' && (event.result.state === 'ok' || event.result.state === 'skipped')) return;
    const line = eventLine(event);
    if (line === null || line.trim() === '') return;
    const time = `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(8);
    process.stderr.write(`${style.dim(time)}  ${printable(line)}\n`);
  };
}
