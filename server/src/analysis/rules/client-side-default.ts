import { findTable } from '../catalog/resolve';
import { clientDefaultOf } from '../migration/schema-edit';
import { operationRule } from './rule';

export const clientSideDefault = operationRule({
  id: 'client-side-default',
  severity: 'information',
  summary: 'A new field has a default that Prisma Client fills in, and the database does not know.',
  help: 'Fill the rows that exist in a backfill, or give the column a default of the database with dbgenerated(…).',
  speaks: 'schema',
  on: ['add-column'],
  detect: (operation, context) => {
    const table = findTable(context.beforeOperation, operation.table)?.id;
    // A required one fails instead: required-column-without-default.
    if (table === undefined || context.isNew(table) || operation.column.notNull) return [];
    const column = operation.column.name.text;
    const filled = clientDefaultOf(context.edit, table, column)?.text ?? null;
    if (filled === null) return [];
    const { names } = context;
    return [
      {
        message: `${names.column(table, column)} stays NULL in existing rows: ${names.name(filled)} is client-side only.`,
        relation: table,
        column,
      },
    ];
  },
});
