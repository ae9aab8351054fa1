import type { A_Expr, ColumnRef, Node, TypeCast } from '@pgsql/types';
import type { Comparison, Expression, FunctionUse } from '../../operation/expression';
import type { Identifier } from '../../operation/name';
import type { TypeName } from '../../operation/type';
import type { Span } from '../../text/span';
import { functionUse, type Tree, valueFunction } from './query';
import { endOfName, type Source, spanOfTokens, stringsOf, textOf, tokenAt } from './source';
import { readTypeName } from './type-name';

/** Reads an expression; nodes carry no end, so `span` comes from the tokens of the clause around it. */
export function readExpression(source: Source, node: Node, span: Span): Expression {
  const parts: Parts = { columns: [], functions: [], casts: [], hasSubquery: false };
  collect(source, node as Tree, parts);
  const text = textOf(source, span);
  return {
    text,
    span,
    constant: constantOf(node, text),
    columns: parts.columns,
    functions: parts.functions,
    casts: parts.casts,
    castOfColumn: columnUnderCasts(node),
    hasSubquery: parts.hasSubquery,
    provesNotNull: provenNotNull(node),
    comparisons: comparisonsIn(node),
  };
}

interface Parts {
  readonly columns: Identifier[];
  readonly functions: FunctionUse[];
  readonly casts: TypeName[];
  hasSubquery: boolean;
}

/** Walks every node below, outermost first; columns of a subquery are not this expression's. */
function collect(source: Source, node: Tree, parts: Parts, inSubquery = false): void {
  for (const key in node) {
    const value = node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (key === 'ColumnRef') {
      if (!inSubquery) addColumn(source, value as ColumnRef, parts);
      continue;
    }
    if (key === 'SQLValueFunction') parts.functions.push(valueFunction(source, value));
    if (key === 'FuncCall') parts.functions.push(functionUse(source, value));
    if (key === 'TypeCast') addCast(source, value as TypeCast, parts);
    if (key === 'SubLink') parts.hasSubquery = true;
    collect(source, value as Tree, parts, inSubquery || key === 'subselect');
  }
}

function addColumn(source: Source, reference: ColumnRef, parts: Parts): void {
  const text = columnOf(reference);
  if (text === null) return;
  const last = endOfName(source, tokenAt(source, reference.location));
  parts.columns.push({ text, span: spanOfTokens(source, last - 1, last) });
}

function addCast(source: Source, cast: TypeCast, parts: Parts): void {
  if (cast.typeName !== undefined) parts.casts.push(readTypeName(source, cast.typeName));
}

/** The column's own name; null for `*`. */
function columnOf(reference: ColumnRef): string | null {
  const fields = reference.fields ?? [];
  const names = stringsOf(fields);
  return names.length === fields.length ? (names[names.length - 1] ?? null) : null;
}

/** A literal's value; an array of literals is its own text, since it has no simpler one. */
export function constantOf(node: Node, text: string): { readonly value: string | null } | null {
  if ('A_Const' in node) {
    const { isnull, ival, fval, sval, boolval, bsval } = node.A_Const;
    if (isnull === true) return { value: null };
    if (ival !== undefined) return { value: String(ival.ival ?? 0) };
    if (boolval !== undefined) return { value: String(boolval.boolval ?? false) };
    return { value: fval?.fval ?? sval?.sval ?? bsval?.bsval ?? '' };
  }
  if ('TypeCast' in node) return node.TypeCast.arg === undefined ? null : constantOf(node.TypeCast.arg, text);
  if ('CollateClause' in node) return node.CollateClause.arg === undefined ? null : constantOf(node.CollateClause.arg, text);
  if ('A_ArrayExpr' in node) {
    const elements = node.A_ArrayExpr.elements ?? [];
    return elements.every((element) => constantOf(element, text) !== null) ? { value: text } : null;
  }
  if ('A_Expr' in node) return signedConstant(node.A_Expr, text);
  return null;
}

