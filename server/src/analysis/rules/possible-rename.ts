import { findTable, findType } from '../catalog/resolve';
import type { Draft, Renamed } from '../finding';
import type { OperationContext } from '../migration/migration';
import { removedEnumValues } from '../migration/removed-enum-values';
import { isReplacedForEnum, renameOfColumn, renameOfEnum, renameOfEnumValue, renameOfTable } from '../migration/rename-candidates';
import type { OperationOf } from '../operation/operation';
import { columnRename, enumRename, enumValueRename, type RenameWording, tableRename } from '../wording/rename-wording';
import { operationRule } from './rule';

export const possibleRename = operationRule({
  id: 'possible-rename',
  severity: 'error',
  summary: 'Something is dropped and another thing of its shape is created, which looks like a rename.',
  help: 'Rename it in place of dropping it, or keep its database name with `@map` or `@@map`.',
  speaks: 'everywhere',
  on: ['drop-column', 'drop-table', 'drop-type', 'change-type'],
  detect: (operation, context) => {
    switch (operation.kind) {
      case 'drop-column':
        return renamedColumn(operation, context);
      case 'drop-table':
        return renamedTable(operation, context);
      case 'drop-type':
        return renamedEnum(operation, context);
      case 'change-type':
        return renamedValues(operation, context);
    }
  },
});

function renamedColumn(operation: OperationOf<'drop-column'>, context: OperationContext): readonly Draft[] {
  const id = findTable(context.beforeOperation, operation.table)?.id;
  const column = operation.column.text;
  if (id === undefined || context.isNew(id)) return [];
  const to = renameOfColumn(context, id, column);
  if (to === null) return [];
  const renamed: Renamed = { from: { type: 'column', table: id, column }, to: { type: 'column', table: id, column: to } };
  return [draft(columnRename(context, id, column, to), renamed, { relation: id, column })];
}

function renamedTable(operation: OperationOf<'drop-table'>, context: OperationContext): readonly Draft[] {
  const id = findTable(context.beforeOperation, operation.table)?.id;
  if (id === undefined || context.isNew(id)) return [];
  const to = renameOfTable(context, id);
  if (to === null) return [];
  return [draft(tableRename(context, id, to), { from: { type: 'table', id }, to: { type: 'table', id: to } }, { relation: id })];
}

/** Prisma drops and adds the columns of the enum: that is told once, where the enum goes. */
function renamedEnum(operation: OperationOf<'drop-type'>, context: OperationContext): readonly Draft[] {
  const id = findType(context.beforeOperation, operation.type)?.id;
  const to = id === undefined ? null : renameOfEnum(context, id);
  if (id === undefined || to === null) return [];
  const columns = [...context.before.tables].flatMap(([relation, table]) =>
    table.columns
      .filter(({ name, type }) => type.name === id && !context.isNew(relation) && isReplacedForEnum(context, relation, name))
      .map(({ name }) => ({ relation, column: name })),
  );
  const [first] = columns;
  if (first === undefined) return [];
  return [draft(enumRename(context, id, to), { from: { type: 'enum', id }, to: { type: 'enum', id: to } }, first)];
}

function renamedValues(operation: OperationOf<'change-type'>, context: OperationContext): readonly Draft[] {
  const change = removedEnumValues(operation, context);
  if (change === null) return [];
  const { table: relation, from: type } = change;
  return change.values.flatMap((value) => {
    const to = renameOfEnumValue(context, type, value);
    if (to === null) return [];
    const about = { relation, column: operation.column.text };
    const renamed: Renamed = { from: { type: 'enum-value', id: type, value }, to: { type: 'enum-value', id: type, value: to } };
    return [draft(enumValueRename(context, type, value, to), renamed, about)];
  });
}

function draft(wording: RenameWording, renamed: Renamed, about: Pick<Draft, 'relation' | 'column'>): Draft {
  return { ...wording, ...about, subject: renamed.to, renamed };
}
