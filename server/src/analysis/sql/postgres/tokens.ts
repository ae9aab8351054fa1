import type { SqlComment } from '../statement';

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

const BYTE_ORDER_MARK = 0xfeff;
const SINGLE_QUOTE = 39;
const DOUBLE_QUOTE = 34;
const BACKSLASH = 92;
const DOLLAR = 36;
const DASH = 45;
const SLASH = 47;
const STAR = 42;
const DOT = 46;
const PUNCTUATION = '()[],;.:';
const OPERATOR = /[-+*/<>=~!@#%^&|`?]/;

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

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters, underscore and everything outside ASCII. */
function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

function wordEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (!(isWordStart(code) || isDigit(code) || code === DOLLAR)) break;
    at++;
  }
  return at;
}

/** The quote of `E'`, `B'`, `X'`, `N'`, `U&'` and `U&"`, if one of them stands here. */
function prefixedQuote(text: string, at: number, end: number): { readonly at: number; readonly escapes: boolean } | null {
  const letter = text.charCodeAt(at) | 32;
  const next = text.charCodeAt(at + 1);
  if (next === SINGLE_QUOTE && at + 1 < end && 'ebxn'.includes(String.fromCharCode(letter))) return { at: at + 1, escapes: letter === 101 };
  if (letter !== 117 || next !== 38 || at + 2 >= end) return null;
  const quote = text.charCodeAt(at + 2);
  return quote === SINGLE_QUOTE || quote === DOUBLE_QUOTE ? { at: at + 2, escapes: false } : null;
}

/** Behind the closing quote, or -1. A doubled quote belongs to the content, and with `escapes` so does one behind a backslash. */
function quoteEnd(text: string, open: number, end: number, escapes: boolean): number {
  const quote = text.charCodeAt(open);
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (escapes && code === BACKSLASH) at++;
    else if (code === quote) {
      if (text.charCodeAt(at + 1) !== quote || at + 1 >= end) return at + 1;
      at++;
    }
  }
  return -1;
}

function lineEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}

/** Block comments nest, as the standard asks. `end` is -1 where one stays open. */
function blockCommentEnd(text: string, open: number, end: number): { readonly end: number; readonly depth: number } {
  let depth = 1;
  let deepest = 1;
  for (let at = open + 2; at + 1 < end; at++) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code === SLASH && next === STAR) {
      depth++;
      deepest = Math.max(deepest, depth);
      at++;
    } else if (code === STAR && next === SLASH) {
      depth--;
      at++;
      if (depth === 0) return { end: at + 1, depth: deepest };
    }
  }
  return { end: -1, depth: deepest };
}

/** Behind the second `$` of an opening `$tag$`, or -1. */
function dollarTagEnd(text: string, open: number, end: number): number {
  let at = open + 1;
  if (isWordStart(text.charCodeAt(at))) {
    while (at < end && (isWordStart(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)))) at++;
  }
  return at < end && text.charCodeAt(at) === DOLLAR ? at + 1 : -1;
}

function dollarEnd(text: string, open: number, bodyStart: number, end: number): number {
  const tag = text.slice(open, bodyStart);
  const close = text.indexOf(tag, bodyStart);
  return close < 0 || close + tag.length > end ? -1 : close + tag.length;
}

function digitsEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** Integers, decimals, exponents, `0x1F` and `1_000`; a sign of an exponent belongs to it. */
function numberEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    const isExponentSign = (code === DASH || code === 43) && (text.charCodeAt(at - 1) | 32) === 101 && isDigit(text.charCodeAt(at + 1));
    const isRange = code === DOT && text.charCodeAt(at + 1) === DOT;
    if (isRange || !(isDigit(code) || isWordStart(code) || code === DOT || isExponentSign)) break;
    at++;
  }
  return at;
}

/** One operator, which ends before a comment; any other character stands for itself. */
function operatorEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && OPERATOR.test(text.charAt(at))) {
    const next = text.charCodeAt(at + 1);
    const code = text.charCodeAt(at);
    if (at > from && ((code === DASH && next === DASH) || (code === SLASH && next === STAR))) break;
    at++;
  }
  return Math.max(at, from + 1);
}
