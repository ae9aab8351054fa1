import type { Table } from '../../../analysis/catalog/catalog';

/** What CHECK constraints of the simple kind allow in a column. */
export interface Limits {
  /** Empty: any. */
  readonly allowed: readonly string[];
  readonly least: number | null;
  readonly most: number | null;
}

export function limitsOf({ constraints }: Table, column: string): Limits {
  const comparisons = constraints.flatMap((constraint) => (constraint.type === 'check' ? constraint.comparisons : []));
  const own = comparisons.filter((comparison) => comparison.column === column);
  const numbers = (...operators: readonly string[]): readonly number[] =>
    own.flatMap(({ operator, values }) => (operators.includes(operator) ? values.map(Number).filter(Number.isFinite) : []));
  const least = [...numbers('>='), ...numbers('>').map((value) => value + 1)];
  const most = [...numbers('<='), ...numbers('<').map((value) => value - 1)];
  return {
    allowed: own.find(({ operator }) => operator === 'in' || operator === '=')?.values ?? [],
    least: least.length === 0 ? null : Math.max(...least),
    most: most.length === 0 ? null : Math.min(...most),
  };
}
