import type { ObjectId, Table } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import { type MigrationContext, operationRule } from './rule';
import { listed, objectName, quoted } from './wording';

export const primaryKeyChanged = operationRule({
  id: 'primary-key-changed',
  severity: 'error',
  summary: 'The primary key of a table that has rows is dropped or replaced.',
  help: 'Build a unique index for the new key first, then swap both constraints in one transaction; update what refers to the old key.',
  on: ['drop-constraint', 'drop-column'],
  detect: (operation, context) => {
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null || context.isNew(found.id) || !context.before.tables.has(found.id)) return [];
    const key = primaryKeyOf(found.table);
    const drops =
      operation.kind === 'drop-constraint' ? key?.name === operation.constraint.text : key?.columns.includes(operation.column.text);
    if (key === undefined || drops !== true) return [];
    const table = objectName(found.id);
    const next = keyAfter(context, found.id);
    const message =
      next === undefined ? `${table} loses its primary key.` : `The primary key of ${table} changes to ${columnsOf(next.columns)}.`;
    return [{ message, relation: found.id }];
  },
});

function primaryKeyOf(table: Table) {
  return table.constraints.find((constraint) => constraint.type === 'primary-key');
}

function keyAfter(context: MigrationContext, table: ObjectId) {
  const after = context.after.tables.get(table);
  return after === undefined ? undefined : primaryKeyOf(after);
}

function columnsOf(columns: readonly string[]): string {
  return listed(columns.map(quoted));
}
