/** What Prisma's grammar takes for white space within a line: Unicode space separators and the tab. */
export function isSpace(code: number): boolean {
  if (code === 0x20 || code === 0x09) return true;
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    // Not in the grammar, but a file may begin with one, and files are joined.
    code === 0xfeff
  );
}

export function isLineBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const letter = /^\p{L}$/u;

/** How many UTF-16 code units of an identifier's first character stand at an offset; 0 where none does. */
export function letterOrDigitAt(text: string, at: number): 0 | 1 | 2 {
  const code = text.charCodeAt(at);
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || isDigit(code)) return 1;
  if (!(code > 0x7f)) return 0;
  const point = text.codePointAt(at) ?? 0;
  if (!letter.test(String.fromCodePoint(point))) return 0;
  return point > 0xffff ? 2 : 1;
}

/** The end of the identifier that begins at an offset; the offset itself where none does. */
export function identifierEnd(text: string, start: number, end: number): number {
  let at = start + letterOrDigitAt(text, start);
  if (at === start || at > end) return start;
  while (at < end) {
    const code = text.charCodeAt(at);
    const width = code === 0x5f || code === 0x2d ? 1 : letterOrDigitAt(text, at);
    if (width === 0) break;
    at += width;
  }
  return Math.min(at, end);
}

/** The end of a path such as `db.VarChar`; it may end in a dot. */
export function pathEnd(text: string, start: number, end: number): number {
  let at = identifierEnd(text, start, end);
  if (at === start) return start;
  while (at < end && text.charCodeAt(at) === 0x2e) at = identifierEnd(text, at + 1, end);
  return at;
}

export function spaceEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Where the white space before an offset begins, not before `start`. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (isSpace(text.charCodeAt(at - 1)) || isLineBreak(text.charCodeAt(at - 1)))) at--;
  return at;
}

/** The offset of the line break that ends the line, or the text's length. */
export function lineEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isLineBreak(text.charCodeAt(at))) at++;
  return at;
}

/** Behind the string that begins at an offset with a quote: behind its closing quote, or at the line's end without one. */
export function stringEnd(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c) at++;
  }
  return end;
}

/** The first comment sign in a line that stands outside strings, or the line's end. */
export function commentStart(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = stringEnd(text, at, end) - 1;
    else if (code === 0x2f && at + 1 < end && isCommentSign(text, at)) return at;
  }
  return end;
}

/** `//` or the sign that opens a block comment. */
export function isCommentSign(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 0x2f) return false;
  const next = text.charCodeAt(at + 1);
  return next === 0x2f || next === 0x2a;
}

/** The end of what cannot be read: where a comment begins behind it, or the line's end. */
export function unreadEnd(text: string, start: number, end: number): number {
  return commentStart(text, isCommentSign(text, start) ? Math.min(start + 2, end) : start, end);
}

/** Behind the brace that closes a block in the line of its header: `enum Role { }`. Prisma wants it on a line of its own. */
export function closingBrace(text: string, start: number, end: number): number | null {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isCommentSign(text, at)) return null;
    if (code === 0x22) at = stringEnd(text, at, end) - 1;
    else if (code === 0x7b) depth++;
    else if (code === 0x7d && depth-- === 0) return at + 1;
  }
  return null;
}

/** Behind white space and line breaks. */
export function blankEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && (isSpace(text.charCodeAt(at)) || isLineBreak(text.charCodeAt(at)))) at++;
  return at;
}
