import { findTable } from '../catalog/resolve';
import { blockedDuring } from '../migration/blocking';
import { rewritesRows } from '../migration/in-use';
import { operationRule } from './rule';

export const typeChangeRewritesTable = operationRule({
  id: 'type-change-rewrites-table',
  severity: 'warning',
  summary: 'A type change writes every row anew while nobody can use the table.',
  help: 'Add a column of the new type, fill it in batches, switch to it, and drop the old one in a later release.',
  speaks: 'everywhere',
  on: ['change-type'],
  detect: (operation, context) => {
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (table === undefined || !rewritesRows(context)) return [];
    const blocked = blockedDuring(context, context.statement, [table]);
    if (blocked === null) return [];
    const column = operation.column.text;
    return [
      {
        message: `Type change of ${context.names.column(table, column)} rewrites the table and blocks all access.`,
        help:
          `Add a column of the new type beside ${context.names.bareColumn(table, column)}, write both, fill it in batches, switch to it with @map, ` +
          'and drop the old one in a later release.',
        relation: table,
        column,
      },
    ];
  },
});
