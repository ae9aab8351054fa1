import type { ObjectId } from '../catalog/catalog';
import { findTable } from '../catalog/resolve';
import type { Draft } from '../finding';
import { blockedDuring } from '../migration/blocking';
import { inUse } from '../migration/in-use';
import type { OperationContext } from '../migration/migration';
import type { ChangeType } from '../operation/table';
import { listed, objectName } from '../wording/wording';
import { operationRule } from './rule';

export const indexRebuiltUnderLock = operationRule({
  id: 'index-rebuilt-under-lock',
  severity: 'warning',
  summary: 'An existing index is built anew while its table is locked.',
  help: 'Use REINDEX … CONCURRENTLY, as the only statement of its migration.',
  speaks: 'everywhere',
  schemaHelp: 'Take the index out of the schema in a migration before, and put it back in one after, both times CONCURRENTLY.',
  on: ['change-type', 'reindex'],
  detect: (operation, context) => {
    const tables = indexedTables(context);
    const blocked = blockedDuring(context, context.statement, tables);
    const [table] = tables;
    if (table === undefined || blocked === null || context.effect.rewrites.length > 0) return [];
    if (operation.kind === 'change-type') return typeChange(operation, context, blocked);
    return [{ message: `Rebuilding ${indexNames(context)} blocks ${blocked}.`, relation: table }];
  },
});

function typeChange(operation: ChangeType, context: OperationContext, blocked: string): readonly Draft[] {
  const table = findTable(context.beforeOperation, operation.table)?.id;
  if (table === undefined) return [];
  const indexes = indexNames(context);
  return [
    {
      message: `Changing ${context.names.column(table, operation.column.text)} rebuilds ${indexes} and blocks ${blocked}.`,
      help: `Drop ${indexes} CONCURRENTLY in a migration before, and build it again CONCURRENTLY in one after, each alone in its file.`,
      relation: table,
      column: operation.column.text,
    },
  ];
}

/** The tables in use of the indexes that are built anew. */
function indexedTables(context: OperationContext): readonly ObjectId[] {
  return inUse(
    context,
    context.effect.reindexes.flatMap((index) => context.beforeOperation.indexes.get(index)?.table ?? []),
  );
}

function indexNames(context: OperationContext): string {
  return listed(
    context.effect.reindexes.map((id) => indexName(id, context)),
    2,
  );
}

function indexName(id: ObjectId, { beforeOperation, names }: OperationContext): string {
  const index = beforeOperation.indexes.get(id);
  return index === undefined ? objectName(id) : names.index(index.table, index.name);
}
