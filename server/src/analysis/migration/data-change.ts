import type { Catalog, ObjectId } from '../catalog/catalog';
import { ownSchema } from '../catalog/own-schema';
import { findTable, indexesOf } from '../catalog/resolve';
import type { DeleteRows, InsertRows, MergeRows, UpdateRows } from '../operation/data';
import type { Expression } from '../operation/expression';
import type { Operation } from '../operation/operation';
import { inUse, isInUse } from './in-use';
import type { MigrationContext } from './migration';

export type DataChangeOperation = InsertRows | UpdateRows | DeleteRows | MergeRows;

export const dataChangeKinds = ['insert-rows', 'update-rows', 'delete-rows', 'merge-rows'] as const;

export function isDataChange(operation: Operation): operation is DataChangeOperation {
  switch (operation.kind) {
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'merge-rows':
      return true;
    default:
      return false;
  }
}

/** A statement that changes, or copies, as many rows as a table in use happens to hold. */
export interface DataChange {
  /** The table whose size decides: the one that is changed, or the one that rows are copied from. */
  readonly table: ObjectId;
  /** `every-row`: UPDATE or DELETE without WHERE. `some-rows`: as many as a condition leaves. `copy`: INSERT from a query. */
  readonly extent: 'every-row' | 'some-rows' | 'copy';
}

/**
 * Null for rows that are written out, for rows named by their key, for a batch, for tables that nobody uses yet, and for archives: a
 * copy keeps nobody waiting.
 */
export function dataChangeOf(operation: Operation, before: Catalog, context: MigrationContext): DataChange | null {
  if (isDataChange(operation) && operation.table.schema === ownSchema) return null;
  switch (operation.kind) {
    case 'update-rows':
    case 'delete-rows':
      return conditionalChange(operation, before, context);
    case 'merge-rows':
    case 'insert-rows':
      return copy(operation, before, context);
    default:
      return null;
  }
}

function conditionalChange(operation: UpdateRows | DeleteRows, before: Catalog, context: MigrationContext): DataChange | null {
  const table = findTable(before, operation.table)?.id;
  if (table === undefined || !isInUse(context, table)) return null;
  if (operation.where === null) return { table, extent: 'every-row' };
  return isLimited(operation.where) || namesRowsByKey(operation.where, table, before) ? null : { table, extent: 'some-rows' };
}

/** `"id" IN (SELECT … LIMIT 1000)`: a batch. */
function isLimited({ text }: Expression): boolean {
  const sql = text.trim();
  return /^(?:"[^"]+"|\w+|\([^()]*\))\s+IN\s*\(\s*SELECT\b[\s\S]*\bLIMIT\s+\d{1,5}\s*\)$/i.test(sql) && !/\)\s*OR\b/i.test(sql);
}

/** Reading the table that is written to does not count: `INSERT … SELECT … WHERE NOT EXISTS` looks a row up. */
function copy(operation: InsertRows | MergeRows, before: Catalog, context: MigrationContext): DataChange | null {
  if (operation.kind === 'insert-rows' && operation.source.type === 'values') return null;
  const target = findTable(before, operation.table)?.id;
  const sources = operation.query.relations.flatMap(({ name, access }) => (access === 'read' ? (findTable(before, name)?.id ?? []) : []));
  const [table] = inUse(
    context,
    sources.filter((source) => source !== target),
  );
  return table === undefined ? null : { table, extent: 'copy' };
}

/** Whether a condition fixes every column of a primary key or unique index to constants: it then reaches a few rows at most. */
function namesRowsByKey(where: Expression, table: ObjectId, before: Catalog): boolean {
  const fixed = new Set(where.comparisons.flatMap(({ operator, column }) => (operator === '=' || operator === 'in' ? [column] : [])));
  if (fixed.size === 0) return false;
  return indexesOf(before, table).some(
    (index) => index.unique && index.where === null && index.keys.every((key) => key.type === 'column' && fixed.has(key.column)),
  );
}
