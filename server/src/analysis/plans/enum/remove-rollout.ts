import { indexesOf } from '../../catalog/resolve';
import type { Operation } from '../../operation/operation';
import { quotedName } from '../../render/postgres-names';
import { listed, quoted } from '../../wording/wording';
import { folderWords } from '../names';
import { instantOnly } from '../plan';
import type { PlacedSchema, RolloutAnswer, RolloutContext, Stage } from '../rollout/rollout';
import { plainText, reversed, type SchemaEdit } from '../rollout/schema-edit';
import { placedField } from '../rollout/schema-member';
import { backfillOf, expandSteps, type Shadow, shadowName, shadowTables, swapSteps } from './shadow';
import { enumSwap, type SwapColumn, writtenType } from './swap';
import { targetValues } from './target-values';

/** Columns of the smaller enum are written along by a trigger and filled in batches, and take over once nobody writes the value any more. */
export function removeEnumValueRollout(operation: Operation, context: RolloutContext): RolloutAnswer {
  if (operation.kind !== 'change-type') return null;
  const swap = enumSwap(operation, context);
  if (swap === null) return refusal('the change of the enum is not written as Prisma does');
  const targets = targetValues(swap, context);
  if (!targets.ok) return refusal(targets.reason);
  const columns = [...targets.values.keys()];
  const keyed = columns.find((column) => isKeyed(column, context));
  if (keyed !== undefined)
    return refusal(`${quotedName(keyed.operation.column.text)} is a part of a key, which cannot be changed beside it`);
  const removed = swap.before.filter((value) => !swap.after.includes(value));
  const type = writtenType(swap, context);
  const rollout = folderWords('remove', type.name, ...removed);
  const shadow: Shadow = {
    swap,
    type,
    next: { schema: type.schema, name: swap.written },
    removed,
    values: targets.values,
    context,
    rollout,
  };
  const edits = editsFor(shadow, context);
  if (!edits.ok) return refusal(edits.reason);
  const tables = [...shadowTables(shadow).values()];
  const fills = tables.map((own): Stage => {
    const spec = backfillOf(own, shadow);
    return {
      type: 'backfill',
      name: tables.length === 1 ? 'backfill' : `backfill_${folderWords(spec.table.name)}`,
      purpose: `Fills ${listed(Object.keys(spec.set).map(quotedName))} in the rows of ${quotedName(spec.table.name)} that were there before the trigger.`,
      spec,
    };
  });
  const stages: readonly Stage[] = [
    {
      type: 'migrate',
      name: 'expand',
      purpose: `Adds columns without ${listed(removed.map(quoted))}, hidden by @ignore, which a trigger writes along.`,
      steps: expandSteps(shadow),
      edits: edits.edits,
    },
    ...fills,
    {
      type: 'release',
      name: 'release',
      purpose: `The application does without ${listed(removed.map(quoted))}.`,
      application: [
        `No create, update or raw SQL writes ${listed(removed.map(quoted))}; no query looks for it.`,
        `It expects ${listed([...new Set(targets.values.values())])} in the rows that hold it today.`,
        'No instance of an earlier release is running any more.',
      ],
      code: null,
    },
    {
      type: 'migrate',
      name: 'contract',
      purpose: 'Lets the new columns and the new enum take over the names of the old ones.',
      steps: swapSteps(shadow),
      edits: edits.edits.map(reversed).reverse(),
    },
  ];
  return {
    ok: true,
    rollout: {
      plan: 'remove-enum-value',
      title: `Remove ${listed(removed.map(quoted))} over two releases, give its rows ${listed([...new Set(targets.values.values())])}: beside, in batches, then exchange`,
      name: rollout,
      subject: edits.subject,
      replaces: swap.operations
        .map((one) => ({ ...one, replacement: null }))
        .sort((a, b) => Number(b.operation === operation) - Number(a.operation === operation)),
      promise: instantOnly('ACCESS EXCLUSIVE'),
      stages,
    },
  };
}

/** Of a primary key, a unique index, a foreign key: those would have to be exchanged as well. */
function isKeyed({ table, operation }: SwapColumn, { after }: RolloutContext): boolean {
  const name = operation.column.text;
  const inConstraint = after.tables.get(table)?.constraints.some((one) => one.type !== 'not-null' && one.columns.includes(name)) === true;
  return (
    inConstraint ||
    indexesOf(after, table).some(({ unique, keys }) => unique && keys.some((key) => key.type === 'column' && key.column === name))
  );
}

type Edits =
  | { readonly ok: true; readonly edits: readonly SchemaEdit[]; readonly subject: string }
  | { readonly ok: false; readonly reason: string };

/** The values back in the enum, the smaller enum beside it, and a hidden field for each column of it. */
function editsFor({ swap, removed, next, values }: Shadow, { schema, previous }: RolloutContext): Edits {
  const origin = schema.wanted.origins.enums.get(swap.type);
  const earlier = previous?.wanted.origins.enums.get(swap.type);
  const block = origin?.block.name?.text;
  if (previous === null) return { ok: false, reason: 'it is not known how the schema was before' };
  if (origin === undefined || earlier === undefined || block === undefined) return { ok: false, reason: 'the schema has no such enum' };
  const back = removed.flatMap((value): readonly SchemaEdit[] => {
    const found = earlier.values.get(value);
    if (found === undefined) return [];
    const text = textOf(previous, earlier.block.start, found.span);
    const above = earlier.block.values[earlier.block.values.indexOf(found) - 1]?.name.text ?? null;
    return [{ block, member: found.name.text, expected: null, text, after: above }];
  });
  // The larger enum does not have them yet.
  const later = [...origin.values].flatMap(([value, found]): readonly SchemaEdit[] => {
    if (swap.before.includes(value)) return [];
    const above = origin.block.values[origin.block.values.indexOf(found) - 1]?.name.text ?? null;
    return [{ block, member: found.name.text, expected: textOf(schema, origin.block.start, found.span), text: null, after: above }];
  });
  const smaller = `${block}_new`;
  const lines = origin.block.values.map(({ span }) => `  ${textOf(schema, origin.block.start, span)}`);
  const attributes = origin.block.attributes
    .filter(({ name }) => name !== 'map')
    .map(({ span }) => `  ${textOf(schema, origin.block.start, span)}`);
  const map = next.name === smaller ? [] : [`  @@map(${JSON.stringify(next.name)})`];
  const end = [...attributes, ...map];
  const text = [`enum ${smaller} {`, ...lines, ...(end.length === 0 ? [] : ['', ...end]), '}'].join('\n');
  const fields = [...values.keys()].flatMap(({ table, operation, isList }): readonly SchemaEdit[] => {
    const column = operation.column.text;
    const place = placedField(schema, table, column);
    if (place === null) return [];
    const member = `${place.member}_new`;
    const mapping = member === shadowName(column) ? '' : ` @map(${JSON.stringify(shadowName(column))})`;
    return [
      {
        block: place.block,
        member,
        expected: null,
        text: `${member} ${smaller}${isList ? '[]' : '?'}${mapping} @ignore`,
        after: place.member,
      },
    ];
  });
  if (fields.length < values.size) return { ok: false, reason: 'a column of the enum has no field in the schema' };
  return {
    ok: true,
    edits: [...back, ...later, { block: smaller, member: null, expected: null, text, after: block }, ...fields],
    subject: block,
  };
}

function textOf({ source }: PlacedSchema, start: number, span: { readonly start: number; readonly end: number }): string {
  return plainText(source.text.slice(start + span.start, start + span.end));
}

function refusal(reason: string): RolloutAnswer {
  return { ok: false, reason };
}
