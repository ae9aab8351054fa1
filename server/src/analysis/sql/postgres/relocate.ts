import type { Operation } from '../../operation/operation';
import type { Span } from '../../text/span';

/** The same operations with every span replaced: for SQL that stands in the file only in another form. */
export function relocate(operations: readonly Operation[], span: Span): readonly Operation[] {
  return mapSpans(operations, () => span);
}

/** The same value, whose spans all moved by some characters. */
export function shift<T>(value: T, characters: number): T {
  if (characters === 0) return value;
  return mapSpans(value, ({ start, end }) => ({ start: start + characters, end: end + characters }));
}

/** A copy in which every field `span` is what `move` makes of it. */
function mapSpans<T>(value: T, move: (span: Span) => Span): T {
  return copy(value, move) as T;
}

function copy(value: unknown, move: (span: Span) => Span): unknown {
  if (Array.isArray(value)) return value.map((item) => copy(item, move));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const key in value) {
    const item: unknown = value[key as keyof typeof value];
    result[key] = key === 'span' ? move(item as Span) : copy(item, move);
  }
  return result;
}
