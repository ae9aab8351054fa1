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
  const rules = [...new Set(errors.flatMap(({ rule }) => (refusedByServers.has(rule) ? [] : [`--allow ${rule}`])))];
  const isRefused = errors.some(({ rule }) => refusedByServers.has(rule));
  const next = [
    ...columns.map((column) => `What existing rows get, as SQL: --value ${column}="…"`),
    ...rolloutsFor(written, choices).map((rollout) => `Over several releases: ${rollout}`),
    ...(isRefused
      ? ['What a server refuses cannot be written as it is: change that part of the schema, or write its migration by hand.']
      : []),
    ...(rules.length === 0 ? [] : [`Where it is meant: ${rules.join(' ')}, or a lockstep-ignore comment with the reason in the schema.`]),
  ];
  return new Problem(`Nothing is written, because for this there is no safe migration:\n${found.join('\n')}`, next.join('\n'));
}

/** What they find fails whatever the tables hold, so that to allow it would write a migration that cannot be applied. */
const refusedByServers: ReadonlySet<string> = new Set([
  'object-already-exists',
  'reference-not-found',
  'refused-by-server',
  'syntax-error',
]);

/** The column whose existing rows a plan would give a value, as `--value` names it. */
function filledColumn({ operation, rule }: Finding): readonly string[] {
  if (operation?.kind === 'add-column' && rule === 'required-column-without-default')
    return [`${operation.table.name}.${operation.column.name.text}`];
  if (operation?.kind === 'change-type' && rule === 'enum-value-removed') return [`${operation.table.name}.${operation.column.text}`];
  return [];
}
