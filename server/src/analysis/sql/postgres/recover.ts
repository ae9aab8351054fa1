import type { SqlComment, SqlSyntaxError } from '../statement';
import { nextStartLine } from './statement-start';
import { type TokenKind, type Tokens, tokenize } from './tokens';

/** More quotes that never close than this are not looked for: the rest of such a text is no SQL. */
const MAXIMUM_BROKEN = 20;

/**
 * Tokens of a text in which a quote or comment may never close. It is taken to end before the next line that looks like the
 * start of a statement, so that it costs one statement and not the rest of the file.
 */
export function tolerantTokens(text: string): Tokens {
  const kinds: TokenKind[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const comments: SqlComment[] = [];
  let at = 0;
  let unterminated: number | null = null;
  let commentDepth = 0;
  for (let broken = 0; at < text.length; broken++) {
    const part = tokenize(text, at);
    commentDepth = Math.max(commentDepth, part.commentDepth);
    const open = part.unterminated === null ? text.length : openingOf(part, part.unterminated);
    for (let index = 0; index < part.kinds.length && (part.starts[index] ?? open) < open; index++) {
      kinds.push(part.kinds[index] ?? 'operator');
      starts.push(part.starts[index] ?? 0);
      ends.push(part.ends[index] ?? 0);
    }
    comments.push(...part.comments.filter(({ span }) => span.start < open));
    if (part.unterminated === null) break;
    unterminated ??= open;
    at = broken < MAXIMUM_BROKEN ? nextStartLine(text, open) : text.length;
    kinds.push('broken');
    starts.push(open);
    ends.push(open + text.slice(open, at).trimEnd().length);
  }
  return { text, kinds, starts, ends, comments, unterminated, commentDepth };
}

/**
 * Where the quote opens that lacks its end. One missing quote turns every later one around, so the tokenizer notices it only at
 * the last: the culprit is rather the first of its kind that swallows the start of a statement.
 */
function openingOf(tokens: Tokens, unterminated: number): number {
  const kind = tokens.kinds[tokens.starts.lastIndexOf(unterminated)];
  if (kind === undefined) return unterminated;
  for (let index = 0; index < tokens.kinds.length; index++) {
    const start = tokens.starts[index] ?? 0;
    if (tokens.kinds[index] === kind && nextStartLine(tokens.text, start) < (tokens.ends[index] ?? 0)) return start;
  }
  return unterminated;
}

/** The server's message for what opens at this offset, at its first line. */
export function unterminatedError(text: string, open: number, statement: number): SqlSyntaxError {
  const lineEnd = text.slice(open).search(/[\r\n]/);
  return {
    message: unterminatedMessage(text.slice(open, open + 3)),
    span: { start: open, end: lineEnd < 0 ? text.length : open + lineEnd },
    statement,
  };
}

function unterminatedMessage(opening: string): string {
  if (opening.startsWith('/*')) return 'unterminated /* comment';
  if (opening.startsWith('$')) return 'unterminated dollar-quoted string';
  return opening.includes('"') ? 'unterminated quoted identifier' : 'unterminated quoted string';
}
