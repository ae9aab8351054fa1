import { counted } from '../../analysis/wording/wording';
import type { CreatedRevert } from '../../project/create-revert';

export const revertFormats = ['pretty', 'json'] as const;

export interface ShownRevert {
  /** Name of the migration that is undone. */
  readonly migration: string;
  readonly created: Extract<CreatedRevert, { readonly ok: true }>;
  /** In the order of the migrations. */
  readonly paths: readonly string[];
  /** Whether nothing was written. */
  readonly dry: boolean;
}

export function formatReverted(format: (typeof revertFormats)[number], shown: ShownRevert): string {
  return format === 'json' ? `${JSON.stringify(json(shown), null, 2)}\n` : pretty(shown);
}

function pretty({ migration, created, paths, dry }: ShownRevert): string {
  const { migrations, losses, plans, left, notes } = created;
  const texts = migrations.map(({ text }, index) => `-- ${paths[index]}\n\n${text}`);
  const list = paths.map((path) => `  ${path}\n`).join('');
  const head = dry
    ? texts.join('\n')
    : `Wrote ${counted(paths.length, 'migration')} that ${paths.length === 1 ? 'reverts' : 'revert'} ${migration}:\n${list}`;
  const lines = [
    ...section('What it does not bring back, and what it takes away:', losses),
    ...section(
      'In safe steps:',
      plans.map(({ title }) => title),
    ),
    ...section(
      'For you to decide:',
      left.map(({ message }) => message),
    ),
    ...notes,
  ];
  const mark = dry ? '-- ' : '';
  return `${head}${lines.length === 0 ? '' : `\n${lines.map((line) => `${mark}${line}\n`).join('')}`}`;
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`)];
}

function json({ migration, created, paths, dry }: ShownRevert): unknown {
  return {
    version: 1,
    reverts: migration,
    written: !dry,
    migrations: created.migrations.map(({ name, text }, index) => ({ name, path: paths[index], text })),
    losses: created.losses,
    plans: created.plans.map(({ id, title }) => ({ id, title })),
    left: created.left.map(({ rule, severity, message }) => ({ rule, severity, message })),
    notes: created.notes,
  };
}
