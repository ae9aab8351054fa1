import type { Catalog, ObjectId } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import { quoted } from '../wording/wording';
import { operationRule } from './rule';

export const columnRenamed = operationRule({
  id: 'column-renamed',
  severity: 'warning',
  summary: 'A column is renamed under an application that still uses the old name.',
  help: 'Keep the name in the database and rename the field only, with @map; or add a new column, write both, and drop the old one later.',
  speaks: 'sql',
  on: ['rename-column'],
  detect: (operation, context) => {
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (table === undefined || context.isNew(table)) return [];
    const from = operation.column.text;
    const to = operation.to.text;
    if (from === to || !hasColumn(context.before, table, from)) return [];
    if (hasColumn(context.before, table, to) || hasColumn(context.after, table, from)) return [];
    return [
      {
        message: `Renaming ${context.names.column(table, from)} to ${context.names.bareColumn(table, to)} breaks running code that uses the old name.`,
        help:
          `Keep ${quoted(from)} in the database and rename the field only, with @map(${quoted(from)}): that needs no SQL. ` +
          `Or add ${quoted(to)}, write both, copy, and drop ${quoted(from)} in a later release.`,
        relation: table,
        column: from,
      },
    ];
  },
});

function hasColumn(catalog: Catalog, table: ObjectId, column: string): boolean {
  return catalog.tables.get(table)?.columns.some(({ name }) => name === column) ?? false;
}
