import type { Index } from '../catalog/catalog';
import { findIndex, indexesOf } from '../catalog/resolve';
import type { MigrationContext, OperationContext } from '../migration/migration';
import { isUnderComment } from '../migration/prisma-comments';
import type { DropIndex } from '../operation/index-operation';
import { operationRule } from './rule';

export const customObjectDropped = operationRule({
  id: 'custom-object-dropped',
  severity: 'error',
  summary: 'Prisma drops an index that was written by hand, because its schema cannot express it.',
  help: 'Delete the DROP INDEX from this migration: Prisma writes it because the schema does not know the index.',
  speaks: 'everywhere',
  schemaHelp: 'Write the migration with `prisma migrate dev --create-only`, and delete the DROP INDEX from it.',
  on: ['drop-index'],
  detect: (operation, context) => {
    const found = findIndex(context.beforeOperation, operation.index);
    if (found === null || !context.before.indexes.has(found.id) || context.isNew(found.index.table)) return [];
    const feature = inexpressibleIn(found.index);
    if (feature === null || !isWrittenByPrisma(operation, context)) return [];
    const { table } = found.index;
    // Replaced, or on a table or column that goes as well: then the drop is meant.
    if (!context.after.tables.has(table) || isReplaced(found.index, context) || losesItsColumns(found.index, context)) return [];
    return [
      {
        message: `Prisma drops ${context.names.part(table, found.index.name)}, the ${feature} index of ${context.names.relation(table)}.`,
        relation: table,
      },
    ];
  },
});

/** Prisma puts `-- DropIndex` above what it writes, and never adds CONCURRENTLY or IF EXISTS. */
function isWrittenByPrisma({ concurrently, ifExists }: DropIndex, context: OperationContext): boolean {
  return !concurrently && !ifExists && isUnderComment(context, context.statement, 'DropIndex');
}

/** What of an index Prisma's schema language has no words for; null where it has. */
function inexpressibleIn(index: Index): string | null {
  if (index.where !== null) return 'partial';
  if (index.keys.some(({ type }) => type === 'expression')) return 'expression';
  if (index.include.length > 0) return 'covering';
  return index.nullsNotDistinct ? 'NULLS NOT DISTINCT' : null;
}

function isReplaced(index: Index, { after }: MigrationContext): boolean {
  return indexesOf(after, index.table).some((other) => other.name === index.name || keysOf(other) === keysOf(index));
}

function keysOf(index: Index): string {
  return index.keys.map((key) => (key.type === 'column' ? key.column : key.expression.text)).join();
}

function losesItsColumns(index: Index, { after }: MigrationContext): boolean {
  const columns = after.tables.get(index.table)?.columns.map(({ name }) => name) ?? [];
  return index.keys.some((key) =>
    key.type === 'column' ? !columns.includes(key.column) : key.expression.columns.some((name) => !columns.includes(name)),
  );
}
