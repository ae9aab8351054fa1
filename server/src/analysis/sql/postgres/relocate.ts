import type { Operation } from '../../operation/operation';
import type { Span } from '../../text/span';

/** The same operations with every span replaced: for SQL that stands in the file only in another form. */
export function relocate(operations: readonly Operation[], span: Span): readonly Operation[] {
  return operations.map((operation) => moved(operation, span) as Operation);
}

function moved(value: unknown, span: Span): unknown {
  if (Array.isArray(value)) return value.map((item) => moved(item, span));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === 'span' ? span : moved(item, span)]));
}
