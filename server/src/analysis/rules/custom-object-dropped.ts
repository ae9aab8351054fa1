import type { Index } from '../catalog/catalog';
import { findIndex, findTable, indexesOf } from '../catalog/resolve';
import type { Draft } from '../finding';
import { customObjectsOn, inexpressibleIn } from '../migration/custom-objects';
import type { MigrationContext, OperationContext } from '../migration/migration';
import { isUnderComment } from '../migration/prisma-comments';
import { isReplaced } from '../migration/rename-candidates';
import type { DropIndex } from '../operation/index-operation';
import type { DropColumn } from '../operation/table';
import { listed } from '../wording/wording';
import { operationRule } from './rule';

export const customObjectDropped = operationRule({
  id: 'custom-object-dropped',
  severity: 'error',
  summary: 'Prisma drops what was written by hand, because its schema cannot express it.',
  help: 'Delete the DROP INDEX from this migration: Prisma writes it because the schema does not know the index.',
  speaks: 'everywhere',
  on: ['drop-index', 'drop-column'],
  detect: (operation, context) => (operation.kind === 'drop-index' ? droppedIndex(operation, context) : lostWithColumn(operation, context)),
});

function droppedIndex(operation: DropIndex, context: OperationContext): readonly Draft[] {
  const found = findIndex(context.beforeOperation, operation.index);
  if (found === null || !context.before.indexes.has(found.id) || context.isNew(found.index.table)) return [];
  const feature = inexpressibleIn(found.index);
  if (feature === null || !isWrittenByPrisma(operation, context)) return [];
  const { table } = found.index;
  // Replaced, or on a table or column that goes as well: then the drop is meant.
  if (!context.after.tables.has(table) || isMadeAgain(found.index, context) || losesItsColumns(found.index, context)) return [];
  return [
    {
      message: `Prisma drops ${context.names.part(table, found.index.name)}, the ${feature} index of ${context.names.relation(table)}.`,
      ...(context.edit !== null && {
        help: 'Write the migration with `prisma migrate dev --create-only`, and delete the DROP INDEX from it: the schema does not know the index.',
      }),
      relation: table,
    },
  ];
}

/** A column that is dropped and added again, as Prisma changes a type without a cast, is meant to keep what guards it. */
function lostWithColumn(operation: DropColumn, context: OperationContext): readonly Draft[] {
  const table = findTable(context.beforeOperation, operation.table)?.id;
  const column = operation.column.text;
  if (table === undefined || context.isNew(table) || !isReplaced(context, table, column)) return [];
  const lost = customObjectsOn(context.before, table, column).filter((name) => !isPresent(name, table, context));
  if (lost.length === 0) return [];
  return [
    {
      message: `Making ${context.names.column(table, column)} anew drops ${listed(lost.map((name) => context.names.part(table, name)))} for good.`,
      help: 'Create what is lost again in the same migration, behind the new column: Prisma does not know it.',
      relation: table,
      column,
    },
  ];
}

function isPresent(name: string, table: string, { after }: MigrationContext): boolean {
  const constraints = after.tables.get(table)?.constraints ?? [];
  return constraints.some((constraint) => constraint.name === name) || indexesOf(after, table).some((index) => index.name === name);
}

/** Prisma puts `-- DropIndex` above what it writes, and never adds CONCURRENTLY or IF EXISTS. */
function isWrittenByPrisma({ concurrently, ifExists }: DropIndex, context: OperationContext): boolean {
  return !concurrently && !ifExists && isUnderComment(context, context.statement, 'DropIndex');
}

function isMadeAgain(index: Index, { after }: MigrationContext): boolean {
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
