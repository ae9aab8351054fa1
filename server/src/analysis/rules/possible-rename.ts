import { findTable } from '../catalog/resolve';
import type { Draft } from '../finding';
import type { OperationContext } from '../migration/migration';
import { renameOfColumn, renameOfTable } from '../migration/rename-candidates';
import type { OperationOf } from '../operation/operation';
import { columnName, objectName, quoted } from '../wording/wording';
import { operationRule } from './rule';

export const possibleRename = operationRule({
  id: 'possible-rename',
  severity: 'error',
  summary: 'A column or table is dropped and another one of its shape is created, which looks like a rename.',
  help: 'Rename it in place of dropping it, or keep its database name with `@map` or `@@map`.',
  speaks: 'everywhere',
  on: ['drop-column', 'drop-table'],
  detect: (operation, context) => (operation.kind === 'drop-column' ? renamedColumn(operation, context) : renamedTable(operation, context)),
});

function renamedColumn(operation: OperationOf<'drop-column'>, context: OperationContext): readonly Draft[] {
  const id = findTable(context.beforeOperation, operation.table)?.id;
  const column = operation.column.text;
  if (id === undefined || context.isNew(id)) return [];
  const to = renameOfColumn(context, id, column);
  if (to === null) return [];
  const rename = `ALTER TABLE ${objectName(id)} RENAME COLUMN ${quoted(column)} TO ${quoted(to)}`;
  return [
    {
      message: `${columnName(id, column)} looks renamed to ${quoted(to)}, but its data is dropped.`,
      help: `If it is a rename, write ${rename}, or keep the database name in the schema: @map(${quoted(column)}).`,
      relation: id,
      column,
    },
  ];
}

function renamedTable(operation: OperationOf<'drop-table'>, context: OperationContext): readonly Draft[] {
  const id = findTable(context.beforeOperation, operation.table)?.id;
  if (id === undefined || context.isNew(id)) return [];
  const to = renameOfTable(context, id);
  if (to === null) return [];
  const name = context.after.tables.get(to)?.name ?? to;
  return [
    {
      message: `${objectName(id)} looks renamed to ${objectName(to)}, but its rows are dropped.`,
      help: `If it is a rename, write ALTER TABLE ${objectName(id)} RENAME TO ${quoted(name)}, or keep the database name in the schema with @@map.`,
      relation: id,
    },
  ];
}
