import type { Catalog, ObjectId, Table } from '../catalog/catalog';
import { typeText } from '../catalog/column-type';
import { findTable } from '../catalog/resolve';
import type { MigrationContext, OperationContext } from '../migration/migration';
import { isReplaced } from '../migration/rename-candidates';
import { listed } from '../wording/wording';
import { operationRule } from './rule';

export const primaryKeyChanged = operationRule({
  id: 'primary-key-changed',
  severity: 'error',
  summary: 'The primary key of a table that has rows is dropped or replaced.',
  help: 'Build a unique index for the new key first, then swap both constraints in one transaction; update what refers to the old key.',
  speaks: 'everywhere',
  schemaHelp:
    'Write the migration with `prisma migrate dev --create-only`: build a unique index for the new key first, then swap both keys in one transaction.',
  on: ['drop-constraint', 'drop-column'],
  detect: (operation, context) => {
    const found = findTable(context.beforeOperation, operation.table);
    if (found === null || context.isNew(found.id) || !context.before.tables.has(found.id)) return [];
    const key = primaryKeyOf(found.table);
    const drops =
      operation.kind === 'drop-constraint' ? key?.name === operation.constraint.text : key?.columns.includes(operation.column.text);
    if (key === undefined || drops !== true) return [];
    const next = keyAfter(context, found.id);
    if (next !== undefined && isSwapped(context, found.id)) return [];
    if (next !== undefined && isSameKey(key.columns, next.columns, context, found.id)) return [];
    return [{ message: messageFor(found.id, key.columns, next?.columns ?? null, context), relation: found.id }];
  },
});

function messageFor(id: ObjectId, old: readonly string[], next: readonly string[] | null, context: MigrationContext): string {
  const table = context.names.relation(id);
  if (next === null) return `${table} loses its primary key.`;
  const columns = listed(next.map((column) => context.names.bareColumn(id, column)));
  return old.join() === next.join()
    ? `The primary key of ${table}, ${columns}, changes its type.`
    : `The primary key of ${table} changes to ${columns}.`;
}

/** Both in one statement, where the new one takes over an index that is there: nothing is built, and nobody meets a table without a key. */
function isSwapped({ statement, beforeOperation }: OperationContext, table: ObjectId): boolean {
  return statement.operations.some(
    (operation) =>
      operation.kind === 'add-primary-key' &&
      operation.constraint.usingIndex !== null &&
      findTable(beforeOperation, operation.table)?.id === table,
  );
}

/** A key over the same columns in the same types is only built anew; what that locks, other rules say. */
function isSameKey(old: readonly string[], next: readonly string[], context: MigrationContext, table: ObjectId): boolean {
  const typesIn = (catalog: Catalog, columns: readonly string[]) =>
    columns.map((name) => catalog.tables.get(table)?.columns.find((column) => column.name === name)?.type ?? null);
  const isReplacedHere = old.some((column) => isReplaced(context, table, column));
  const oldTypes = typesIn(context.before, old);
  return (
    !isReplacedHere &&
    old.join() === next.join() &&
    typesIn(context.after, next).every((type, index) => {
      const before = oldTypes[index] ?? null;
      return type !== null && before !== null && typeText(type) === typeText(before);
    })
  );
}

function primaryKeyOf(table: Table) {
  return table.constraints.find((constraint) => constraint.type === 'primary-key');
}

function keyAfter(context: MigrationContext, table: ObjectId) {
  const after = context.after.tables.get(table);
  return after === undefined ? undefined : primaryKeyOf(after);
}
