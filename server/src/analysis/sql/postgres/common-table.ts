import type { Node, WithClause } from '@pgsql/types';
import type { DataOperation } from '../../operation/data';
import type { Query } from '../../operation/expression';
import { readDelete, readInsert, readMerge, readUpdate } from './data';
import type { Source } from './source';

/**
 * The changes of rows in a WITH clause: `WITH gone AS (DELETE FROM "Post" RETURNING *) SELECT …` deletes whatever the statement
 * in front of it does. In their order, with the span of the whole statement.
 */
export function readChangesIn(source: Source, clause: WithClause | undefined): readonly DataOperation[] {
  const tables = (clause?.ctes ?? []).flatMap((cte) => ('CommonTableExpr' in cte ? [cte.CommonTableExpr] : []));
  const names = new Set(tables.map(({ ctename }) => ctename ?? ''));
  return tables.flatMap(({ ctequery }) => {
    const change = ctequery === undefined ? null : readChange(source, ctequery);
    return change === null ? [] : [{ ...change, query: withoutTables(change.query, names) }];
  });
}

function readChange(source: Source, node: Node) {
  if ('InsertStmt' in node) return readInsert(source, node.InsertStmt);
  if ('UpdateStmt' in node) return readUpdate(source, node.UpdateStmt);
  if ('DeleteStmt' in node) return readDelete(source, node.DeleteStmt);
  return 'MergeStmt' in node ? readMerge(source, node.MergeStmt) : null;
}

/** What a change reads may be another table of the same clause. */
function withoutTables(query: Query, names: ReadonlySet<string>): Query {
  const relations = query.relations.filter(({ name, access }) => access === 'write' || name.schema !== null || !names.has(name.name));
  return { ...query, relations };
}
