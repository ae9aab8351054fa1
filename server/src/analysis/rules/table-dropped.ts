import { isImplicitRelationTable } from '../catalog/implicit-relation-table';
import { findTable } from '../catalog/resolve';
import { isArchived } from '../migration/archived';
import { isHistoryKnown } from '../migration/history';
import { isReplacedByCopy, renameOfTable } from '../migration/rename-candidates';
import { operationRule } from './rule';

export const tableDropped = operationRule({
  id: 'table-dropped',
  severity: 'error',
  summary: 'A table is dropped, and its rows with it.',
  help: 'First release an application that no longer uses the table, keep a copy of its rows, then drop it.',
  speaks: 'everywhere',
  schemaHelp:
    'Mark the model @@ignore and release that first, so that no running code uses the table. Keep a copy of its rows, then drop it.',
  on: ['drop-table'],
  detect: (operation, context) => {
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null) {
      const table = context.names.written(operation.table);
      return operation.ifExists || isHistoryKnown(context) ? [] : [{ message: `Dropping ${table} deletes all its rows.` }];
    }
    const { id, table } = found;
    const held = context.before.tables.has(id) && !context.isNew(id) && !table.temporary;
    if (!held || isImplicitRelationTable(table) || renameOfTable(context, id) !== null || isReplacedByCopy(context, id)) return [];
    if (isArchived(context, id, null, context.statement.index)) return [];
    return [{ message: `Dropping ${context.names.relation(id)} deletes all its rows.`, relation: id }];
  },
});
