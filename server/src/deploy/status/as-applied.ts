import type { Snapshot } from '../../project/snapshot';
import type { EnvironmentStatus } from './status';

/**
 * A snapshot with the history of one environment in place of that of the default branch: what is applied there is history, what a deploy
 * would apply is pending. Only of an environment that could be asked.
 */
export function asAppliedIn(snapshot: Snapshot, { migrations }: EnvironmentStatus): Snapshot {
  const states = new Map(migrations.map(({ name, state }) => [name, state]));
  const isPending = (name: string): boolean => {
    const state = states.get(name) ?? 'pending';
    return state === 'pending' || state === 'rolled-back';
  };
  const newestInHistory = migrations.findLast(({ name }) => !isPending(name))?.name ?? null;
  return {
    ...snapshot,
    historyIsKnown: true,
    historyProblem: null,
    migrations: snapshot.migrations.map((file) => {
      const state = isPending(file.name) ? 'pending' : states.get(file.name) === 'edited' ? 'edited' : 'history';
      return { ...file, facts: { name: file.name, state, newestInHistory } };
    }),
  };
}
