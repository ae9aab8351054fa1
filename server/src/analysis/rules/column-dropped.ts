import { columnOf, findTable } from '../catalog/resolve';
import { isArchived } from '../migration/archived';
import { isReplaced, renameOfColumn } from '../migration/rename-candidates';
import { operationRule } from './rule';

export const columnDropped = operationRule({
  id: 'column-dropped',
  severity: 'error',
  summary: 'A column is dropped, and its data with it.',
  help: 'First release an application that no longer uses the column, keep a copy of its data, then drop it.',
  speaks: 'everywhere',
  schemaHelp:
    'Mark the field @ignore and release that first, so that no running code reads the column. Keep a copy of its data, then drop it.',
  on: ['drop-column'],
  detect: (operation, context) => {
    const column = operation.column.text;
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null) return [];
    const { id, table } = found;
    const held = context.before.tables.get(id);
    if (columnOf(table, column) === null || held === undefined || context.isNew(id)) return [];
    if (columnOf(held, column) === null) return [];
    if (isReplaced(context, id, column) || renameOfColumn(context, id, column) !== null) return [];
    if (isArchived(context, id, column, context.statement.index)) return [];
    return [{ message: `Dropping ${context.names.column(id, column)} deletes its data.`, relation: id, column }];
  },
});
