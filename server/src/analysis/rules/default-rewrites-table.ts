import { findTable } from '../catalog/resolve';
import { blockedDuring } from '../migration/blocking';
import { rewritesRows } from '../migration/in-use';
import type { ColumnDefinition } from '../operation/column';
import { quoted } from '../wording/wording';
import { operationRule } from './rule';

export const defaultRewritesTable = operationRule({
  id: 'default-rewrites-table',
  severity: 'warning',
  summary: 'A new column gets a value of its own in every row, so the table is written anew while nobody can use it.',
  help: 'Add the column without a default, set the default in a statement after it, and fill the rows in batches.',
  speaks: 'everywhere',
  schemaHelp:
    'Add the field as optional and without a default, and give it the default in the next migration: both are instant. ' +
    'Fill existing rows in batches.',
  on: ['add-column'],
  detect: (operation, context) => {
    if (!rewritesRows(context)) return [];
    const table = findTable(context.beforeOperation, operation.table)?.id;
    if (table === undefined) return [];
    const blocked = blockedDuring(context, context.statement, [table]);
    if (blocked === null) return [];
    const column = operation.column.name.text;
    return [
      {
        message: `Adding ${context.names.column(table, column)} writes every row anew and blocks ${blocked}.`,
        help: help(operation.column),
        relation: table,
        column,
      },
    ];
  },
});

function help(column: ColumnDefinition): string {
  const name = quoted(column.name.text);
  if (column.generated !== null) {
    return `Add ${name} as a plain column that a trigger or the application fills, and fill existing rows in batches; PostgreSQL 18 has VIRTUAL.`;
  }
  if (column.default !== null) {
    return (
      `Add ${name} without a default, then ALTER COLUMN ${name} SET DEFAULT ${column.default.text}: both are instant. ` +
      'Fill existing rows in batches, outside of the migration.'
    );
  }
  return (
    `Add ${name} without a value of its own: with a plain type and no default it is instant. ` +
    'Fill existing rows in batches, then add what generates or checks it.'
  );
}
