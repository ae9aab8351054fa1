import type { Table } from '../catalog/catalog';
import { columnOf } from '../catalog/resolve';
import type { Comparison } from '../operation/expression';
import type { PartitionBound } from '../operation/table';

/** Whether the server knows without looking that no row holds NULL: the column is NOT NULL, or a valid CHECK says so. */
export function isKnownNotNull(table: Table, column: string): boolean {
  return columnOf(table, column)?.notNull === true || validChecks(table).some((check) => check.provesNotNull.includes(column));
}

/**
 * Whether valid CHECK constraints of a table show that all its rows fit the bound of a partition. Only bounds on one column
 * are looked at; for others the server is taken to scan.
 */
export function provesBound(table: Table, partitionBy: NonNullable<Table['partitionBy']>, bound: PartitionBound): boolean {
  const [column, ...others] = partitionBy.columns;
  if (column === undefined || others.length > 0) return false;
  const comparisons = validChecks(table)
    .flatMap((check) => check.comparisons)
    .filter((comparison) => comparison.column === column);
  switch (bound.type) {
    case 'range':
      return (
        isKnownNotNull(table, column) &&
        isEdgeProved(comparisons, bound.from[0], ['>=', '>'], (value, edge) => value >= edge) &&
        isEdgeProved(comparisons, bound.to[0], ['<'], (value, edge) => value <= edge)
      );
    case 'list': {
      const allowed = new Set(bound.values);
      const proved = comparisons.some(
        ({ operator, values }) => (operator === '=' || operator === 'in') && values.every((value) => allowed.has(value)),
      );
      return proved && (allowed.has('NULL') || isKnownNotNull(table, column));
    }
    case 'default':
    case 'hash':
      return false;
  }
}

/** Whether some comparison keeps every row on the right side of one edge of a range. */
function isEdgeProved(
  comparisons: readonly Comparison[],
  edge: string | undefined,
  operators: readonly Comparison['operator'][],
  isInside: (value: number | string, edge: number | string) => boolean,
): boolean {
  if (edge === undefined) return false;
  if (edge === 'MINVALUE' || edge === 'MAXVALUE') return true;
  return comparisons.some(({ operator, values: [value] }) => {
    if (value === undefined || !(operator === '=' || operators.includes(operator))) return false;
    if (value === edge) return operator !== '=' || operators.includes('>=');
    const pair = comparable(value, edge);
    return pair !== null && isInside(pair[0], pair[1]);
  });
}

/** Numbers by value; texts of equal length (dates and timestamps as they are usually written) by their characters. */
function comparable(a: string, b: string): readonly [number, number] | readonly [string, string] | null {
  const numbers = [Number(a), Number(b)] as const;
  if (a.trim() !== '' && b.trim() !== '' && numbers.every(Number.isFinite)) return numbers;
  return a.length === b.length && isDateLike(a) && isDateLike(b) ? [a, b] : null;
}

function isDateLike(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(text);
}

function validChecks(table: Table) {
  return table.constraints.flatMap((constraint) =>
    constraint.type === 'check' && constraint.valid && constraint.enforced ? [constraint] : [],
  );
}
