import { counted } from '../../analysis/wording/wording';
import type { CreatedMigrations } from '../../project/create-migrations';

export const createFormats = ['pretty', 'json'] as const;

export interface ShownCreation {
  readonly created: CreatedMigrations;
  /** In the order of the migrations. */
  readonly paths: readonly string[];
  /** Whether nothing was written. */
  readonly dry: boolean;
  /** What could be done over several releases in place of what is left: the commands, with what they do. */
  readonly rollouts: readonly string[];
}

export function formatCreated(format: (typeof createFormats)[number], shown: ShownCreation): string {
  return format === 'json' ? `${JSON.stringify(json(shown), null, 2)}\n` : pretty(shown);
}

function pretty({ created, paths, dry, rollouts }: ShownCreation): string {
  if (!created.ok) return `${created.reason}\n`;
  const { migrations, plans, refusals, left } = created;
  const recurring = created.recurring();
  const written = dry
    ? migrations.map(({ text }, index) => `-- ${paths[index]}\n\n${text}`).join('\n')
    : `Wrote ${counted(paths.length, 'migration')}:\n${paths.map((path) => `  ${path}\n`).join('')}`;
  const mark = dry ? '-- ' : '';
  const reasons = new Map(refusals.map(({ finding, reason }) => [finding.operation, reason]));
  const notes = [
    ...section(
      'Replaced by safe steps:',
      plans.map(({ title }) => title),
    ),
    ...section(
      'As Prisma writes it, for you to decide:',
      left.map(({ message, operation, help }) => {
        const reason = reasons.get(operation);
        return `${message} ${reason === undefined ? help : `No plan: ${reason}.`}`;
      }),
    ),
    ...section('Over several releases instead:', rollouts),
    ...(recurring === 0 ? [] : [`Prisma finds ${counted(recurring, 'change')} again after its own migration: they come back each time.`]),
  ];
  return `${written}${notes.length === 0 ? '' : `\n${notes.map((line) => `${mark}${line}\n`).join('')}`}`;
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`)];
}

function json({ created, paths, dry, rollouts }: ShownCreation): unknown {
  if (!created.ok) return { version: 1, written: false, migrations: [], plans: [], left: [], reason: created.reason };
  const reasons = new Map(created.refusals.map(({ finding, reason }) => [finding.operation, reason]));
  return {
    version: 1,
    written: !dry,
    migrations: created.migrations.map(({ name, text }, index) => ({ name, path: paths[index], text })),
    plans: created.plans.map(({ id, title }) => ({ id, title })),
    left: created.left.map(({ rule, severity, message, operation }) => ({
      rule,
      severity,
      message,
      reason: reasons.get(operation) ?? null,
    })),
    rollouts,
    recurring: created.recurring(),
  };
}