/** `- 1.5`: the grammar folds the sign of a plain number, not of one in parentheses or behind a cast. */
function signedConstant(expression: A_Expr, text: string): { readonly value: string | null } | null {
  const operator = stringsOf(expression.name)[0];
  if (expression.kind !== 'AEXPR_OP' || expression.lexpr !== undefined || expression.rexpr === undefined) return null;
  const operand = constantOf(expression.rexpr, text);
  if (operand === null || operand.value === null) return null;
  if (operator === '+') return operand;
  return operator === '-' ? { value: `-${operand.value}` } : null;
}

function columnUnderCasts(node: Node): string | null {
  if ('ColumnRef' in node) return columnOf(node.ColumnRef);
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) return columnUnderCasts(node.TypeCast.arg);
  return null;
}

/** See `Expression.provesNotNull`: conjunctions unite, alternatives intersect. */
function provenNotNull(node: Node): readonly string[] {
  if ('NullTest' in node) return node.NullTest.nulltesttype === 'IS_NOT_NULL' ? columnName(node.NullTest.arg) : [];
  if (!('BoolExpr' in node)) return [];
  const operands = node.BoolExpr.args ?? [];
  switch (node.BoolExpr.boolop) {
    case 'AND_EXPR':
      return [...new Set(operands.flatMap(provenNotNull))];
    case 'OR_EXPR': {
      const [first = [], ...others] = operands.map(provenNotNull);
      return first.filter((column) => others.every((other) => other.includes(column)));
    }
    case 'NOT_EXPR': {
      const operand = operands[0];
      const isNull = operand !== undefined && 'NullTest' in operand && operand.NullTest.nulltesttype === 'IS_NULL';
      return isNull ? columnName(operand.NullTest.arg) : [];
    }
    default:
      return [];
  }
}

function columnName(node: Node | undefined): readonly string[] {
  const column = node !== undefined && 'ColumnRef' in node ? columnOf(node.ColumnRef) : null;
  return column === null ? [] : [column];
}

/** The same comparison with its sides exchanged. */
const mirrored = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function isComparison(operator: string | undefined): operator is keyof typeof mirrored {
  return operator !== undefined && Object.hasOwn(mirrored, operator);
}

function comparisonsIn(node: Node): readonly Comparison[] {
  if ('BoolExpr' in node) return node.BoolExpr.boolop === 'AND_EXPR' ? (node.BoolExpr.args ?? []).flatMap(comparisonsIn) : [];
  if (!('A_Expr' in node)) return [];
  const { kind, lexpr, rexpr, name } = node.A_Expr;
  const operator = stringsOf(name)[0];
  if (lexpr === undefined || rexpr === undefined) return [];
  const column = columnUnderCasts(lexpr);
  switch (kind) {
    case 'AEXPR_OP': {
      if (!isComparison(operator)) return [];
      if (column !== null) return compare(column, operator, [rexpr]);
      const right = columnUnderCasts(rexpr);
      return right === null ? [] : compare(right, mirrored[operator], [lexpr]);
    }
    case 'AEXPR_IN':
      return column !== null && operator === '=' && 'List' in rexpr ? compare(column, 'in', rexpr.List.items ?? []) : [];
    case 'AEXPR_OP_ANY':
      return column !== null && operator === '=' ? compareWithArray(column, rexpr) : [];
    case 'AEXPR_BETWEEN': {
      const [low, high] = 'List' in rexpr ? (rexpr.List.items ?? []) : [];
      if (column === null || low === undefined || high === undefined) return [];
      return [...compare(column, '>=', [low]), ...compare(column, '<=', [high])];
    }
    default:
      return [];
  }
}

function compareWithArray(column: string, node: Node): readonly Comparison[] {
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) return compareWithArray(column, node.TypeCast.arg);
  return 'A_ArrayExpr' in node ? compare(column, 'in', node.A_ArrayExpr.elements ?? []) : [];
}

function compare(column: string, operator: Comparison['operator'], nodes: readonly Node[]): readonly Comparison[] {
  const values: string[] = [];
  for (const node of nodes) {
    const value = 'A_ArrayExpr' in node ? null : constantOf(node, '')?.value;
    if (value === null || value === undefined) return [];
    values.push(value);
  }
  return [{ column, operator, values }];
}
