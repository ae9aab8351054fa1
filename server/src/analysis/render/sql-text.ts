import type { Subject } from '../catalog/subject';
import { covers, type Span, spanOf } from '../text/span';

/** SQL that Lockstep has written, and what each part of it is about. */
export interface SqlText {
  readonly text: string;
  /** What it is put together from: each of whole statements. */
  readonly pieces: readonly SqlPiece[];
  /** Sorted by start, outer before inner: a statement, then its columns and constraints. */
  readonly parts: readonly SqlPart[];
  /** The parts that cover a span of the text, outer before inner. */
  readonly covering: (span: Span) => readonly SqlPart[];
}

export interface SqlPart {
  /** In the SQL text. */
  readonly span: Span;
  readonly subject: Subject;
}

/** SQL of which no part goes beyond it. The spans of its parts are those in its own text. */
export interface SqlPiece {
  readonly text: string;
  readonly parts: readonly SqlPart[];
}

/** What a place in the text is about: the innermost part that covers it; null outside of all. */
export function subjectAt({ covering }: SqlText, span: Span): Subject | null {
  return covering(span).at(-1)?.subject ?? null;
}

/** One text of several pieces. Where the parts stand in it is worked out when it is asked: a migration is written at each keystroke. */
export function joinPieces(pieces: readonly SqlPiece[]): SqlText {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of pieces) {
    starts.push(length);
    length += text.length;
  }
  let parts: readonly SqlPart[] | null = null;
  return {
    text: pieces.map(({ text }) => text).join(''),
    pieces,
    get parts() {
      parts ??= pieces.flatMap((piece, index) => partsFrom(piece.parts, starts[index] ?? 0));
      return parts;
    },
    covering: (span) => {
      const index = lastUpTo(starts, span.start);
      const start = starts[index] ?? 0;
      const within = spanOf(span.start - start, span.end - start);
      return partsFrom(
        (pieces[index]?.parts ?? []).filter((part) => covers(part.span, within)),
        start,
      );
    },
  };
}

function partsFrom(parts: readonly SqlPart[], start: number): readonly SqlPart[] {
  return parts.map(({ span, subject }) => ({ span: spanOf(span.start + start, span.end + start), subject }));
}

/** The position of the last number that is not greater; 0 where all are. */
function lastUpTo(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
