import type { Identifier, Name } from '../../../operation/name';
import type { Span } from '../../../text/span';

/** A place in a text that is read from left to right. Whoever returns null or false has met something that this reader does not know. */
export interface Walk {
  readonly text: string;
  at: number;
}

/** Steps over these words, in capitals or small letters, with the blanks before and between them. */
export function skip(walk: Walk, words: string): boolean {
  const start = walk.at;
  skipBlanks(walk);
  if (walk.text.startsWith(words, walk.at)) walk.at += words.length;
  else if (!skipLetters(walk, words)) {
    walk.at = start;
    return false;
  }
  if (!isWordPart(walk.text.charCodeAt(walk.at))) return true;
  walk.at = start;
  return false;
}

/** The same words in another spelling: Prisma writes capitals and one blank, what formats SQL writes small letters and breaks lines. */
function skipLetters(walk: Walk, words: string): boolean {
  const { text } = walk;
  for (let index = 0; index < words.length; index++) {
    const wanted = words.charCodeAt(index);
    const code = text.charCodeAt(walk.at);
    if (wanted === 32) {
      if (!isBlank(code)) return false;
      skipBlanks(walk);
    } else if (code === wanted || (code === wanted + 32 && isCapital(wanted))) walk.at++;
    else return false;
  }
  return true;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** What may continue a word; letters outside ASCII do too. */
function isWordPart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36 || code > 127
  );
}

/** Steps over a punctuation mark, and blanks before it. */
export function skipSign(walk: Walk, sign: string): boolean {
  const start = walk.at;
  skipBlanks(walk);
  if (walk.text.startsWith(sign, walk.at)) {
    walk.at += sign.length;
    return true;
  }
  walk.at = start;
  return false;
}

/** Steps over blanks and line breaks, if there are any. */
export function skipBlanks(walk: Walk): void {
  const { text } = walk;
  let at = walk.at;
  for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9; ) code = text.charCodeAt(++at);
  walk.at = at;
}

/** Steps over what a sticky pattern matches here. */
export function skipPattern(walk: Walk, pattern: RegExp): boolean {
  pattern.lastIndex = walk.at;
  if (!pattern.test(walk.text)) return false;
  walk.at = pattern.lastIndex;
  return true;
}

/** What a sticky pattern matches here. */
export function takePattern(walk: Walk, pattern: RegExp): string | null {
  const start = walk.at;
  return skipPattern(walk, pattern) ? walk.text.slice(start, walk.at) : null;
}

/** From a place that was passed to this one. */
export function spanFrom(walk: Walk, start: number): Span {
  return { start, end: walk.at };
}

/** The server cuts names at 63 bytes, and doubled quotes stand for one: neither is read here. */
const quoted = /"[ !#-~]{1,63}"(?!")/y;

export function takeIdentifier(walk: Walk): Identifier | null {
  skipBlanks(walk);
  const start = walk.at;
  if (!skipPattern(walk, quoted)) return null;
  return { text: walk.text.slice(start + 1, walk.at - 1), span: spanFrom(walk, start) };
}

/** Without quotes and backslashes inside; the E in front, which old versions of Prisma write, changes nothing then. */
const literal = /E?'[ -&(-[\]-~]*'(?!')/y;

/** A string, as the name of a value. */
export function takeString(walk: Walk): Identifier | null {
  skipBlanks(walk);
  const start = walk.at;
  if (!skipPattern(walk, literal)) return null;
  return { text: walk.text.slice(walk.text.indexOf("'", start) + 1, walk.at - 1), span: spanFrom(walk, start) };
}

/** The schema that people write without quotes: no keyword, and the same in small letters. */
const publicSchema = /public(?=\.")/y;

function takePublic(walk: Walk): Identifier | null {
  const start = walk.at;
  const text = takePattern(walk, publicSchema);
  return text === null ? null : { text, span: spanFrom(walk, start) };
}

/** `"name"`, `"schema"."name"` or `public."name"`. */
export function takeName(walk: Walk): Name | null {
  const first = takeIdentifier(walk) ?? takePublic(walk);
  if (first === null || !skipSign(walk, '.')) return first && { schema: null, name: first.text, span: first.span };
  const second = takeIdentifier(walk);
  return second && { schema: first.text, name: second.text, span: spanFrom(walk, first.span.start) };
}

/** What stands between parentheses and commas; never empty. */
export function takeList<T>(walk: Walk, take: (walk: Walk) => T | null): readonly T[] | null {
  if (!skipSign(walk, '(')) return null;
  const items: T[] = [];
  do {
    const item = take(walk);
    if (item === null) return null;
    items.push(item);
  } while (skipSign(walk, ','));
  return skipSign(walk, ')') ? items : null;
}
