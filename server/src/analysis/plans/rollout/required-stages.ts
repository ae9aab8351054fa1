import type { Table } from '../../catalog/catalog';
import type { Name } from '../../operation/name';
import { quotedName } from '../../render/postgres-names';
import type { Step } from '../plan';
import { requiredSteps } from '../required-steps';
import { dropFillTrigger, fillTrigger } from './fill-trigger';
import type { BackfillStage, MigrateStage, PlacedSchema, ReleaseStage, Stage } from './rollout';
import { reversed, type SchemaEdit } from './schema-edit';
import { type PlacedField, relationsOver, withQuestionMark } from './schema-member';

interface Required {
  readonly schema: PlacedSchema;
  readonly place: PlacedField;
  readonly table: Name;
  /** With the column. */
  readonly shape: Table;
  readonly column: string;
  /** What rows without one get; null: the application has to have written them all. */
  readonly value: string | null;
  /** Before everything else: the column, where it is new. */
  readonly first: readonly Step[];
  readonly rollout: string;
}

/** Optional first, filled by a trigger and in batches, required once the application writes it. */
export function requiredStages({ schema, place, table, shape, column, value, first, rollout }: Required): readonly Stage[] {
  const edits = optional(schema, place);
  const filled = { table, column, rollout };
  const expand: MigrateStage = {
    type: 'migrate',
    name: 'expand',
    purpose:
      value === null
        ? `Leaves ${place.block}.${place.member} optional until the application always writes it.`
        : `Makes ${place.block}.${place.member} optional, and lets a trigger fill it wherever the application does not.`,
    steps: [...first, ...(value === null ? [] : [fillTrigger({ ...filled, value })])],
    edits,
  };
  const contract: MigrateStage = {
    type: 'migrate',
    name: 'contract',
    purpose: `Makes ${place.block}.${place.member} required${value === null ? '' : ' and takes the trigger away'}.`,
    steps: [...requiredSteps(table, shape, column), ...(value === null ? [] : [dropFillTrigger(filled)])],
    edits: edits.map(reversed).reverse(),
  };
  const backfill = value === null ? [] : [backfillOf(shape, place, column, value)];
  return [expand, ...backfill, releaseOf(place), contract];
}

function backfillOf({ schema, name }: Table, place: PlacedField, column: string, value: string): BackfillStage {
  return {
    type: 'backfill',
    name: 'backfill',
    purpose: `Fills ${place.block}.${place.member} in the rows that were there before the trigger.`,
    spec: { table: { schema, name }, set: { [column]: value }, where: `${quotedName(column)} IS NULL` },
  };
}

/** The release that writes the field each time. */
export function releaseOf({ block, member }: Pick<PlacedField, 'block' | 'member'>): ReleaseStage {
  const delegate = block.charAt(0).toLowerCase() + block.slice(1);
  return {
    type: 'release',
    name: 'release',
    purpose: `The application writes ${block}.${member} itself.`,
    application: [
      `Every create and upsert of ${block} gives ${member} a value; createMany and raw SQL too.`,
      `No update sets ${member} to null.`,
      'No instance of an earlier release is running any more.',
    ],
    code: `await prisma.${delegate}.create({ data: { ...data, ${member} } })`,
  };
}

/** The field without its requirement; relations over it too, or Prisma refuses the schema. */
function optional(schema: PlacedSchema, place: PlacedField): readonly SchemaEdit[] {
  const required = relationsOver(schema, place).filter(({ field }) => field.type?.arity === 'required');
  return [place, ...required].map((one): SchemaEdit => {
    const { block, member, text, after } = one;
    return { block, member, expected: text, text: withAction(one, withQuestionMark(one)), after };
  });
}

/** What is deleted is refused for a required relation and sets NULL for an optional one, unless it says so: it stays as it will be. */
function withAction({ field }: PlacedField, text: string): string {
  const relation = field.attributes.find(({ name }) => name === 'relation');
  if (relation === undefined || relation.arguments.some(({ name }) => name === 'onDelete')) return text;
  return text.replace(/(@relation\((?:[^()"]|"(?:[^"\\]|\\.)*")*)\)/, '$1, onDelete: Restrict)');
}
