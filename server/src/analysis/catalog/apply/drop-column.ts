import type { Index, ObjectId, TableConstraint } from '../catalog';
import { type CatalogDraft, put, remove } from '../draft';
import { childrenOf, indexesOf, mayHaveColumn, objectId, referencesTo, sequencesOf } from '../resolve';
import { dropForeignKey, dropIndex, dropViewsOver } from './drop';

/**
 * Drops a column with all that goes with it, whether CASCADE is written or not: every index and constraint of the table that
 * mentions it, its sequence, columns generated from it. Views go with CASCADE only.
 */
export function dropColumn(draft: CatalogDraft, tableId: ObjectId, name: string, cascade: boolean): void {
  const before = draft.tables.get(tableId);
  if (before === undefined || !mayHaveColumn(before, name)) return;
  for (const child of childrenOf(draft, tableId)) dropColumn(draft, child, name, cascade);
  for (const { table, constraint } of referencesTo(draft, tableId)) {
    if (constraint.referencedColumns.includes(name)) dropForeignKey(draft, table, constraint);
  }
  for (const index of indexesOf(draft, tableId)) {
    if (indexMentions(index, name)) dropIndex(draft, objectId(index.schema, index.name));
  }
  for (const sequence of sequencesOf(draft, tableId)) {
    if (sequence.ownedBy?.column === name) remove(draft, 'sequences', objectId(sequence.schema, sequence.name));
  }
  dropViewsOver(draft, tableId, cascade, name);
  const table = draft.tables.get(tableId);
  if (table === undefined) return;
  put(draft, 'tables', {
    ...table,
    columns: table.columns.filter((column) => column.name !== name),
    constraints: table.constraints.filter((constraint) => !constraintMentions(constraint, name, tableId)),
  });
  for (const column of table.columns) {
    if (column.generated?.expression.columns.includes(name)) dropColumn(draft, tableId, column.name, cascade);
  }
}

function indexMentions(index: Index, column: string): boolean {
  return (
    index.include.includes(column) ||
    index.where?.columns.includes(column) === true ||
    index.keys.some((key) => (key.type === 'column' ? key.column === column : key.expression.columns.includes(column)))
  );
}

function constraintMentions(constraint: TableConstraint, column: string, tableId: ObjectId): boolean {
  if (constraint.type === 'not-null') return constraint.column === column;
  if (constraint.columns.includes(column)) return true;
  return constraint.type === 'foreign-key' && constraint.references === tableId && constraint.referencedColumns.includes(column);
}
