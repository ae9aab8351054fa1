import type { Column, ObjectId } from '../../catalog/catalog';
import { indexesOf } from '../../catalog/resolve';
import type { DropColumn } from '../../operation/table';
import { quotedName } from '../../render/postgres-names';
import { folderWords, writtenTable } from '../names';
import type { Step } from '../plan';
import { prismaDefault } from '../rollout/prisma-default';
import type { PlacedSchema, RolloutContext } from '../rollout/rollout';
import { type PlacedField, withQuestionMark } from '../rollout/schema-member';
import { plainValue } from '../value';

/** How rows get in that give a required column no value. */
export interface Spared {
  readonly how: string;
  readonly step: Step;
  /** The field as it then is. */
  readonly text: string;
}

/** A default, which the release before can read too; where there is none for the type, NULL. */
export function spared(
  { table, column }: DropColumn,
  found: ObjectId,
  { type }: Column,
  place: PlacedField,
  { previous, start }: RolloutContext & { readonly previous: PlacedSchema },
): Spared {
  const [written, quoted] = [writtenTable(table), quotedName(column.text)];
  const dot = type.name.indexOf('.');
  const name = type.user ? { schema: type.name.slice(0, dot), name: type.name.slice(dot + 1) } : { schema: null, name: type.name };
  // The same value in several rows is none for a key.
  const isKeyed = indexesOf(start, found).some(
    ({ unique, keys }) => unique && keys.some((key) => key.type === 'column' && key.column === column.text),
  );
  const value = isKeyed ? null : plainValue({ ...name, modifiers: type.modifiers, dimensions: type.dimensions, span: column.span }, start);
  const said = value === null ? null : prismaDefault(previous, place.field, value);
  const text = place.text.replace(/ @default\((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*\)| @updatedAt/g, '');
  const step = { phase: 'constrain', alone: true } as const;
  if (value === null || said === null) {
    return {
      how: 'lets the database do without a value',
      text: withQuestionMark({ ...place, text }),
      step: {
        ...step,
        name: folderWords('optional', table.name, column.text),
        purpose: `Lets rows into ${written} that give no ${quoted}: the next release does not know it.`,
        statements: [`ALTER TABLE ${written} ALTER COLUMN ${quoted} DROP NOT NULL`],
        undo: `ALTER TABLE ${written} ALTER COLUMN ${quoted} SET NOT NULL; -- once all rows have a value`,
        notes: ['An earlier release that reads a row of the next one misses the value: let them run side by side for a short time only.'],
      },
    };
  }
  return {
    how: `gives new rows ${value} there`,
    text: `${text} @default(${said})`,
    step: {
      ...step,
      name: folderWords('default', table.name, column.text),
      purpose: `Gives new rows of ${written} ${value} in ${quoted}: the next release does not know it.`,
      statements: [`ALTER TABLE ${written} ALTER COLUMN ${quoted} SET DEFAULT ${value}`],
      undo: `ALTER TABLE ${written} ALTER COLUMN ${quoted} DROP DEFAULT;`,
      notes: [],
    },
  };
}
