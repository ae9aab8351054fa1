import type { Catalog, Index, ObjectId } from '../catalog/catalog';
import { indexesOf } from '../catalog/resolve';

/** What of an index Prisma's schema language has no words for; null where it has. */
export function inexpressibleIn(index: Index): string | null {
  if (index.where !== null) return 'partial';
  if (index.keys.some(({ type }) => type === 'expression')) return 'expression';
  if (index.include.length > 0) return 'covering';
  return index.nullsNotDistinct ? 'NULLS NOT DISTINCT' : null;
}

/** The names of what somebody has written by hand on a column, and Prisma does not know: it goes with the column. */
export function customObjectsOn(catalog: Catalog, table: ObjectId, column: string): readonly string[] {
  const constraints = (catalog.tables.get(table)?.constraints ?? []).flatMap((constraint) =>
    (constraint.type === 'check' || constraint.type === 'exclusion') && constraint.columns.includes(column) ? [constraint.name] : [],
  );
  const indexes = indexesOf(catalog, table).filter(
    (index) => index.constraint === null && inexpressibleIn(index) !== null && columnsIn(index).has(column),
  );
  return [...constraints, ...indexes.map(({ name }) => name)];
}

/** Every column that an index names: as a key, inside an expression, beside the keys, in its condition. */
export function columnsIn({ keys, include, where }: Index): ReadonlySet<string> {
  const inKeys = keys.flatMap((key) => (key.type === 'column' ? [key.column] : key.expression.columns));
  return new Set([...inKeys, ...include, ...(where?.columns ?? [])]);
}
