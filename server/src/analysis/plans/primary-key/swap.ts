import type { ObjectId } from '../../catalog/catalog';
import { type ForeignKeyUse, findTable } from '../../catalog/resolve';
import type { Name } from '../../operation/name';
import { quotedName, quotedNames, splitId } from '../../render/postgres-names';
import { folderWords, writtenTable } from '../names';
import type { PlanContext, Step } from '../plan';
import { primaryKeyOf } from './references';

/** A primary key to be. */
export interface Key {
  readonly table: Name;
  readonly name: string;
  readonly columns: readonly string[];
  /** Whether there is an old one. */
  readonly drops: boolean;
  /** Columns of the old one that may be NULL from then on. */
  readonly optional: readonly string[];
}

/** The step that makes an index the primary key, in the place of the old one. */
export function swapStep(
  { table, name, columns, drops, optional }: Key,
  index: string,
  references: readonly ForeignKeyUse[],
  context: PlanContext,
): Step {
  const written = writtenTable(table);
  const add = `ADD CONSTRAINT ${quotedName(name)} PRIMARY KEY USING INDEX ${quotedName(index)}`;
  const free = optional.map((column) => `ALTER COLUMN ${quotedName(column)} DROP NOT NULL,\n`).join('');
  const swap = `ALTER TABLE ${written} ${drops ? `DROP CONSTRAINT ${quotedName(oldName(table, context))},\n${free}${add}` : add}`;
  const old = primaryKeyOf(findTable(context.start, table)?.table)?.columns;
  return {
    phase: 'finish',
    alone: true,
    name: folderWords('key', table.name, ...columns),
    purpose: `Makes the index the primary key of ${written}${drops ? ', in the place of the old one' : ''}. It is renamed with it.`,
    statements: [references.length === 0 ? swap : together(swap, references, context, table)],
    undo:
      old === undefined
        ? `ALTER TABLE ${written} DROP CONSTRAINT ${quotedName(name)};`
        : `the same the other way round, over (${quotedNames(old)}).`,
    notes: ['Code that reads or writes rows by the old key goes on: only the constraint changes.'],
  };
}

function oldName(table: Name, { start }: PlanContext): string {
  return primaryKeyOf(findTable(start, table)?.table)?.name ?? '';
}

/** One block, also where each statement commits on its own: the foreign keys let go of the old key and take hold of the unique index at once. */
function together(swap: string, references: readonly ForeignKeyUse[], context: PlanContext, table: Name): string {
  const drops = references.map(
    ({ table: holder, constraint }) => `ALTER TABLE ${nameOf(holder, context, table)} DROP CONSTRAINT ${quotedName(constraint.name)}`,
  );
  const adds = references.map(({ table: holder, constraint }) => {
    const to = `${writtenTable(table)} (${quotedNames(constraint.referencedColumns)})`;
    const action = (one: string): string => one.replace('-', ' ').toUpperCase();
    return (
      `ALTER TABLE ${nameOf(holder, context, table)} ADD CONSTRAINT ${quotedName(constraint.name)} FOREIGN KEY (${quotedNames(constraint.columns)}) ` +
      `REFERENCES ${to} ON DELETE ${action(constraint.onDelete)} ON UPDATE ${action(constraint.onUpdate)} NOT VALID`
    );
  });
  const lines = [...drops, swap.replaceAll('\n', '\n  '), ...adds].map((sql) => `  ${sql};`);
  return ['DO $$', 'BEGIN', ...lines, 'END $$'].join('\n');
}

/** With its schema where the migration writes that of the table. */
export function nameOf(id: ObjectId, { start }: PlanContext, { schema }: Name): string {
  const table = start.tables.get(id);
  const { schema: own, name } = splitId(id);
  return writtenTable({ schema: schema === null && (table === undefined || own === 'public') ? null : own, name });
}
