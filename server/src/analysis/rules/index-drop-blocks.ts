import type { Catalog, Index, ObjectId } from '../catalog/catalog';
import { findIndex } from '../catalog/resolve';
import { blocksReads } from '../effects/lock-mode';
import { isInUse } from '../migration/in-use';
import type { OperationContext } from '../migration/migration';
import { hasTimeout } from '../migration/timeout';
import { objectName } from '../wording/wording';
import { operationRule } from './rule';

export const indexDropBlocks = operationRule({
  id: 'index-drop-blocks',
  severity: 'warning',
  summary: 'Dropping an index waits for every query on its table, and blocks the table meanwhile.',
  help: 'Drop it CONCURRENTLY, as the only statement of its migration.',
  speaks: 'everywhere',
  schemaHelp: 'Write the migration with `prisma migrate dev --create-only`, and leave DROP INDEX CONCURRENTLY as its only statement.',
  on: ['drop-index'],
  detect: (operation, context) => {
    const found = findIndex(context.beforeOperation, operation.index);
    if (found === null) return [];
    const { table } = found.index;
    const lock = context.effect.locks.get(table);
    if (lock === undefined || !blocksReads(lock) || !isInUse(context, table)) return [];
    if (hasTimeout(context, context.statement, 'lock_timeout') || isLockedAnyway(context, table)) return [];
    return [
      {
        message: `Dropping ${context.names.index(table, found.index.name)} waits for all queries on ${context.names.relation(table)} and blocks new ones.`,
        help: help(found.index, objectName(found.id), context.beforeOperation),
        relation: table,
      },
    ];
  },
});

/** Where the migration has to wait for the table all the same, dropping the index concurrently spares nobody anything. */
function isLockedAnyway(context: OperationContext, table: ObjectId): boolean {
  return context.statements.some(({ operations, effect }) => {
    const lock = effect.locks.get(table);
    return lock !== undefined && blocksReads(lock) && operations.some(({ kind }) => kind !== 'drop-index');
  });
}

function help(index: Index, name: string, catalog: Catalog): string {
  if (catalog.tables.get(index.table)?.partitionBy != null) {
    return 'The index of a partitioned table cannot be dropped CONCURRENTLY: set a lock_timeout before it, so that it gives up soon.';
  }
  return (
    `Write DROP INDEX CONCURRENTLY ${name} as the only statement of a migration of its own, ` +
    'or set a lock_timeout before it, so that it gives up soon.'
  );
}
