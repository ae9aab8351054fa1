import { quotedName } from '../../analysis/render/postgres-names';
import { constantOf } from '../../analysis/sql/postgres/expression';
import { parse } from '../../analysis/sql/postgres/grammar';

/** Why a text is no expression; a sentence that goes on from the name of its key. */
export type ExpressionProblem = string;

/** What can be said of one SQL expression without a server. */
export interface ReadExpression {
  readonly problem: ExpressionProblem | null;
  /** Columns that it names outside of subqueries, without their table. */
  readonly columns: readonly string[];
  /** Functions that it calls, without their schema. */
  readonly functions: readonly string[];
  readonly hasSubquery: boolean;
  /** A literal other than NULL. */
  readonly isLiteral: boolean;
}

const unreadable = (problem: ExpressionProblem): ReadExpression => ({
  problem,
  columns: [],
  functions: [],
  hasSubquery: false,
  isLiteral: false,
});

/** An expression within a statement. The line breaks end a comment that the expression ends with. */
export function embedded(expression: string): string {
  return `(\n${expression}\n)`;
}

/**
 * Reads a text with PostgreSQL's own grammar, exactly as it will stand in a statement. Anything but one expression is refused. It has to be
 * readable without the parentheses around it, too: `a) OR (b` is not, and would reach beyond its place.
 */
export function readExpression(text: string): ReadExpression {
  if (text.trim() === '') return unreadable('is empty; expected an SQL expression.');
  const bare = parse(`SELECT\n${text}\n`);
  const parsed = bare.ok ? parse(`SELECT ${embedded(text)}`) : bare;
  if (!parsed.ok) return unreadable(`is no SQL expression: ${parsed.message}.`);
  const [statement, ...others] = parsed.tree.stmts ?? [];
  const node = statement?.stmt;
  if (node === undefined || others.length > 0 || !('SelectStmt' in node)) return unreadable('holds more than one expression.');
  const { targetList: [target, ...targets] = [], limitOption, op, ...clauses } = node.SelectStmt;
  const isPlain = limitOption === 'LIMIT_OPTION_DEFAULT' && op === 'SETOP_NONE' && Object.keys(clauses).length === 0;
  if (!isPlain || targets.length > 0 || target === undefined || !('ResTarget' in target))
    return unreadable('holds more than one expression.');
  const { val, name } = target.ResTarget;
  if (val === undefined || name !== undefined) return unreadable('holds more than one expression.');
  if ('RowExpr' in val && val.RowExpr.row_format !== 'COERCE_EXPLICIT_CALL') return unreadable('holds more than one expression.');
  const found: Found = { columns: new Set(), functions: new Set(), hasSubquery: false, hasParameter: false };
  collect(val as unknown as Tree, found, false);
  if (found.hasParameter) return unreadable('holds a parameter such as $1; expected its value.');
  const constant = constantOf(val, text);
  return {
    problem: null,
    columns: [...found.columns],
    functions: [...found.functions],
    hasSubquery: found.hasSubquery,
    isLiteral: constant !== null && constant.value !== null,
  };
}

/** The condition for rows still to do, where it follows from what is set: one column that gets a literal. Null otherwise. */
export function derivedWhere(set: ReadonlyMap<string, string>): string | null {
  const [first, ...others] = set;
  if (first === undefined || others.length > 0) return null;
  const [column, expression] = first;
  return readExpression(expression).isLiteral ? `${quotedName(column)} IS NULL` : null;
}

/** Why a text is not one query that reads; null where it is. */
export function queryProblem(text: string): string | null {
  const parsed = parse(text);
  if (!parsed.ok) return `is no SQL query: ${parsed.message}.`;
  const [statement, ...others] = parsed.tree.stmts ?? [];
  if (statement?.stmt === undefined || others.length > 0 || !('SelectStmt' in statement.stmt)) return 'is not one SELECT.';
  return null;
}

type Tree = { readonly [key: string]: unknown };

interface Found {
  readonly columns: Set<string>;
  readonly functions: Set<string>;
  hasSubquery: boolean;
  hasParameter: boolean;
}

function collect(tree: Tree, found: Found, inSubquery: boolean): void {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value !== 'object' || value === null) continue;
    const node = value as Tree;
    if (key === 'ParamRef') found.hasParameter = true;
    if (key === 'SubLink') found.hasSubquery = true;
    const last = lastName(key === 'ColumnRef' ? node.fields : key === 'FuncCall' ? node.funcname : null);
    if (last !== null && key === 'ColumnRef' && !inSubquery) found.columns.add(last);
    if (last !== null && key === 'FuncCall') found.functions.add(last);
    collect(node, found, inSubquery || key === 'subselect');
  }
}

/** The last part of a dotted name; null for `*`. */
function lastName(parts: unknown): string | null {
  const last: unknown = Array.isArray(parts) ? parts.at(-1) : null;
  if (typeof last !== 'object' || last === null || !('String' in last)) return null;
  const { String: name } = last;
  return typeof name === 'object' && name !== null && 'sval' in name && typeof name.sval === 'string' ? name.sval : null;
}
