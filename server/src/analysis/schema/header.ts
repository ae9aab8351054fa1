import { spanOf } from '../text/span';
import { identifierEnd, isLineBreak, spaceEnd } from './characters';
import type { Block, Word } from './schema';

/** The first line of a declaration. Offsets count from its first character. */
export interface Header {
  /** `unknown` for any keyword but Prisma's, or none. */
  readonly kind: Block['kind'];
  readonly name: Word | null;
  /** Behind the opening brace, or behind the name if there is no brace yet. */
  readonly end: number;
  readonly opened: boolean;
  /** Prisma reads it as well. */
  readonly valid: boolean;
}

const keywords = ['model', 'view', 'type', 'enum', 'datasource', 'generator'] as const;
const firstLetters = 'mvtedg';
const openBrace = 0x7b;

/** The header that begins at an offset of a schema's text outside blocks. */
export function headerAt(text: string, start: number): Header | null {
  return knownHeader(text, start) ?? halfTypedHeader(text, start) ?? foreignHeader(text, start);
}

/**
 * Whether a declaration begins at an offset where a block might still be open: no line inside a block looks like `model User {`, or
 * like `model {` while the name is not typed yet.
 */
export function beginsDeclaration(text: string, start: number): boolean {
  return knownHeader(text, start) !== null;
}

/** `model User {`, `model {`; Prisma needs no space behind the keyword. */
function knownHeader(text: string, start: number): Header | null {
  const kind = keywordAt(text, start);
  if (kind === null) return null;
  const from = spaceEnd(text, start + kind.length, text.length);
  const to = identifierEnd(text, from, text.length);
  const brace = spaceEnd(text, to, text.length);
  if (text.charCodeAt(brace) !== openBrace) return null;
  const name = wordOf(text, start, from, to);
  return { kind, name, end: brace + 1 - start, opened: true, valid: name !== null };
}

/** `model User` and `model`, where the brace is not typed yet (inside a block that would be a field); `model Us$er {`. */
function halfTypedHeader(text: string, start: number): Header | null {
  const kind = keywordAt(text, start);
  if (kind === null || identifierEnd(text, start, text.length) !== start + kind.length) return null;
  const from = spaceEnd(text, start + kind.length, text.length);
  const to = identifierEnd(text, from, text.length);
  const rest = spaceEnd(text, to, text.length);
  if (rest === text.length || isLineBreak(text.charCodeAt(rest)) || text.startsWith('//', rest)) {
    const name = wordOf(text, start, from, to);
    return { kind, name, end: (name === null ? start + kind.length : to) - start, opened: false, valid: false };
  }
  const brace = braceInLine(text, rest);
  return brace === null ? null : { kind, name: null, end: brace + 1 - start, opened: true, valid: false };
}

/** `modle User {`, `User {`. */
function foreignHeader(text: string, start: number): Header | null {
  const first = identifierEnd(text, start, text.length);
  if (first === start) return null;
  const from = spaceEnd(text, first, text.length);
  const to = from === first ? first : identifierEnd(text, from, text.length);
  const brace = spaceEnd(text, to, text.length);
  if (text.charCodeAt(brace) !== openBrace) return null;
  const name = to === from ? wordOf(text, start, start, first) : wordOf(text, start, from, to);
  return { kind: 'unknown', name, end: brace + 1 - start, opened: true, valid: false };
}

function keywordAt(text: string, start: number): (typeof keywords)[number] | null {
  // Every line of a schema is asked this, and few begin with one of these letters.
  if (!firstLetters.includes(text.charAt(start))) return null;
  return keywords.find((keyword) => text.startsWith(keyword, start)) ?? null;
}

function wordOf(text: string, start: number, from: number, to: number): Word | null {
  return from === to ? null : { text: text.slice(from, to), span: spanOf(from - start, to - start) };
}

/** The opening brace behind what cannot be a name. */
function braceInLine(text: string, start: number): number | null {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === openBrace) return at;
    if (isLineBreak(code) || code === 0x7d || code === 0x22 || code === 0x2f) return null;
  }
  return null;
}
