import type { Expression } from '../operation/expression';
import type { StoredExpression } from './catalog';

/** What a catalog keeps of an expression. */
export function storeExpression(expression: Expression): StoredExpression {
  return {
    text: expression.text,
    constant: expression.constant,
    columns: [...new Set(expression.columns.map((column) => column.text))],
    functions: [...new Set(expression.functions.map(({ name }) => (name.schema === null ? name.name : `${name.schema}.${name.name}`)))],
  };
}

/** The default of a serial column. */
export function nextValue(sequence: { readonly schema: string; readonly name: string }): StoredExpression {
  return { text: `nextval('${sequence.schema}.${sequence.name}'::regclass)`, constant: null, columns: [], functions: ['nextval'] };
}

/** The expression after a column that it mentions got another name. Its text stays as it was written. */
export function withRenamedColumn(expression: StoredExpression, from: string, to: string): StoredExpression {
  return expression.columns.includes(from) ? { ...expression, columns: renamedIn(expression.columns, from, to) } : expression;
}

export function renamedIn(columns: readonly string[], from: string, to: string): readonly string[] {
  return columns.includes(from) ? columns.map((column) => (column === from ? to : column)) : columns;
}
