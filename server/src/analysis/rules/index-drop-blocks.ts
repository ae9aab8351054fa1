import type { Catalog, Index, ObjectId } from '../catalog/catalog';
import { findIndex } from '../catalog/resolve';
import { blocksReads } from '../effects/lock-mode';
import { isInUse } from '../migration/in-use';
import type { AnalysedStatement, OperationContext } from '../migration/migration';
import { hasTimeout } from '../migration/timeout';
import { objectName } from '../wording/wording';
import { operationRule } from './rule';

export const indexDropBlocks = operationRule({
  id: 'index-drop-blocks',
  severity: 'warning',
  summary: 'Dropping an index waits for every query on its table, and blocks the table meanwhile.',
  help: 'Drop it CONCURRENTLY, as the only statement of its migration.',
  speaks: 'everywhere',
  schemaHelp: 'Make it in a migration of its own: `prisma migrate dev --create-only`, with DROP INDEX CONCURRENTLY as the only statement.',
  on: ['drop-index'],
  detect: (operation, context) => {
    const found = findIndex(context.beforeOperation, operation.index);
    if (found === null) return [];
    const { table } = found.index;
    const lock = context.effect.locks.get(table);
    if (lock === undefined || !blocksReads(lock) || !isInUse(context, table)) return [];
    if (hasTimeout(context, context.statement, 'lock_timeout') || isLockedAnyway(context, table)) return [];
    if (isMadeAgain(context, table, found.index.name)) return [];
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
function isLockedAnyway({ statements }: OperationContext, table: ObjectId): boolean {
  const locked = lockedAnyway.get(statements) ?? lockedTables(statements);
  lockedAnyway.set(statements, locked);
  return locked.has(table);
}

/** Each index that is dropped asks, and all contexts of one migration share their statements. */
const lockedAnyway = new WeakMap<readonly AnalysedStatement[], ReadonlySet<ObjectId>>();

/** The tables that a statement keeps from being read, and does more than to drop indexes. */
function lockedTables(statements: readonly AnalysedStatement[]): ReadonlySet<ObjectId> {
  const tables = new Set<ObjectId>();
  for (const { operations, effect } of statements) {
    if (operations.every(({ kind }) => kind === 'drop-index')) continue;
    for (const [table, lock] of effect.locks) if (blocksReads(lock)) tables.add(table);
  }
  return tables;
}

/** Prisma changes an index so: that the new one is built under lock is told, and takes longer. */
function isMadeAgain(context: OperationContext, table: ObjectId, name: string): boolean {
  return context
    .operationsOfKind(table, 'create-index')
    .some(({ operation }) => operation.kind === 'create-index' && operation.name?.text === name);
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
