import { progressOf } from '../../analysis/plans/rollout/record';
import { abandoned } from '../../project/rollouts/abandon';
import { type ExitCode, exitCode } from '../exit-code';
import { formatAbandonment } from '../formats/rollouts';
import { openOutput } from '../output';
import { Problem } from '../problem';
import { nameOfPerson, type PlanCommand, rolloutNamed, snapshotFor, written } from './command';

/** `lockstep plan abandon <name>`: takes back what was promoted, by new migrations, and the edits of the schema. */
export async function abandonRollout(command: PlanCommand): Promise<ExitCode> {
  const snapshot = await snapshotFor(command);
  const { rollout, record } = rolloutNamed(snapshot, command.name);
  const state = progressOf(record)?.type;
  if (state === 'abandoned' || state === 'finished') throw new Problem(`The rollout "${command.name}" is ${state}.`);
  const by = await nameOfPerson(command, snapshot.project.root);
  const result = await abandoned({ snapshot, rollout, record, by, now: new Date(), overlay: new Map() });
  if (!result.ok) throw new Problem(result.reason);
  const paths = await written(result.write, command.from);
  await openOutput(undefined).write(formatAbandonment(command.format, result.write.final, paths, result.losses));
  return exitCode.ok;
}
