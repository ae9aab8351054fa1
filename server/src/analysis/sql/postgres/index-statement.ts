import type { IndexElem, IndexStmt, ReindexStmt } from '@pgsql/types';
import type { CreateIndex, IndexKey, Reindex } from '../../operation/index-operation';
import type { Span } from '../../text/span';
import { cursorAt, moveBehindName, skipAll, takeIdentifier } from './cursor';
import { readExpression } from './expression';
import {
  base,
  behindWord,
  closingParenthesis,
  findParenthesis,
  identifiersIn,
  relationName,
  type Source,
  spanOfTokens,
  splitAtCommas,
  stringsOf,
} from './source';
import type { TokenRange } from './split';

export function readCreateIndex(source: Source, node: IndexStmt): CreateIndex {
  const name = cursorAt(source);
  skipAll(name, 'create', 'unique', 'index', 'concurrently', 'if not exists');
  const behindTable = cursorAt(source);
  moveBehindName(behindTable, node.relation?.location);
  const open = findParenthesis(source, behindTable.at);
  const close = closingParenthesis(source, open);
  const parts = splitAtCommas(source, open + 1, close);
  const elements = (node.indexParams ?? []).flatMap((element) => ('IndexElem' in element ? [element.IndexElem] : []));
  const included = (node.indexIncludingParams ?? []).flatMap((element) => ('IndexElem' in element ? [element.IndexElem.name ?? ''] : []));
  const where = behindWord(source, 'where', close + 1);
  return {
    kind: 'create-index',
    ...base(source),
    name: node.idxname === undefined ? null : takeIdentifier(name, node.idxname),
    table: relationName(source, node.relation ?? {}),
    unique: node.unique === true,
    concurrently: node.concurrent === true,
    ifNotExists: node.if_not_exists === true,
    method: node.accessMethod ?? 'btree',
    keys: elements.map((element, index) => readKey(source, element, parts[index] ?? source.range)),
    include: identifiersIn(source, findParenthesis(source, close + 1), included),
    where: node.whereClause === undefined ? null : readExpression(source, node.whereClause, spanOfTokens(source, where, source.range.last)),
    nullsNotDistinct: node.nulls_not_distinct === true,
    only: node.relation?.inh !== true,
  };
}

function readKey(source: Source, element: IndexElem, range: TokenRange): IndexKey {
  const shared = { descending: element.ordering === 'SORTBY_DESC', operatorClass: stringsOf(element.opclass).at(-1) ?? null };
  if (element.expr === undefined) {
    return { type: 'column', column: { text: element.name ?? '', span: spanOfTokens(source, range.first, range.first + 1) }, ...shared };
  }
  const span = keySpan(source, range);
  return { type: 'expression', expression: readExpression(source, element.expr, span), ...shared };
}

/** `(any expression)`, whose parentheses are left out, or a call without them: `lower(email)`, `CURRENT_DATE`. */
function keySpan(source: Source, range: TokenRange): Span {
  const open = findParenthesis(source, range.first, range.last);
  if (open < 0) return spanOfTokens(source, range.first, range.first + 1);
  const close = closingParenthesis(source, open);
  return open === range.first ? spanOfTokens(source, open + 1, close) : spanOfTokens(source, range.first, Math.min(close + 1, range.last));
}

const reindexTargets = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_DATABASE: 'database',
  REINDEX_OBJECT_SYSTEM: 'system',
} as const;

export function readReindex(source: Source, node: ReindexStmt): Reindex {
  const concurrently = (node.params ?? []).some((param) => 'DefElem' in param && param.DefElem.defname === 'concurrently');
  return {
    kind: 'reindex',
    ...base(source),
    target: reindexTargets[node.kind ?? 'REINDEX_OBJECT_INDEX'],
    name: node.relation === undefined ? { schema: null, name: node.name ?? '', span: source.span } : relationName(source, node.relation),
    concurrently,
  };
}
