import type { SqlComment } from '../statement';
import {
  BYTE_ORDER_MARK,
  blockCommentEnd,
  DASH,
  DOLLAR,
  DOT,
  DOUBLE_QUOTE,
  digitsEnd,
  dollarEnd,
  dollarTagEnd,
  isBlank,
  isDigit,
  isWordStart,
  lineEnd,
  numberEnd,
  operatorEnd,
  prefixedQuote,
  quoteEnd,
  SINGLE_QUOTE,
  SLASH,
  STAR,
  wordEnd,
} from './lexemes';

export type TokenKind =
  /** An unquoted identifier or keyword. */
  | 'word'
  /** `"…"` and `U&"…"`. */
  | 'quoted'
  /** `'…'`, `E'…'`, `U&'…'`, `B'…'`, `X'…'`. */
  | 'string'
  /** `$$…$$`, `$tag$…$tag$`. */
  | 'dollar'
  | 'number'
  /** `$1`. */
  | 'parameter'
  /** One of `( ) [ ] , ; . :`. */
  | 'punctuation'
  | 'operator'
  /** A quote or comment that never closes, up to where `recover.ts` picks the text up again; `tokenize` has none. */
  | 'broken';

/**
 * Tokens of one text in written order, as parallel arrays: a five-megabyte file has a million of them. Comments stand apart.
 * The lexer follows PostgreSQL's `scan.l` as far as splitting and locating need it.
 */
export interface Tokens {
  readonly text: string;
  readonly kinds: readonly TokenKind[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly comments: readonly SqlComment[];
  /** Where a quote, dollar quote or comment opens that never closes. */
  readonly unterminated: number | null;
  /** How deep comments nest at most. */
  readonly commentDepth: number;
}

const PUNCTUATION = '()[],;.:';

/** Reads `text` from `start` to `end`; offsets are those of the whole text. A byte order mark in front is a blank. */
export function tokenize(text: string, start = 0, end = text.length): Tokens {
  const kinds: TokenKind[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const comments: SqlComment[] = [];
  let unterminated: number | null = null;
  let commentDepth = 0;
  let at = start;

  const push = (kind: TokenKind, to: number): void => {
    kinds.push(kind);
    starts.push(at);
    ends.push(to);
    at = to;
  };
  /** `close` is the end of a delimited token, or -1 where it never ends: then it takes the rest. */
  const pushDelimited = (kind: TokenKind, close: number): void => {
    if (close < 0) unterminated ??= at;
    push(kind, close < 0 ? end : close);
  };

  while (at < end) {
    const code = text.charCodeAt(at);
    if (isBlank(code) || (code === BYTE_ORDER_MARK && at === 0)) {
      at++;
    } else if (isWordStart(code)) {
      const quote = prefixedQuote(text, at, end);
      if (quote === null) push('word', wordEnd(text, at + 1, end));
      else if (text.charCodeAt(quote.at) === DOUBLE_QUOTE) pushDelimited('quoted', quoteEnd(text, quote.at, end, false));
      else pushDelimited('string', quoteEnd(text, quote.at, end, quote.escapes));
    } else if (code === DOUBLE_QUOTE) {
      pushDelimited('quoted', quoteEnd(text, at, end, false));
    } else if (code === SINGLE_QUOTE) {
      pushDelimited('string', quoteEnd(text, at, end, false));
    } else if (code === DASH && text.charCodeAt(at + 1) === DASH && at + 1 < end) {
      const to = lineEnd(text, at, end);
      comments.push({ span: { start: at, end: to }, text: text.slice(at + 2, to).trim() });
      at = to;
    } else if (code === SLASH && text.charCodeAt(at + 1) === STAR && at + 1 < end) {
      const block = blockCommentEnd(text, at, end);
      commentDepth = Math.max(commentDepth, block.depth);
      if (block.end < 0) unterminated ??= at;
      const to = block.end < 0 ? end : block.end;
      comments.push({ span: { start: at, end: to }, text: text.slice(at + 2, block.end < 0 ? to : to - 2).trim() });
      at = to;
    } else if (code === DOLLAR) {
      const tag = dollarTagEnd(text, at, end);
      if (tag > 0) pushDelimited('dollar', dollarEnd(text, at, tag, end));
      else push(isDigit(text.charCodeAt(at + 1)) ? 'parameter' : 'operator', digitsEnd(text, at + 1, end));
    } else if (isDigit(code) || (code === DOT && isDigit(text.charCodeAt(at + 1)))) {
      push('number', numberEnd(text, at, end));
    } else if (PUNCTUATION.includes(text.charAt(at))) {
      push('punctuation', at + 1);
    } else {
      push('operator', operatorEnd(text, at, end));
    }
  }
  return { text, kinds, starts, ends, comments, unterminated, commentDepth };
}
