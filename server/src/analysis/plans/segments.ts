import type { AnalysedStatement } from '../migration/migration';
import type { Span } from '../text/span';

/** A statement with what belongs to it: together, the segments and what follows the last one are the whole text. */
export interface Segment {
  readonly statement: AnalysedStatement;
  /** From the end of the one before to behind the line end after its semicolon. */
  readonly span: Span;
  /** The lines of comments right above the statement, and the statement with its semicolon: what goes where the statement goes. */
  readonly comments: Span;
  /** Those lines, each with its line end. */
  readonly commentText: string;
}

/** The statements of a text, and what goes with each. */
export function segmentsOf(text: string, statements: readonly AnalysedStatement[]): readonly Segment[] {
  let start = 0;
  return statements.map((statement) => {
    const span = { start, end: endBehind(text, statement.span.end) };
    const comments = { start: startAbove(text, start, statement.span.start), end: span.end };
    const commentText = text.slice(comments.start, statement.span.start);
    start = span.end;
    return { statement, span, comments, commentText: commentText.trim() === '' ? '' : commentText };
  });
}

/** Behind the semicolon, and behind the rest of its line where that is white space or a comment. */
function endBehind(text: string, end: number): number {
  const behind = /^\s*;?(?:[^\S\n]*(?:--[^\n]*)?\n)?/.exec(text.slice(end))?.[0] ?? '';
  return behind.includes(';') ? end + behind.length : end;
}

/** The beginning of the unbroken lines of `--` comments above. */
function startAbove(text: string, from: number, at: number): number {
  const lines = text.slice(from, at).split('\n');
  let start = at - (lines.pop() ?? '').length;
  for (const line of lines.reverse()) {
    if (!/^\s*--/.test(line)) break;
    start -= line.length + 1;
  }
  return Math.max(from, start);
}
