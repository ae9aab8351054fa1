import type { Column, ObjectId, Table } from '../../catalog/catalog';
import { columnOf, type QualifiedName } from '../../catalog/resolve';
import { quotedName } from '../../render/postgres-names';
import { folderWords, freeConstraintName, writtenTable } from '../names';
import type { Step } from '../plan';
import { validateStep } from '../validate';

/** A column whose values are converted where they stand. */
export interface Converted {
  readonly table: QualifiedName;
  readonly shape: Table;
  readonly column: string;
  /** Clauses of ALTER TABLE, in order: the change of type with what goes before and behind it. */
  readonly clauses: readonly string[];
  /** True, as SQL, for each row that the clauses take without a loss; null: for every one. */
  readonly fits: string | null;
  /** Whether the statement looks, without the check, as if it lost data. */
  readonly looksLossy: boolean;
  /** As SQL, of the types before and after. */
  readonly from: string;
  readonly to: string;
}

/** A check proves that nothing is lost, while everyone reads and writes; then the rows are written anew, and the check goes in the same statement. */
export function convertSteps({ table, shape, column, clauses, fits, looksLossy, from, to }: Converted): readonly Step[] {
  const [written, quoted] = [writtenTable(table), quotedName(column)];
  const constraint = freeConstraintName(shape, column, 'fits');
  const guard = fits === null ? [] : guardSteps({ table, shape, column, fits, to });
  const dropGuard = fits === null ? [] : [`DROP CONSTRAINT IF EXISTS ${quotedName(constraint)}`];
  const proven =
    looksLossy && fits !== null
      ? `-- lockstep-ignore type-change-loses-data: ${quotedName(constraint)} has proven that each value fits\n`
      : '';
  return [
    ...guard,
    {
      phase: 'finish',
      alone: true,
      name: folderWords('convert', table.name, column),
      purpose: `Makes ${written}.${quoted} ${to} with its values. Nobody can use the table while its rows are written anew.`,
      statements: [`${proven}ALTER TABLE ${written} ${[...dropGuard, ...clauses].join(',\n')}`],
      undo: `ALTER TABLE ${written} ALTER COLUMN ${quoted} TYPE ${from} USING ${quoted}::${from}; where that cast is possible.`,
      notes: ['For a table that is small enough for that.'],
    },
  ];
}

/** A check that is true for each value that survives: for new rows at once, and then proven for the old ones. */
export function guardSteps({
  table,
  shape,
  column,
  fits,
  to,
}: Pick<Converted, 'table' | 'shape' | 'column' | 'to'> & { readonly fits: string }): readonly Step[] {
  const [written, quoted] = [writtenTable(table), quotedName(column)];
  const constraint = freeConstraintName(shape, column, 'fits');
  return [
    {
      phase: 'constrain',
      alone: false,
      name: folderWords('check', table.name, column),
      purpose: `Lets nothing new into ${written}.${quoted} that would be lost as ${to}.`,
      // One statement that may run again, where an earlier attempt has committed it.
      statements: [
        `ALTER TABLE ${written} DROP CONSTRAINT IF EXISTS ${quotedName(constraint)},\n` +
          `ADD CONSTRAINT ${quotedName(constraint)} CHECK (${fits}) NOT VALID`,
      ],
      undo: `ALTER TABLE ${written} DROP CONSTRAINT ${quotedName(constraint)};`,
      notes: [],
    },
    validateStep({
      table: written,
      constraint,
      name: folderWords('validate', table.name, column),
      purpose: `Checks that each value of ${written}.${quoted} survives as ${to}.`,
      note: `It fails on one that does not. Look for them first: SELECT ${quoted} FROM ${written} WHERE NOT (${fits});`,
    }),
  ];
}

/** Why the type of a column cannot be changed by itself; null where it can. Completes "No plan is offered: …". */
export function holdProblem(id: ObjectId, table: Table, column: Column, tables: Iterable<Table>): string | null {
  const quoted = quotedName(column.name);
  if (column.generated !== null || column.identity !== null) return `${quoted} is generated`;
  const held = table.constraints.find((one) => 'columns' in one && one.columns.includes(column.name) && one.type !== 'unique');
  if (held !== undefined) return `the constraint ${quotedName(held.name)} is over it`;
  const isReferred = [...tables].some(({ constraints }) =>
    constraints.some((one) => one.type === 'foreign-key' && one.references === id && one.referencedColumns.includes(column.name)),
  );
  return isReferred ? `a foreign key refers to ${quoted}` : null;
}

/** Of a table that both catalogs have. */
export function columnsOf(before: Table | undefined, after: Table | undefined, column: string): readonly [Column, Column] | null {
  const [from, to] = [before, after].map((table) => (table === undefined ? null : columnOf(table, column)));
  return from == null || to == null ? null : [from, to];
}
