import { gateIds } from '../deploy/rollouts/gates/gate';
import { analysisOptions } from './analysis-options';
import { commonOptions, type OptionTable, oneOf, parseArguments } from './arguments';
import { environmentOption } from './environment-option';
import type { ExitCode } from './exit-code';
import { rolloutFormats } from './formats/rollouts';
import { abandonRollout } from './plan/abandon';
import { advanceRollout } from './plan/advance';
import type { PlanCommand } from './plan/command';
import { confirmRelease } from './plan/confirm';
import { listRollouts, showRollout } from './plan/show';
import { startRollout } from './plan/start';
import { Problem } from './problem';

const { server, prisma, 'run-config': runConfig } = analysisOptions;

export const planOptions = {
  ...environmentOption,
  project: { type: 'string', value: '<path>', help: 'The folder of the project. Default: the current one.' },
  plan: { type: 'string', value: '<plan>', help: 'start: the plan, such as add-required-column.' },
  for: { type: 'string', value: '<what>', help: 'start: what it is about, as in the schema: User.status.' },
  name: { type: 'string', short: 'n', value: '<name>', help: 'start: the name of the rollout and of its folder.' },
  value: {
    type: 'string',
    multiple: true,
    value: '<table.column=sql>',
    help: 'start: the value of existing rows: User.status="\'active\'". Any number of times.',
  },
  by: { type: 'string', value: '<name>', help: 'confirm, abandon: who says so. Default: user.name of git.' },
  note: { type: 'string', value: '<text>', help: 'confirm: what else there is to know, such as the version.' },
  skip: {
    type: 'string',
    multiple: true,
    value: '<gate=reason>',
    help: `advance: goes on without asking a gate, and keeps the reason. Gates: ${gateIds.join(', ')}.`,
  },
  format: { type: 'string', short: 'f', value: '<format>', help: `${rolloutFormats.join(' or ')}. Default: pretty.` },
  server,
  prisma,
  'run-config': runConfig,
  ...commonOptions,
} as const satisfies OptionTable;

export type PlanValues = ReturnType<typeof parseArguments<typeof planOptions>>['values'];

const actions: Readonly<Record<string, (command: PlanCommand) => Promise<ExitCode>>> = {
  list: listRollouts,
  show: showRollout,
  start: startRollout,
  advance: advanceRollout,
  confirm: confirmRelease,
  abandon: abandonRollout,
};

/** `lockstep plan`: what is rolled out over several releases, and how far it has come. */
export async function plan(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments('plan', words, planOptions);
  const format = oneOf('format', values.format, rolloutFormats, 'pretty');
  const [action = 'list', name, ...others] = positionals;
  const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (run === undefined) throw new Problem(`"lockstep plan" cannot "${action}".`, `It takes ${Object.keys(actions).join(', ')}.`);
  const takesName = action !== 'list' && action !== 'start';
  if (takesName && name === undefined)
    throw new Problem(`"lockstep plan ${action}" needs the name of a rollout.`, '"lockstep plan" lists them.');
  if (others.length > 0 || (!takesName && name !== undefined)) {
    throw new Problem(`"lockstep plan ${action}" does not take "${others[0] ?? name}".`, 'The project is named with "--project".');
  }
  return run({ name: name ?? '', values, format, from: process.cwd() });
}
