import { rowsOf } from '../../analysis/statistics/statistics';
import { cacheDirectoryFor } from '../../project/cache-location';
import { rolloutChoices } from '../../project/rollouts/rollout-choices';
import { begunRollout } from '../../project/rollouts/start';
import { cachedSizes } from '../../project/statistics/sizes';
import { acceptedByPrisma } from '../accepted-schema';
import { type ExitCode, exitCode } from '../exit-code';
import { formatStart } from '../formats/rollouts';
import { givenValues } from '../given-values';
import { openOutput } from '../output';
import { Problem } from '../problem';
import { type PlanCommand, schemaOf, snapshotFor, written } from './command';

/** `lockstep plan start`: begins a rollout for something that the schema changes. */
export async function startRollout(command: PlanCommand): Promise<ExitCode> {
  const { plan, for: subject, value = [], name } = command.values;
  const snapshot = await snapshotFor(command);
  const [schema] = await Promise.all([schemaOf(snapshot), acceptedByPrisma(snapshot)]);
  const sizes = cachedSizes(snapshot.project, cacheDirectoryFor(snapshot.project.root), Date.now());
  const given = givenValues(value, schema.analysis.wanted.catalog);
  const said = {
    valueFor: (table: string, column: string) => given.get(`${table}.${column}`) ?? null,
    rowsOf: (table: string) => rowsOf(sizes, table),
  };
  const { offers, refusals } = rolloutChoices(snapshot, schema, said);
  const fitting = offers.filter(({ verified: { rollout } }) => {
    return (plan === undefined || rollout.plan === plan) && (subject === undefined || rollout.subject === subject);
  });
  const [chosen, other] = fitting;
  if (chosen === undefined) {
    const known = offers.map(({ verified: { rollout } }) => `--plan ${rollout.plan} --for ${rollout.subject}`);
    const reasons = refusals.map(({ message, reason }) => `${message} No rollout is offered: ${reason}.`);
    throw new Problem(
      ['There is no such rollout for what the schema changes.', ...reasons].join('\n'),
      known.length > 0 ? `There is: ${known.join('; ')}.` : '"lockstep lint" tells what it changes.',
    );
  }
  if (other !== undefined) {
    const known = fitting.map(({ verified: { rollout } }) => `--plan ${rollout.plan} --for ${rollout.subject}`);
    throw new Problem('The schema changes several things that could be rolled out.', `Name one: ${known.join('; ')}.`);
  }
  const begun = begunRollout({ snapshot, verified: chosen.verified, name: name?.trim() || null, now: new Date(), from: null });
  if (!begun.ok) throw new Problem(begun.reason);
  const paths = await written(begun.write, command.from);
  await openOutput(undefined).write(formatStart(command.format, { record: begun.write.final, paths }, chosen.rest !== null));
  return exitCode.ok;
}
