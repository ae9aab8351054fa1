import type { Catalog, Index, ObjectId } from '../catalog/catalog';
import { findTable, indexesOf } from '../catalog/resolve';
import { isHistoryKnown } from '../migration/history';
import type { OperationContext } from '../migration/migration';
import type { ForeignKeyConstraint } from '../operation/constraint';
import type { Names } from '../wording/names';
import { listed } from '../wording/wording';
import { operationRule } from './rule';

export const foreignKeyWithoutIndex = operationRule({
  id: 'foreign-key-without-index',
  severity: 'information',
  summary: 'A foreign key gets no index on the columns that refer.',
  help: 'Add @@index for these columns: without it, each delete or key change of a referenced row reads the whole table.',
  speaks: 'everywhere',
  on: ['add-foreign-key', 'add-column'],
  detect: (operation, context) => {
    const keys =
      operation.kind === 'add-foreign-key'
        ? [{ key: operation.constraint, columns: operation.constraint.columns.map(({ text }) => text) }]
        : operation.column.constraints.filter(isForeignKey).map((key) => ({ key, columns: [operation.column.name.text] }));
    if (keys.length === 0) return [];
    const id = findTable(context.beforeOperation, operation.table)?.id;
    // A new table is small, and Prisma leaves the index out by default.
    if (id === undefined || context.isNew(id) || !isHistoryKnown(context) || context.effect.failures.some(({ when }) => when === 'certain'))
      return [];
    return keys
      .filter(({ columns }) => !isIndexed(context.after, id, columns) && !hadForeignKey(context.before, id, columns))
      .map(({ key, columns }) => ({
        message: `${describe(id, columns, context.names)} refers to ${targetOf(context, key)} without an index.`,
        relation: id,
        column: columns[0] ?? null,
      }));
  },
});

function isForeignKey(constraint: { readonly type: string }): constraint is ForeignKeyConstraint {
  return constraint.type === 'foreign-key';
}

function describe(table: ObjectId, columns: readonly string[], names: Names): string {
  const [column] = columns;
  if (column !== undefined && columns.length === 1) return names.column(table, column);
  return `${names.relation(table)} (${listed(columns.map((name) => names.bareColumn(table, name)))})`;
}

function targetOf({ beforeOperation, names }: OperationContext, { references }: ForeignKeyConstraint): string {
  return names.relation(findTable(beforeOperation, references)?.id ?? references.name);
}

/** Whether an index begins with these columns, in any order. A partial one does not hold every row. */
function isIndexed(catalog: Catalog, table: ObjectId, columns: readonly string[]): boolean {
  return indexesOf(catalog, table).some((index) => index.where === null && beginsWith(index, columns));
}

function beginsWith(index: Index, columns: readonly string[]): boolean {
  const first = index.keys.slice(0, columns.length).map((key) => (key.type === 'column' ? key.column : null));
  return columns.every((column) => first.includes(column));
}

/** A foreign key that is only made anew, with other actions, was judged when it came. */
function hadForeignKey(catalog: Catalog, table: ObjectId, columns: readonly string[]): boolean {
  const constraints = catalog.tables.get(table)?.constraints ?? [];
  return constraints.some((constraint) => constraint.type === 'foreign-key' && constraint.columns.join() === columns.join());
}
