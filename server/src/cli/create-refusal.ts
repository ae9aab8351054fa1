import type { Finding } from '../analysis/finding';
import type { CreatedMigrations } from '../project/create-migrations';
import type { RolloutChoices } from '../project/rollouts/rollout-choices';
import { Problem } from './problem';

/** Migrations that could be written, were it not for what is left in them. */
export type Written = CreatedMigrations & { readonly ok: true };

/**
 * What a rollout does in place of something that is left, or of a plan that is for small tables, as the command that begins it.
 */
export function rolloutsFor({ left, plans }: Written, { offers }: RolloutChoices): readonly string[] {
  const small = plans.flatMap(({ preferred, replaces }) => (preferred ? [] : replaces.map(({ operation }) => operation)));
  const operations = new Set([...left.map(({ operation }) => operation), ...small]);
  return offers.flatMap(({ verified: { rollout } }) =>
    rollout.replaces.some(({ operation }) => operations.has(operation))
      ? [`lockstep plan start --for ${rollout.subject}: ${rollout.title}`]
      : [],
  );
}

/** Why nothing is written where something loses data or is certain to fail, and nobody has said that it is meant; null where nothing does. */
export function refusalOf(written: Written, allowed: ReadonlySet<string>, choices: RolloutChoices): Problem | null {
  const errors = written.left.filter(({ severity, rule }) => severity === 'error' && !allowed.has(rule));
  if (errors.length === 0) return null;
  const found = errors.flatMap(({ rule, message, operation }) => {
    const plans = written.refusals.flatMap(({ finding, reason }) => (finding.operation === operation ? [`  No plan: ${reason}.`] : []));
    const rollouts = choices.refusals.flatMap((one) => (one.message === message ? [`  No rollout: ${one.reason}.`] : []));
    return [`${message} (${rule})`, ...new Set([...plans, ...rollouts])];
  });
  const columns = [...new Set(errors.flatMap(filledColumn))];
  const rules = [...new Set(errors.map(({ rule }) => `--allow ${rule}`))];
  const next = [
    ...columns.map((column) => `What existing rows get, as SQL: --value ${column}="…"`),
    ...rolloutsFor(written, choices).map((rollout) => `Over several releases: ${rollout}`),
    `Where it is meant: ${rules.join(' ')}, or a lockstep-ignore comment with the reason in the schema.`,
  ];
  return new Problem(`Nothing is written, because for this there is no safe migration:\n${found.join('\n')}`, next.join('\n'));
}

/** The column whose existing rows a plan would give a value, as `--value` names it. */
function filledColumn({ operation, rule }: Finding): readonly string[] {
  if (operation?.kind === 'add-column' && rule === 'required-column-without-default')
    return [`${operation.table.name}.${operation.column.name.text}`];
  if (operation?.kind === 'change-type' && rule === 'enum-value-removed') return [`${operation.table.name}.${operation.column.text}`];
  return [];
}
