import { counted } from '../../analysis/wording/wording';
import type { CreatedRevert } from '../../project/create-revert';

export const revertFormats = ['pretty', 'json'] as const;

export interface ShownRevert {
  /** Name of the migration that is undone. */
  readonly migration: string;
  readonly created: Extract<CreatedRevert, { readonly ok: true }>;
  /** In the order of the migrations. */
  readonly paths: readonly string[];
  /** Files of the schema that go back with it. */
  readonly schema: { readonly paths: readonly string[]; readonly isWritten: boolean };
  /** Whether nothing was written. */
  readonly dry: boolean;
}

export function formatReverted(format: (typeof revertFormats)[number], shown: ShownRevert): string {
  return format === 'json' ? `${JSON.stringify(json(shown), null, 2)}\n` : pretty(shown);
}

function pretty({ migration, created, paths, dry, schema }: ShownRevert): string {
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
    ...schemaLines(schema),
    ...notes,
  ];
  const mark = dry ? '-- ' : '';
  return `${head}${lines.length === 0 ? '' : `\n${lines.map((line) => `${mark}${line}\n`).join('')}`}`;
}

function schemaLines({ paths, isWritten }: ShownRevert['schema']): readonly string[] {
  if (paths.length === 0) return [];
  return isWritten
    ? [`Took back: ${paths.join(', ')}.`]
    : [`The schema has to go back as well, or the next migration does it all again: "--schema" takes ${paths.join(', ')} back.`];
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`)];
}

function json({ migration, created, paths, dry, schema }: ShownRevert): unknown {
  return {
    version: 1,
    reverts: migration,
    written: !dry,
    migrations: created.migrations.map(({ name, text }, index) => ({ name, path: paths[index], text })),
    losses: created.losses,
    plans: created.plans.map(({ id, title }) => ({ id, title })),
    left: created.left.map(({ rule, severity, message }) => ({ rule, severity, message })),
    schema: { written: schema.isWritten, files: created.schema.map(({ text }, index) => ({ path: schema.paths[index], text })) },
    notes: created.notes,
  };
}
