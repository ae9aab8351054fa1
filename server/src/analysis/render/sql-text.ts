import type { Subject } from '../catalog/subject';
import type { Span } from '../text/span';

/** SQL that Lockstep has written, and what each part of it is about. */
export interface SqlText {
  readonly text: string;
  /** Sorted by start, outer before inner: a statement, then its columns and constraints. */
  readonly parts: readonly SqlPart[];
}

export interface SqlPart {
  /** In the SQL text. */
  readonly span: Span;
  readonly subject: Subject;
}

/** What a place in the text is about: the innermost part that covers it; null outside of all. */
export function subjectAt({ parts }: SqlText, span: Span): Subject | null {
  return parts.findLast((part) => part.span.start <= span.start && span.end <= part.span.end)?.subject ?? null;
}
