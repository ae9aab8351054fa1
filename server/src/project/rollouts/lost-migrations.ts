import type { RolloutRecord } from '../../analysis/plans/rollout/record';
import type { Snapshot } from '../snapshot';

/** What is to be done where migrations that a rollout has promoted are not among the migrations any more; a sentence, null where all are. */
export function lostMigrations({ state }: RolloutRecord, { migrations }: Pick<Snapshot, 'migrations'>): string | null {
  const there = new Set(migrations.map(({ name }) => name));
  const lost = state.begun.flatMap((begun) => (begun.written ? begun.migrations.filter((name) => !there.has(name)) : []));
  if (lost.length === 0) return null;
  const names = lost.map((name) => `"${name}"`).join(', ');
  return `The rollout has promoted ${names}, and the migrations lack it: bring it back from version control, because databases may have it.`;
}
