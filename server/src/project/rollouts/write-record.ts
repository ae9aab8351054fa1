import type { RolloutRecord } from '../../analysis/plans/rollout/record';

/** The text of a `rollout.json`. What is null is left out. */
export function recordText({ name, plan, title, subject, stages, state }: RolloutRecord): string {
  const written = { version: 1, name, plan, title, subject, stages, state };
  return `${JSON.stringify(written, (_, value: unknown) => (value === null ? undefined : value), 2)}\n`;
}
