import type { ColumnDef, Constraint as ConstraintNode } from '@pgsql/types';
import type { ColumnDefinition, IdentityKind } from '../../operation/column';
import type { Constraint } from '../../operation/constraint';
import type { Expression } from '../../operation/expression';
import type { Identifier } from '../../operation/name';
import { isConstraintAttribute, readConstraint } from './constraint';
import { cursorAt, skip } from './cursor';
import { readExpression } from './expression';
import { closingParenthesis, endOfClause, findParenthesis, type Source, spanOfTokens, stringsOf, tokenAt } from './source';
import type { TokenRange } from './split';
import { readTypeName } from './type-name';

/** Reads a column as CREATE TABLE, ADD COLUMN and CREATE TYPE … AS define it. */
export function readColumn(source: Source, node: ColumnDef): ColumnDefinition {
  const first = tokenAt(source, node.location);
  const last = endOfClause(source, first);
  const name = { text: node.colname ?? '', span: spanOfTokens(source, first, first + 1) };
  const parts = constraintsOf(source, node, last);
  const identity = parts.find(({ node }) => node.contype === 'CONSTR_IDENTITY');
  return {
    name,
    type: node.typeName === undefined ? null : readTypeName(source, node.typeName),
    notNull: parts.some(({ node }) => node.contype === 'CONSTR_NOTNULL'),
    default: defaultOf(source, parts),
    identity: identity === undefined ? null : identityKindOf(identity.node.generated_when),
    generated: generatedOf(source, parts),
    collation: node.collClause === undefined ? null : stringsOf(node.collClause.collname).join('.'),
    constraints: inlineConstraints(source, parts, name),
    span: spanOfTokens(source, first, last),
  };
}

export function identityKindOf(when: string | undefined): IdentityKind {
  return when === 'd' ? 'by-default' : 'always';
}

interface Part {
  readonly node: ConstraintNode;
  readonly range: TokenRange;
}

/** The column's constraints in written order, each up to the next one. */
function constraintsOf(source: Source, node: ColumnDef, last: number): readonly Part[] {
  if (node.constraints === undefined) return [];
  const nodes = node.constraints.flatMap((constraint) => ('Constraint' in constraint ? [constraint.Constraint] : []));
  const starts = nodes.map((constraint) => tokenAt(source, constraint.location));
  const marks = node.collClause === undefined ? starts : [...starts, tokenAt(source, node.collClause.location)];
  return nodes.map((constraint, index) => {
    const first = starts[index] ?? last;
    const next = marks.reduce((nearest, mark) => (mark > first && mark < nearest ? mark : nearest), last);
    return { node: constraint, range: { first, last: next } };
  });
}

function defaultOf(source: Source, parts: readonly Part[]): Expression | null {
  const part = parts.find(({ node }) => node.contype === 'CONSTR_DEFAULT');
  if (part?.node.raw_expr === undefined) return null;
  const cursor = cursorAt(source, part.range.first);
  if (skip(cursor, 'constraint')) cursor.at++;
  skip(cursor, 'default');
  return readExpression(source, part.node.raw_expr, spanOfTokens(source, cursor.at, part.range.last));
}

function generatedOf(source: Source, parts: readonly Part[]): ColumnDefinition['generated'] {
  const part = parts.find(({ node }) => node.contype === 'CONSTR_GENERATED');
  if (part?.node.raw_expr === undefined) return null;
  const open = findParenthesis(source, part.range.first, part.range.last);
  const span = spanOfTokens(source, open + 1, closingParenthesis(source, open));
  return { expression: readExpression(source, part.node.raw_expr, span), stored: part.node.generated_kind !== 'v' };
}

/** `NOT VALID` cannot stand inline; `NOT ENFORCED` can, as an attribute behind its constraint. */
function inlineConstraints(source: Source, parts: readonly Part[], column: Identifier): readonly Constraint[] {
  const constraints: Constraint[] = [];
  parts.forEach(({ node, range }, index) => {
    let last = range.last;
    let enforced = node.is_enforced;
    for (let next = index + 1; next < parts.length; next++) {
      const attribute = parts[next];
      if (attribute === undefined || !isConstraintAttribute(attribute.node)) break;
      last = attribute.range.last;
      if (attribute.node.contype === 'CONSTR_ATTR_NOT_ENFORCED') enforced = false;
    }
    const whole = enforced === node.is_enforced ? node : { ...node, is_enforced: enforced === true };
    const constraint = readConstraint(source, whole, { first: range.first, last }, column);
    if (constraint !== null) constraints.push(constraint);
  });
  return constraints;
}
