import { nextLine } from '../../analysis/plans/rollout/checklist';
import { progressOf, withConfirmation } from '../../analysis/plans/rollout/record';
import { chosenEnvironments, everywhere } from '../../deploy/rollouts/environments';
import { recordWrite } from '../../project/rollouts/promote';
import { type ExitCode, exitCode } from '../exit-code';
import { formatConfirmation } from '../formats/rollouts';
import { openOutput } from '../output';
import { Problem } from '../problem';
import { nameOfPerson, type PlanCommand, rolloutNamed, snapshotFor, written } from './command';

/** `lockstep plan confirm <name>`: somebody says that the release with the change is all that runs in an environment. */
export async function confirmRelease(command: PlanCommand): Promise<ExitCode> {
  const snapshot = await snapshotFor(command);
  const { project } = snapshot;
  const { rollout, record } = rolloutNamed(snapshot, command.name);
  const progress = progressOf(record);
  if (progress?.type !== 'in-stage' || progress.stage.type !== 'release') {
    throw new Problem(`The rollout "${command.name}" does not wait for a release.`, nextLine(record));
  }
  const asked = command.values.env ?? [];
  const named = project.settings.environments.map(({ name }) => name);
  if (named.length > 0 && asked.length === 0) {
    throw new Problem('A release is confirmed for the environments that run it.', `Name them: --env ${named.join(' --env ')}`);
  }
  const chosen = chosenEnvironments(project, asked);
  if (!chosen.ok) throw new Problem(chosen.problem);
  const by = await nameOfPerson(command, project.root);
  const places = named.length === 0 ? [everywhere] : chosen.chosen.map(({ name }) => name);
  const confirmation = { stage: progress.stage.name, by, at: new Date().toISOString(), note: command.values.note?.trim() || null };
  const confirmed = places.reduce((after, environment) => withConfirmation(after, { ...confirmation, environment }), record);
  written(recordWrite({ snapshot, rollout, overlay: new Map() }, confirmed), command.from);
  await openOutput(undefined).write(formatConfirmation(command.format, confirmed, places, by));
  return exitCode.ok;
}
