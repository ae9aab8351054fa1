import type { Index } from '../../catalog/catalog';
import { clip, maximumNameBytes } from '../../catalog/default-names';
import { columnOf } from '../../catalog/resolve';
import { quotedName } from '../../render/postgres-names';
import { folderWords, writtenTable } from '../names';
import type { Step } from '../plan';
import type { Succession } from '../rollout/successor';

/** Two columns of which one takes the name of the other. */
export interface SwapNames {
  /** Of the new column until the swap. */
  readonly shadow: string;
  /** Of the old one from then on. */
  readonly spare: string;
}

/** The name for a column, with as many underscores as it takes to be free. */
export function freeColumn({ shape }: Succession, wish: string): string {
  let name = wish;
  while (columnOf(shape, name) !== null) name += '_';
  return name;
}

/** Names are not longer than 63 bytes for Prisma either. */
export function shadowName(name: string): string {
  return `${clip(name, maximumNameBytes - '_new'.length)}_new`;
}

/** In one transaction, so that nobody meets anything in between. */
export function swapStep(
  { table, shape, old, next, indexes, foreignKeys }: Succession,
  { shadow, spare }: SwapNames,
  dropTrigger: readonly string[],
  guard: string | null,
  all: readonly Index[],
): Step {
  const written = writtenTable(table);
  const inSchema = (name: string): string => writtenTable({ schema: table.schema, name });
  const overOld = all.filter(({ keys }) => keys.some((key) => key.type === 'column' && key.column === old.name));
  const clauses = [
    ...overOld.flatMap(({ constraint }) => (constraint === null ? [] : [`DROP CONSTRAINT ${quotedName(constraint)}`])),
    ...shape.constraints
      .filter((one) => one.type === 'foreign-key' && one.columns.includes(old.name))
      .map(({ name }) => `DROP CONSTRAINT ${quotedName(name)}`),
    ...(guard === null ? [] : [`DROP CONSTRAINT ${quotedName(guard)}`]),
    ...(old.notNull ? [`ALTER COLUMN ${quotedName(old.name)} DROP NOT NULL`] : []),
    ...(old.default === null ? [] : [`ALTER COLUMN ${quotedName(old.name)} DROP DEFAULT`]),
    ...(next.default === null ? [] : [`ALTER COLUMN ${quotedName(shadow)} SET DEFAULT ${next.default.text}`]),
  ];
  return {
    phase: 'finish',
    alone: true,
    name: folderWords('swap', table.name, old.name),
    purpose: `Makes the column that has been filled ${written}.${quotedName(old.name)}; the one of the old type stays as ${quotedName(spare)}.`,
    statements: [
      "SET lock_timeout = '5s'",
      'BEGIN',
      ...dropTrigger,
      ...(clauses.length === 0 ? [] : [`ALTER TABLE ${written} ${clauses.join(',\n')}`]),
      ...overOld.flatMap(({ constraint, name }) => (constraint === null ? [`DROP INDEX ${inSchema(name)}`] : [])),
      `ALTER TABLE ${written} RENAME COLUMN ${quotedName(old.name)} TO ${quotedName(spare)}`,
      `ALTER TABLE ${written} RENAME COLUMN ${quotedName(shadow)} TO ${quotedName(old.name)}`,
      ...indexes.map(({ name }) => `ALTER INDEX ${inSchema(shadowName(name))} RENAME TO ${quotedName(name)}`),
      ...foreignKeys.map(({ name }) => `ALTER TABLE ${written} RENAME CONSTRAINT ${quotedName(shadowName(name))} TO ${quotedName(name)}`),
      'COMMIT',
      'RESET lock_timeout',
    ],
    undo: `the two columns the other way round, as long as nothing has been written since.`,
    notes: ['Deploy the release that knows the new type together with it.'],
  };
}

/** What is left of the old column. */
export function dropStep({ table, old }: Succession, spare: string): Step {
  const written = writtenTable(table);
  return {
    phase: 'clean',
    alone: true,
    name: folderWords('no', table.name, spare),
    purpose: `Takes away what was ${written}.${quotedName(old.name)} before its type has changed.`,
    statements: [
      "SET lock_timeout = '5s'",
      '-- lockstep-ignore column-dropped: its values are in the column that has taken its place\n' +
        `ALTER TABLE ${written} DROP COLUMN IF EXISTS ${quotedName(spare)}`,
      'RESET lock_timeout',
    ],
    undo: 'only a backup brings the column back.',
    notes: [],
  };
}
