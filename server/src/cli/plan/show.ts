import { findRollouts } from '../../project/rollouts/find-rollouts';
import { lostMigrations } from '../../project/rollouts/lost-migrations';
import { type ExitCode, exitCode } from '../exit-code';
import { formatRollout, formatRollouts } from '../formats/rollouts';
import { openOutput } from '../output';
import { shownPath } from '../shown-path';
import { type PlanCommand, rolloutNamed, snapshotFor } from './command';

/** `lockstep plan`: all rollouts, each with what is to be done now. */
export async function listRollouts(command: PlanCommand): Promise<ExitCode> {
  const { project } = await snapshotFor(command);
  const rollouts = findRollouts(project).map((rollout) => ({ rollout, path: shownPath(rollout.directory, command.from) }));
  await openOutput(undefined).write(formatRollouts(command.format, rollouts));
  return rollouts.every(({ rollout }) => rollout.content.ok) ? exitCode.ok : exitCode.failed;
}

/** `lockstep plan show <name>`: its stages, what each gate has seen, what is to be done now. */
export async function showRollout(command: PlanCommand): Promise<ExitCode> {
  const snapshot = await snapshotFor(command);
  const { rollout, record } = rolloutNamed(snapshot, command.name);
  await openOutput(undefined).write(formatRollout(command.format, record, shownPath(rollout.directory, command.from)));
  const lost = lostMigrations(record, snapshot);
  if (lost !== null) process.stderr.write(`${lost}\n`);
  return exitCode.ok;
}
