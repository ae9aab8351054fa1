import { type Span, spanOf } from '../text/span';
import { identifierEnd, isCommentSign, lineEnd, spaceEnd, trimmedEnd, unreadEnd } from './characters';
import type { SchemaComment, SchemaProblem, Word } from './schema';

/**
 * The place where a block is being read. Prisma's language is one of lines: no declaration goes beyond its own, so that a line
 * which is half typed costs only itself. Offsets count from the block's start.
 * https://github.com/prisma/prisma-engines/blob/main/psl/schema-ast/src/parser/datamodel.pest
 */
export interface Line {
  readonly text: string;
  at: number;
  /** Where the current line ends: no reader goes beyond. */
  end: number;
  /** Where the last block comment of the text is closed; -1 without one. */
  readonly lastClose: number;
  readonly comments: SchemaComment[];
  /** In the order of the text. */
  readonly problems: SchemaProblem[];
}

/** To the next sign of the line; stays where it is if nothing but a comment follows. */
export function skipSpace(line: Line): void {
  const at = spaceEnd(line.text, line.at, line.end);
  if (at < line.end && !isCommentSign(line.text, at)) line.at = at;
}

/** The code unit at the place; NaN at the line's end. */
export function peek(line: Line): number {
  return line.at < line.end ? line.text.charCodeAt(line.at) : Number.NaN;
}

/** Nothing but a comment follows in the line. */
export function atEnd(line: Line): boolean {
  const at = spaceEnd(line.text, line.at, line.end);
  return at >= line.end || isCommentSign(line.text, at);
}

export function problem(line: Line, message: string, span: Span = spanOf(line.at, line.at)): void {
  // One place, one problem: of several brackets that are missing, the innermost.
  if (line.problems.at(-1)?.span.start !== span.start) line.problems.push({ message, span });
}

/** The identifier at the place, which moves behind it. */
export function readWord(line: Line): Word | null {
  const start = line.at;
  line.at = identifierEnd(line.text, start, line.end);
  return line.at === start ? null : { text: line.text.slice(start, line.at), span: spanOf(start, line.at) };
}

/** Begins the line that the place is in. */
export function enterLine(line: Line): void {
  line.end = lineEnd(line.text, line.at);
}

/**
 * Reads the comment at the place, if there is one. A block comment may leave the line; one that is never closed is none.
 */
export function readComment(line: Line): boolean {
  const { text, at: start } = line;
  if (text.startsWith('//', start)) {
    line.comments.push(commentOf(text, start, trimmedEnd(text, start, line.end)));
    line.at = line.end;
    return true;
  }
  if (start + 2 > line.lastClose || !text.startsWith('/*', start)) return false;
  line.at = text.indexOf('*/', start + 2) + 2;
  line.comments.push(commentOf(text, start, line.at));
  if (line.at > line.end) enterLine(line);
  return true;
}

/** The comment that stands between two offsets. */
export function commentOf(text: string, start: number, end: number): SchemaComment {
  const documentation = text.startsWith('///', start);
  const block = text.startsWith('/*', start);
  return { span: spanOf(start, end), text: text.slice(start + (documentation ? 3 : 2), block ? end - 2 : end).trim(), documentation };
}

/**
 * Reads what may follow a declaration: comments. Anything else up to the line's end is a problem, and part of what stands
 * before it. Returns where that ends.
 */
export function finishLine(line: Line, message: string): number {
  let last = line.at;
  const { end } = line;
  for (;;) {
    line.at = spaceEnd(line.text, line.at, line.end);
    if (line.at >= line.end || line.end !== end) return last;
    if (readComment(line)) continue;
    const start = line.at;
    const stop = unreadEnd(line.text, start, line.end);
    last = trimmedEnd(line.text, start, stop);
    problem(line, message, spanOf(start, last));
    line.at = stop;
  }
}
