import type { Catalog, ObjectId, Table } from '../../catalog/catalog';
import { clip, maximumNameBytes } from '../../catalog/default-names';
import { foldScript } from '../../catalog/fold';
import { allDependentViews, columnOf, findTable, indexesOf, referencesTo, sequencesOf } from '../../catalog/resolve';
import type { Operation } from '../../operation/operation';
import { quotedName } from '../../render/postgres-names';
import { readPostgres } from '../../sql/postgres/read';
import { folderWords } from '../names';
import { instantOnly, type Replacement } from '../plan';
import type { Rollout, RolloutAnswer, RolloutContext } from '../rollout/rollout';
import { reversed, type SchemaEdit } from '../rollout/schema-edit';
import { placedField } from '../rollout/schema-member';
import { primaryKeyOf } from './references';
import { addStep, changeSteps, copyStep, type Wide } from './wider-key-steps';

/** `Int` → `BigInt` of a key that nobody refers to: a wider column is filled beside it, and takes its place in an instant. */
export function widerKeyRollout(operation: Operation, context: RolloutContext): RolloutAnswer {
  if (operation.kind !== 'drop-constraint' && operation.kind !== 'add-primary-key') return null;
  const { start, schema, previous } = context;
  const found = findTable(start, operation.table);
  const key = primaryKeyOf(found?.table);
  const [column, ...others] = key?.columns ?? [];
  const wanted = found === null ? undefined : schema.wanted.catalog.tables.get(found.id);
  if (found === null || key === undefined || column === undefined || wanted === undefined)
    return refusal('it is not known which key that is');
  const [old, next] = [columnOf(found.table, column), columnOf(wanted, column)];
  if (others.length > 0) return refusal('the key has several columns');
  if (old?.type.name !== 'int4' || next?.type.name !== 'int8' || primaryKeyOf(wanted)?.columns.join() !== column)
    return refusal('only a key of one column that goes from Int to BigInt is widened');
  const held = heldProblem(found.id, found.table, column, start);
  if (held !== null) return refusal(held);
  const [place, before] = [placedField(schema, found.id, column), previous === null ? null : placedField(previous, found.id, column)];
  if (place === null || before === null) return refusal('it is not known how the schema was before');
  const wide: Wide = {
    table: operation.table,
    id: found.id,
    column,
    beside: `${clip(column, maximumNameBytes - '_wide'.length)}_wide`,
    key: key.name,
    sequence: sequencesOf(start, found.id).find(({ ownedBy }) => ownedBy?.column === column)?.name ?? null,
    rollout: folderWords('widen', found.table.name, column),
  };
  if (columnOf(found.table, wide.beside) !== null) return refusal(`there is a column ${quotedName(wide.beside)} already`);
  const add = addStep(wide);
  const shape = foldScript(start, readPostgres(add.statements.join(';'))).tables.get(found.id) ?? found.table;
  const { block, member, after } = place;
  const edits: readonly SchemaEdit[] = [
    { block, member, expected: place.text, text: before.text, after },
    { block, member: `${member}Wide`, expected: null, text: `${member}Wide BigInt? @map("${wide.beside}") @ignore`, after: member },
  ];
  const of = `${block}.${member}`;
  const rollout: Rollout = {
    plan: 'change-primary-key',
    title: `Roll out the wider key ${member} over two releases: a column beside it, filled in batches, takes its place`,
    name: wide.rollout,
    subject: of,
    replaces: replaced(found.id, column, context, operation),
    promise: instantOnly('ACCESS EXCLUSIVE'),
    stages: [
      {
        type: 'migrate',
        name: 'expand',
        purpose: `Adds a wider column beside ${of}, and keeps it the same.`,
        steps: [add, copyStep(wide)],
        edits,
      },
      {
        type: 'backfill',
        name: 'backfill',
        purpose: `Copies ${of} in the rows that were there before the trigger.`,
        spec: {
          table: { schema: found.table.schema, name: found.table.name },
          set: { [wide.beside]: quotedName(column) },
          where: `${quotedName(wide.beside)} IS NULL`,
        },
      },
      {
        type: 'migrate',
        name: 'change',
        purpose: `Puts the wider column in the place of ${of}.`,
        steps: changeSteps(wide, shape),
        edits: edits.map(reversed).reverse(),
      },
      {
        type: 'release',
        name: 'release',
        purpose: `The application takes ${of} for a bigint.`,
        application: [
          `Prisma Client is generated from the schema as it is now: ${of} is a bigint.`,
          'Nothing turns it into a number, or into JSON without saying how.',
          'No instance of an earlier release is running any more.',
        ],
        code: `JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? value.toString() : value))`,
      },
    ],
  };
  return { ok: true, rollout };
}

/** What hangs on the key, and could not move to another column in an instant. */
function heldProblem(id: ObjectId, table: Table, column: string, start: Catalog): string | null {
  const own = table.constraints.some((one) => one.type === 'foreign-key' && one.references === id);
  if (own || referencesTo(start, id).length > 0)
    return 'foreign keys refer to the table, and Prisma wants their columns to have the type of the key';
  if (table.partitionBy !== null || table.partitionOf !== null || table.inherits.length > 0) return 'the table is partitioned, or inherits';
  const held = table.constraints.find((one) => one.type !== 'primary-key' && 'columns' in one && one.columns.includes(column));
  if (held !== undefined) return `the constraint ${quotedName(held.name)} is over the key as well`;
  const index = indexesOf(start, id).find(
    ({ constraint, keys, where }) =>
      constraint === null &&
      (where?.columns.includes(column) === true ||
        keys.some((one) => (one.type === 'column' ? one.column === column : one.expression.columns.includes(column)))),
  );
  if (index !== undefined) return `the index ${quotedName(index.name)} is over the key as well`;
  if (allDependentViews(start, id, column).length > 0) return 'a view uses the key';
  const given = columnOf(table, column);
  const isPlain = given?.identity == null && given?.generated == null;
  return isPlain && (given?.default == null || given.default.functions.includes('nextval'))
    ? null
    : 'the key is generated, or has another default';
}

function replaced(id: ObjectId, column: string, { statements, statement }: RolloutContext, own: Operation): readonly Replacement[] {
  const parts = statements.flatMap(({ index, operations, before }) =>
    operations.flatMap((operation): readonly Replacement[] => {
      if (!('table' in operation) || operation.table === null || findTable(before, operation.table)?.id !== id) return [];
      const isPart =
        operation.kind === 'add-primary-key' ||
        (operation.kind === 'drop-constraint' && operation.constraint.text === primaryKeyOf(before.tables.get(id))?.name) ||
        (operation.kind === 'change-type' && operation.column.text === column);
      return isPart && operation !== own ? [{ statement: index, operation, replacement: null }] : [];
    }),
  );
  return [{ statement: statement.index, operation: own, replacement: null }, ...parts];
}

function refusal(reason: string): RolloutAnswer {
  return { ok: false, reason };
}
