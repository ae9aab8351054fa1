import { resolveType } from '../catalog/column-type';
import { columnOf, findTable } from '../catalog/resolve';
import type { Draft } from '../finding';
import type { OperationContext } from '../migration/migration';
import { isReplaced, isReplacedForEnum } from '../migration/rename-candidates';
import { typeLoss } from '../migration/type-loss';
import type { OperationOf } from '../operation/operation';
import { typeName } from '../wording/type-wording';
import { quoted } from '../wording/wording';
import { operationRule } from './rule';

export const typeChangeLosesData = operationRule({
  id: 'type-change-loses-data',
  severity: 'error',
  summary: 'A column gets a type that cannot hold all of its values.',
  help: 'Add a column of the new type, copy and check the values, and drop the old column in a later release.',
  speaks: 'everywhere',
  on: ['change-type', 'drop-column'],
  detect: (operation, context) => {
    const id = findTable(context.beforeOperation, operation.table)?.id;
    if (id === undefined || context.isNew(id)) return [];
    const held = context.before.tables.get(id);
    // A column that this migration adds holds no value yet.
    if (held === undefined || columnOf(held, operation.column.text) === null) return [];
    return operation.kind === 'drop-column' ? replaced(operation, id, context) : changed(operation, id, context);
  },
});

/** Prisma's way to change a type that it knows no cast for. */
function replaced(operation: OperationOf<'drop-column'>, id: string, context: OperationContext): readonly Draft[] {
  const column = operation.column.text;
  if (!isReplaced(context, id, column) || isReplacedForEnum(context, id, column)) return [];
  const name = context.names.column(id, column);
  const after = context.after.tables.get(id);
  const type = after === undefined ? null : (columnOf(after, column)?.type ?? null);
  const cast = type === null ? 'the new type' : typeName(type);
  return [
    {
      message: `Dropping ${name} and adding it again deletes its data.`,
      help: `To keep the values, ${context.edit === null ? '' : 'write the migration with `prisma migrate dev --create-only` and '}change the type in place: ALTER COLUMN ${quoted(column)} TYPE ${cast} USING an expression that converts them.`,
      relation: id,
      column,
    },
  ];
}

function changed(operation: OperationOf<'change-type'>, id: string, context: OperationContext): readonly Draft[] {
  const table = context.beforeOperation.tables.get(id);
  const column = operation.column.text;
  const from = table === undefined ? undefined : columnOf(table, column)?.type;
  // Any other USING expression is the author's own conversion.
  if (from === undefined || (operation.using !== null && operation.using.castOfColumn !== column)) return [];
  // What is refused loses nothing.
  if (context.effect.failures.some(({ when }) => when === 'certain')) return [];
  const to = resolveType(context.beforeOperation, operation.type);
  const form = operation.using === null || operation.using.casts.length === 0 ? 'assignment' : 'explicit';
  const loss = typeLoss(from, to, form);
  if (loss === null) return [];
  return [
    {
      message: `Changing ${context.names.column(id, column)} to ${context.names.columnType(id, column, to)} ${loss.phrase}.`,
      relation: id,
      column,
    },
  ];
}
