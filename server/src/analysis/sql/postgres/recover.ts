import type { SqlComment, SqlSyntaxError } from '../statement';
import { parseSlice } from './slice';
import { splitStatements } from './split';
import { nextStartLine } from './statement-start';
import { type TokenKind, type Tokens, tokenize } from './tokens';

/** More quotes that never close than this are not looked for, nor as many in a long text, whose rest is tokenized for each. */
const MAXIMUM_BROKEN = 20;
const MAXIMUM_CHARACTERS = 5_000_000;

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
  let tokenized = 0;
  for (let broken = 0; at < text.length; broken++) {
    const part = tokenize(text, at);
    tokenized += text.length - at;
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
    at = broken < MAXIMUM_BROKEN && tokenized < MAXIMUM_CHARACTERS ? startLineBehind(text, open) : text.length;
    kinds.push('broken');
    starts.push(open);
    ends.push(open + text.slice(open, at).trimEnd().length);
  }
  return { text, kinds, starts, ends, comments, unterminated, commentDepth };
}

/**
 * Where the quote opens that lacks its end. One missing quote turns every later one around, so the tokenizer notices it only at
 * the last: the culprit is rather the first of its kind that swallows the start of a statement and leaves its own unreadable.
 */
function openingOf(tokens: Tokens, unterminated: number): number {
  const kind = tokens.kinds[tokens.starts.lastIndexOf(unterminated)];
  if (kind === undefined) return unterminated;
  for (const { first, last } of splitStatements(tokens)) {
    for (let index = first; index < last; index++) {
      const start = tokens.starts[index] ?? 0;
      if (tokens.kinds[index] !== kind || !holdsStartLine(tokens.text.slice(start, tokens.ends[index]))) continue;
      const from = tokens.starts[first] ?? 0;
      if (parseSlice(tokens.text.slice(from, tokens.ends[last - 1]), from).ok) break;
      return start;
    }
  }
  return unterminated;
}

function holdsStartLine(quoted: string): boolean {
  return startLineBehind(quoted, 0) < quoted.length;
}

/** In a body between dollar quotes the lines of its own statements are indented, as a rule. */
function startLineBehind(text: string, open: number): number {
  return nextStartLine(text, open, text[open] === '$' ? 'at the margin' : 'anywhere');
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
