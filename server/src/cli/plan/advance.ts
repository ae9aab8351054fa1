import { resolveEnvironment } from '../../deploy/environments/resolve';
import { sourcesOf } from '../../deploy/environments/variables';
import { type Advance, advance } from '../../deploy/rollouts/advance';
import { chosenEnvironments } from '../../deploy/rollouts/environments';
import { type GateId, gateIds } from '../../deploy/rollouts/gates/gate';
import { type ExitCode, exitCode } from '../exit-code';
import { formatAdvance } from '../formats/rollouts';
import { openOutput } from '../output';
import { Problem } from '../problem';
import { builtBy, type PlanCommand, rolloutNamed, schemaOf, snapshotFor, written } from './command';

/** `lockstep plan advance <name>`: asks the gate behind the current stage, and begins the next one. */
export async function advanceRollout(command: PlanCommand): Promise<ExitCode> {
  const skips = skipsIn(command.values.skip ?? []);
  const snapshot = await snapshotFor(command);
  const { project } = snapshot;
  const { rollout, record } = rolloutNamed(snapshot, command.name);
  const chosen = chosenEnvironments(project, command.values.env ?? []);
  if (!chosen.ok) throw new Problem(chosen.problem);
  const sources = sourcesOf(process.env);
  const result = await advance({
    ...{ snapshot, rollout, record, skips },
    built: builtBy(await schemaOf(snapshot)),
    environments: await Promise.all(chosen.chosen.map((settings) => resolveEnvironment(settings, project, sources))),
    now: new Date(),
    overlay: new Map(),
  });
  if (result.outcome === 'impossible') throw new Problem(result.reason);
  const paths = result.outcome === 'refused' ? [] : await written(result.write, command.from);
  await openOutput(undefined).write(formatAdvance(command.format, afterwards(result, record), result, paths));
  return result.outcome === 'refused' ? exitCode.refused : exitCode.ok;
}

function afterwards(result: Exclude<Advance, { outcome: 'impossible' }>, before: Parameters<typeof formatAdvance>[1]) {
  return result.outcome === 'refused' ? before : result.write.final;
}

/** `backfill-complete=counted by hand`. */
function skipsIn(words: readonly string[]): ReadonlyMap<GateId, string> {
  return new Map(
    words.map((word) => {
      const [name = '', ...rest] = word.split('=');
      const gate = gateIds.find((id) => id === name.trim());
      if (gate === undefined)
        throw new Problem(`"--skip" takes a gate and a reason; there is no gate "${name}".`, `Gates: ${gateIds.join(', ')}.`);
      const reason = rest.join('=').trim();
      if (reason === '') throw new Problem(`"--skip ${gate}" needs a reason, which is kept.`, `--skip ${gate}="counted by hand"`);
      return [gate, reason] as const;
    }),
  );
}
