// Where each kind of token ends. Offsets are those of the whole text, `end` is where reading stops.

/** Characters that begin tokens, as UTF-16 units. */
export const BYTE_ORDER_MARK = 0xfeff;
export const SINGLE_QUOTE = 39;
export const DOUBLE_QUOTE = 34;
export const DOLLAR = 36;
export const DASH = 45;
export const SLASH = 47;
export const STAR = 42;
export const DOT = 46;
const BACKSLASH = 92;
const OPERATOR = /[-+*/<>=~!@#%^&|`?]/;

/** What the server skips between tokens. */
export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters, underscore and everything outside ASCII. */
export function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

/** Behind the word whose first character stands before `from`. */
export function wordEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (!(isWordStart(code) || isDigit(code) || code === DOLLAR)) break;
    at++;
  }
  return at;
}

/** The quote of `E'`, `B'`, `X'`, `N'`, `U&'` and `U&"`, if one of them stands here. */
export function prefixedQuote(text: string, at: number, end: number): { readonly at: number; readonly escapes: boolean } | null {
  const letter = text.charCodeAt(at) | 32;
  const next = text.charCodeAt(at + 1);
  if (next === SINGLE_QUOTE && at + 1 < end && 'ebxn'.includes(String.fromCharCode(letter))) return { at: at + 1, escapes: letter === 101 };
  if (letter !== 117 || next !== 38 || at + 2 >= end) return null;
  const quote = text.charCodeAt(at + 2);
  return quote === SINGLE_QUOTE || quote === DOUBLE_QUOTE ? { at: at + 2, escapes: false } : null;
}

/** Behind the closing quote, or -1. A doubled quote belongs to the content, and with `escapes` so does one behind a backslash. */
export function quoteEnd(text: string, open: number, end: number, escapes: boolean): number {
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

/** At the end of the line, before its break. */
export function lineEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}

/** Block comments nest, as the standard asks. `end` is -1 where one stays open. */
export function blockCommentEnd(text: string, open: number, end: number): { readonly end: number; readonly depth: number } {
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
export function dollarTagEnd(text: string, open: number, end: number): number {
  let at = open + 1;
  if (isWordStart(text.charCodeAt(at))) {
    while (at < end && (isWordStart(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)))) at++;
  }
  return at < end && text.charCodeAt(at) === DOLLAR ? at + 1 : -1;
}

/** Behind the `$tag$` that closes the body, or -1. */
export function dollarEnd(text: string, open: number, bodyStart: number, end: number): number {
  const tag = text.slice(open, bodyStart);
  const close = text.indexOf(tag, bodyStart);
  return close < 0 || close + tag.length > end ? -1 : close + tag.length;
}

export function digitsEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** Integers, decimals, exponents, `0x1F` and `1_000`; a sign of an exponent belongs to it. */
export function numberEnd(text: string, from: number, end: number): number {
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
export function operatorEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && OPERATOR.test(text.charAt(at))) {
    const next = text.charCodeAt(at + 1);
    const code = text.charCodeAt(at);
    if (at > from && ((code === DASH && next === DASH) || (code === SLASH && next === STAR))) break;
    at++;
  }
  return Math.max(at, from + 1);
}
