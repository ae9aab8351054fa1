import type { Node } from '@pgsql/types';
import { byteMapOf } from '../../text/byte-map';
import { parse } from './grammar';
import type { Source } from './source';
import type { Tokens } from './tokens';

/** A part of a text that was parsed alone. */
export type ParsedSlice =
  | { readonly ok: true; readonly nodes: readonly Node[] /** To offsets of the whole text. */; readonly offsetOf: Source['offsetOf'] }
  | { readonly ok: false; readonly message: string /** Offset in the whole text. */; readonly offset: number };

/** The server quotes the token in question, which may be megabytes long. */
const MAXIMUM_MESSAGE = 200;

/** Parses a slice that begins at `start` of the whole text. */
export function parseSlice(slice: string, start: number): ParsedSlice {
  const sql = readable(slice);
  const parsed = parse(sql);
  const map = byteMapOf(sql);
  if (!parsed.ok)
    return { ok: false, message: parsed.message.slice(0, MAXIMUM_MESSAGE), offset: start + map.fromCodePoint(parsed.codePoint) };
  const nodes = (parsed.tree.stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
  return { ok: true, nodes, offsetOf: (location) => start + map.fromByte(Math.max(location ?? 0, 0)) };
}

const BYTE_ORDER_MARK = '\ufeff';

/**
 * The text as the grammar takes it, of the same length: a byte order mark in front is a blank, and a NUL, which would end the
 * text for C, a character that no token begins with.
 */
function readable(text: string): string {
  const marked = text.startsWith(BYTE_ORDER_MARK) ? ` ${text.slice(1)}` : text;
  return marked.includes('\0') ? marked.replaceAll('\0', '\x01') : marked;
}

/** Comments nested deeper than this are kept from the server's lexer, which takes quadratic time for them. */
const MAXIMUM_COMMENT_DEPTH = 20;

/** The text to parse, with the offsets of the original. */
export function grammarText(tokens: Tokens): string {
  if (tokens.commentDepth <= MAXIMUM_COMMENT_DEPTH) return tokens.text;
  let text = '';
  let at = 0;
  for (const { span } of tokens.comments) {
    text += tokens.text.slice(at, span.start) + ' '.repeat(span.end - span.start);
    at = span.end;
  }
  return text + tokens.text.slice(at);
}
