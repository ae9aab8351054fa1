import { findTable } from '../catalog/resolve';
import type { CreateIndex } from '../operation/index-operation';
import { quotedName } from '../render/postgres-names';
import { statementText } from './clause';
import { folderWords, writtenTable } from './names';
import { nothingBlocked, type PlanAnswer, type PlanContext, type PlanKind, refused, type Step } from './plan';

/** An index is built while everyone reads and writes, in a migration of its own. */
export const createIndex: PlanKind = {
  id: 'create-index',
  summary: 'Builds an index CONCURRENTLY, alone in its migration.',
  answers: ['index-blocks-writes', 'concurrently-in-transaction', 'concurrent-index-if-not-exists'],
  make: (operation, context) => {
    if (operation.kind !== 'create-index' || operation.unique) return null;
    return concurrentIndex(
      operation,
      context,
      'create-index',
      'Build the index without blocking writes: CONCURRENTLY, alone in its migration',
      [],
    );
  },
};

/** A plan for an index of any kind. `notes` follow the header's own. */
export function concurrentIndex(
  operation: CreateIndex,
  context: PlanContext,
  id: string,
  title: string,
  notes: readonly string[],
): PlanAnswer {
  const { statement, before, text } = context;
  const found = findTable(before, operation.table);
  if (operation.name === null) return refused('the index has no name, by which a build that failed could be dropped');
  if (found?.table.partitionBy) return refused('a partitioned table takes no concurrent build');
  const sql = withConcurrently(statementText(text, statement));
  if (sql === null || operation.conditional) return refused('the statement cannot be rewritten');
  return {
    ok: true,
    plan: {
      id,
      title,
      way: 'one-release',
      preferred: notes.length === 0,
      promise: nothingBlocked,
      replaces: [{ statement: statement.index, operation, replacement: null }],
      steps: [indexStep(operation.name.text, operation.table, sql, notes)],
    },
  };
}

/** The file of a concurrent build. */
export function indexStep(
  index: string,
  table: { readonly schema: string | null; readonly name: string },
  sql: string,
  notes: readonly string[],
): Step {
  const name = writtenTable({ schema: table.schema, name: index });
  return {
    phase: 'build',
    alone: true,
    name: folderWords('index', table.name, withoutTable(index, table.name)),
    purpose: `Builds ${quotedName(index)} while everyone reads and writes. Alone in its file: it refuses a transaction.`,
    statements: [sql],
    undo: `DROP INDEX CONCURRENTLY ${name};`,
    notes: [...notes, `If it fails, it leaves an invalid index. Before the next attempt: DROP INDEX CONCURRENTLY IF EXISTS ${name};`],
  };
}

/** `Order_customerId_idx` of "Order" is about `customerId`. */
function withoutTable(index: string, table: string): string {
  return index.replace(new RegExp(`^${table.replace(/\W/g, '\\$&')}_`), '').replace(/_(idx|key)$/, '');
}

/** `IF NOT EXISTS` goes: it would keep an invalid index that an earlier attempt has left. */
export function withConcurrently(sql: string): string | null {
  const beginning = /^(CREATE\s+(?:UNIQUE\s+)?INDEX)\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?/i;
  return beginning.test(sql) ? sql.replace(beginning, '$1 CONCURRENTLY ') : null;
}
