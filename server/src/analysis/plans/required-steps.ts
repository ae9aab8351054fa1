import type { Table } from '../catalog/catalog';
import type { QualifiedName } from '../catalog/resolve';
import { quotedName } from '../render/postgres-names';
import { folderWords, freeConstraintName, writtenTable } from './names';
import type { Step } from './plan';
import { validateStep } from './validate';

/** Gives the rows that hold NULL their value. */
export function fillStep(table: QualifiedName, column: string, value: string): Step {
  const [written, name] = [writtenTable(table), quotedName(column)];
  return {
    phase: 'fill',
    alone: true,
    name: folderWords('fill', table.name, column),
    purpose: `Gives the rows of ${written} that have no ${name} a value.`,
    statements: [
      `-- lockstep-ignore unbatched-data-change: the rows of a large table are filled before\n` +
        `UPDATE ${written} SET ${name} = ${value} WHERE ${name} IS NULL`,
    ],
    undo: 'nothing to undo while the column may be NULL.',
    notes: [
      'For a small table. In a large one, hold this migration back until `lockstep backfill` has filled the rows; then it finds nothing to do.',
    ],
  };
}

/** From a column that holds no NULL to one that cannot. */
export function requiredSteps(name: QualifiedName, table: Table, column: string): readonly Step[] {
  const [written, quoted] = [writtenTable(name), quotedName(column)];
  const constraint = freeConstraintName(table, column);
  return [
    {
      phase: 'constrain',
      alone: false,
      name: folderWords('check', name.name, column),
      purpose: `Lets no new NULL into ${written}.${quoted}.`,
      // One statement that may run again, where an earlier attempt has committed it and failed on the next one of its file.
      statements: [
        `ALTER TABLE ${written} DROP CONSTRAINT IF EXISTS ${quotedName(constraint)},\n` +
          `ADD CONSTRAINT ${quotedName(constraint)} CHECK (${quoted} IS NOT NULL) NOT VALID`,
      ],
      undo: `ALTER TABLE ${written} DROP CONSTRAINT ${quotedName(constraint)};`,
      notes: [],
    },
    validateStep({
      table: written,
      constraint,
      name: folderWords('validate', name.name, column),
      purpose: `Checks that no row of ${written} holds NULL in ${quoted}.`,
      note: `It fails on NULL. Look for it first: SELECT count(*) FROM ${written} WHERE ${quoted} IS NULL;`,
    }),
    {
      phase: 'finish',
      alone: false,
      name: folderWords('require', name.name, column),
      purpose: `Makes ${written}.${quoted} required. The valid check spares the scan, and goes then in a statement of its own.`,
      statements: [
        `ALTER TABLE ${written} ALTER COLUMN ${quoted} SET NOT NULL`,
        // Another attempt finds it gone where each statement commits on its own.
        `ALTER TABLE ${written} DROP CONSTRAINT IF EXISTS ${quotedName(constraint)}`,
      ],
      undo: `ALTER TABLE ${written} ALTER COLUMN ${quoted} DROP NOT NULL;`,
      notes: [],
    },
  ];
}
