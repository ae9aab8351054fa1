import type { Position, Range } from 'vscode-languageserver';
import { lineIndexOf, offsetAt, positionAt } from '../analysis/text/line-index';
import type { Span } from '../analysis/text/span';

/** Converts between offsets and LSP positions of one text. Both count UTF-16 code units, so only lines are looked up. */
export interface Positions {
  readonly range: (span: Span) => Range;
  readonly position: (offset: number) => Position;
  readonly offset: (position: Position) => number;
}

export function positionsOf(text: string): Positions {
  const index = lineIndexOf(text);
  const position = (offset: number): Position => positionAt(index, offset);
  return {
    range: ({ start, end }) => ({ start: position(start), end: position(end) }),
    position,
    offset: (at) => offsetAt(index, at),
  };
}
