import { spanOf } from '../text/span';
import { isCommentSign, isDigit, letterOrDigitAt, pathEnd, stringEnd, trimmedEnd } from './characters';
import { atEnd, type Line, peek, problem, readWord, skipSpace } from './line';
import type { Argument, Value, Word } from './schema';
import { unescaped } from './string-literal';

const quote = 0x22;
const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const comma = 0x2c;
const minus = 0x2d;
const dot = 0x2e;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Deeper than anything that means something, and shallow enough for every stack. */
const deepest = 50;

/** Reads `(…)` at the place: the arguments of an attribute or a call. */
export function readArguments(line: Line, depth = 0): readonly Argument[] {
  return readSequence(line, closeParenthesis, () => readArgument(line, depth));
}

/** Reads the value at the place, which must be in a list, an argument or a setting. What is no value is `invalid`, and a problem. */
export function readValue(line: Line, depth = 0): Value {
  skipSpace(line);
  const start = line.at;
  const value = readSimpleValue(line, depth);
  const unread = line.at;
  skipSpace(line);
  if (atDelimiter(line)) {
    if (value !== null) return value;
    const span = spanOf(start, unread);
    problem(line, start === unread ? 'A value is missing here.' : 'This is no value.', span);
    return { type: 'invalid', span };
  }
  const garbage = line.at;
  skipToDelimiter(line);
  line.at = trimmedEnd(line.text, garbage, line.at);
  problem(line, 'This is no value.', spanOf(garbage, line.at));
  return { type: 'invalid', span: spanOf(start, line.at) };
}

function readSimpleValue(line: Line, depth: number): Value | null {
  const { text, at: start } = line;
  const code = peek(line);
  if (code === quote) return readString(line);
  if (code === openBracket || code === openBrace) {
    if (depth >= deepest) return giveUp(line);
    if (code === openBracket) {
      const items = readSequence(line, closeBracket, () => readValue(line, depth + 1));
      return { type: 'list', items, span: spanOf(start, line.at) };
    }
    const entries = readSequence(line, closeBrace, () => readEntry(line, depth));
    return { type: 'object', entries: entries.filter((entry) => entry !== null), span: spanOf(start, line.at) };
  }
  const end = numberEnd(line);
  if (end > start && !isWordAt(line, end)) {
    line.at = end;
    return { type: 'number', text: text.slice(start, end), span: spanOf(start, end) };
  }
  line.at = pathEnd(text, start, line.end);
  if (line.at === start) return null;
  const word: Word = { text: text.slice(start, line.at), span: spanOf(start, line.at) };
  skipSpace(line);
  if (peek(line) === openParenthesis) {
    if (depth >= deepest) return giveUp(line);
    const read = readArguments(line, depth + 1);
    return { type: 'call', name: word.text, arguments: read, span: spanOf(start, line.at) };
  }
  line.at = word.span.end;
  // Only a call's name may begin with a digit.
  if (isDigit(text.charCodeAt(start))) return null;
  return { type: 'word', text: word.text, span: word.span };
}

function isWordAt({ text, end }: Line, at: number): boolean {
  if (at >= end) return false;
  const code = text.charCodeAt(at);
  return code === dot || code === minus || code === 0x5f || letterOrDigitAt(text, at) > 0;
}

/** Reads `(`, `[` or `{` at the place and all up to its counterpart, or as far as the line has it. */
function readSequence<Item>(line: Line, close: number, readItem: () => Item): readonly Item[] {
  const items: Item[] = [];
  line.at++;
  skipSpace(line);
  let open = peek(line) !== close;
  while (open && !atEnd(line)) {
    items.push(readItem());
    skipSpace(line);
    open = peek(line) !== close;
    if (!open || peek(line) !== comma) break;
    line.at++;
    skipSpace(line);
    open = peek(line) !== close;
    if (!open) problem(line, 'A value is missing here.');
  }
  if (open) problem(line, `\`${String.fromCharCode(close)}\` is missing here.`);
  else line.at++;
  return items;
}

function readArgument(line: Line, depth: number): Argument {
  const start = line.at;
  const name = readName(line);
  const value = readValue(line, depth);
  return { name: name?.text ?? null, value, span: spanOf(start, Math.max(value.span.end, name === null ? start : name.span.end + 1)) };
}

function readEntry(line: Line, depth: number): { readonly name: Word; readonly value: Value } | null {
  const name = readName(line);
  if (name === null) problem(line, 'A name with a colon is missing here.');
  const value = readValue(line, depth + 1);
  return name === null ? null : { name, value };
}

/** `map:` at the place; without a colon nothing is read. */
function readName(line: Line): Word | null {
  const start = line.at;
  const name = readWord(line);
  if (name !== null) {
    skipSpace(line);
    if (peek(line) === colon) {
      line.at++;
      return name;
    }
  }
  line.at = start;
  return null;
}

export function readString(line: Line): Value {
  const { text, at: start } = line;
  line.at = stringEnd(text, start, line.end);
  const span = spanOf(start, line.at);
  if (line.at - start < 2 || !isClosed(text, start, line.at)) {
    problem(line, 'This string has no end.', span);
    return { type: 'invalid', span };
  }
  const { value, valid } = unescaped(text.slice(start + 1, line.at - 1));
  if (!valid) problem(line, 'This string has an escape that Prisma does not know.', span);
  return { type: 'string', value, span };
}

/** Whether the last character is the closing quote, and no escaped one. */
function isClosed(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(end - 1) !== quote) return false;
  let backslashes = 0;
  while (end - 2 - backslashes > start && text.charCodeAt(end - 2 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 0;
}

function numberEnd(line: Line): number {
  const { text, at: start, end } = line;
  const digits = (from: number) => {
    let at = from;
    while (at < end && isDigit(text.charCodeAt(at))) at++;
    return at;
  };
  const whole = start + (peek(line) === minus ? 1 : 0);
  const at = digits(whole);
  if (at === whole) return start;
  const fraction = text.charCodeAt(at) === dot ? digits(at + 1) : at + 1;
  return fraction > at + 1 ? fraction : at;
}

function giveUp(line: Line): Value {
  const span = spanOf(line.at, line.end);
  problem(line, 'This is nested too deeply.', span);
  line.at = line.end;
  return { type: 'invalid', span };
}

function atDelimiter(line: Line): boolean {
  return isDelimiter(peek(line)) || atEnd(line);
}

function isDelimiter(code: number): boolean {
  return code === comma || code === closeParenthesis || code === closeBracket || code === closeBrace;
}

function skipToDelimiter(line: Line): void {
  while (line.at < line.end && !isDelimiter(peek(line)) && !isCommentSign(line.text, line.at)) {
    line.at = peek(line) === quote ? stringEnd(line.text, line.at, line.end) : line.at + 1;
  }
}
