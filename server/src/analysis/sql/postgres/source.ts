import type { Node, RangeVar } from '@pgsql/types';
import type { Identifier, Name } from '../../operation/name';
import type { Operation } from '../../operation/operation';
import type { Span } from '../../text/span';
import { isWord, type TokenRange } from './split';
import type { Tokens } from './tokens';

/** One statement while it is being read: its tree says what, its tokens say where. */
export interface Source {
  /** Tokens of the whole text that spans refer to. */
  readonly tokens: Tokens;
  /** Those of this statement. */
  readonly range: TokenRange;
  readonly span: Span;
  /** Inside a DO block: it may run or not. */
  readonly conditional: boolean;
  /** The offset of a location in the tree; the tree leaves out 0. */
  readonly offsetOf: (location: number | undefined) => number;
}

/** Reads a statement inside another one: in a DO block, in CREATE SCHEMA. */
export type ReadStatement = (source: Source, node: Node) => readonly Operation[];

/** What every operation carries; without a span, the whole statement's. */
export function base(source: Source, span: Span = source.span): { readonly span: Span; readonly conditional: boolean } {
  return { span, conditional: source.conditional };
}

/** Index of the token that starts at or before a location, within the statement. */
export function tokenAt(source: Source, location: number | undefined): number {
  const offset = source.offsetOf(location);
  let low = source.range.first;
  let high = source.range.last - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.tokens.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** From the first token to the one before `last`; an empty range is the place where it would stand. */
export function spanOfTokens(source: Source, first: number, last: number): Span {
  const start = source.tokens.starts[first] ?? source.span.end;
  return { start, end: Math.max(start, source.tokens.ends[last - 1] ?? start) };
}

export function textOf(source: Source, span: Span): string {
  return source.tokens.text.slice(span.start, span.end);
}

/** Whether a punctuation mark stands there. */
export function isSign(source: Source, index: number, sign: string): boolean {
  return signAt(source, index) === sign;
}

/** The punctuation mark that stands there; null for any other token. */
function signAt({ tokens }: Source, index: number): string | null {
  return tokens.kinds[index] === 'punctuation' ? tokens.text.charAt(tokens.starts[index] ?? 0) : null;
}

function opens(sign: string | null): boolean {
  return sign === '(' || sign === '[';
}

function closes(sign: string | null): boolean {
  return sign === ')' || sign === ']';
}

/** Behind a name of dotted identifiers that begins at this token. */
export function endOfName(source: Source, first: number): number {
  let at = first + 1;
  while (isSign(source, at, '.') && at + 1 < source.range.last) at += 2;
  return at;
}

/** The relation that a node names, where its location says. */
export function relationName(source: Source, relation: RangeVar): Name {
  const first = tokenAt(source, relation.location);
  return {
    schema: relation.schemaname ?? null,
    name: relation.relname ?? '',
    span: spanOfTokens(source, first, endOfName(source, first)),
  };
}

/** A name that the tree holds as strings: `schema.name`, or the name alone. */
export function nameOf(parts: readonly string[], span: Span): Name {
  return { schema: parts.length > 1 ? (parts[parts.length - 2] ?? null) : null, name: parts[parts.length - 1] ?? '', span };
}

/** The strings of a list node, as names are kept: `[{ String }, { String }]`. */
export function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return nodes === undefined ? [] : nodes.filter(isString).map((node) => node.String.sval ?? '');
}

function isString(node: Node): node is Extract<Node, { readonly String: unknown }> {
  return 'String' in node;
}

/** Index of the parenthesis that closes the one at `open`; the end of the statement where it is missing. */
export function closingParenthesis(source: Source, open: number): number {
  let depth = 0;
  for (let at = open; at < source.range.last; at++) {
    const sign = signAt(source, at);
    if (opens(sign)) depth++;
    else if (closes(sign)) {
      depth--;
      if (depth === 0) return at;
    }
  }
  return source.range.last;
}

/** Where a clause ends that begins at `first`: at a comma or a closing parenthesis that is not its own, or at `last`. */
export function endOfClause(source: Source, first: number, last: number = source.range.last): number {
  let depth = 0;
  for (let at = first; at < last; at++) {
    const sign = signAt(source, at);
    if (sign === null) continue;
    if (opens(sign)) depth++;
    else if (closes(sign)) {
      if (depth === 0) return at;
      depth--;
    } else if (depth === 0 && sign === ',') return at;
  }
  return last;
}

/** The parts between commas, outside parentheses, of the tokens from `first` to before `last`. */
export function splitAtCommas(source: Source, first: number, last: number): readonly TokenRange[] {
  const parts: TokenRange[] = [];
  let from = first;
  while (from < last) {
    const to = endOfClause(source, from, last);
    parts.push({ first: from, last: to });
    from = to + 1;
  }
  return parts;
}

/** The first unquoted word of that text outside parentheses, or -1. */
export function findWord(source: Source, word: string, first: number, last: number = source.range.last): number {
  let depth = 0;
  for (let at = first; at < last; at++) {
    const sign = signAt(source, at);
    if (opens(sign)) depth++;
    else if (closes(sign)) depth--;
    else if (depth === 0 && isWord(source.tokens, at, word)) return at;
  }
  return -1;
}

/** Behind the first such word, where the clause that it opens begins; `first` where it is missing. */
export function behindWord(source: Source, word: string, first: number, last: number = source.range.last): number {
  const at = findWord(source, word, first, last);
  return at < 0 ? first : at + 1;
}

/** The first opening parenthesis in a range, or -1. */
export function findParenthesis(source: Source, first: number, last: number = source.range.last): number {
  for (let at = first; at < last; at++) if (isSign(source, at, '(')) return at;
  return -1;
}

/** Identifiers of a parenthesised list, `texts` as the tree has them, each at the first token of its part. */
export function identifiersIn(source: Source, open: number, texts: readonly string[]): readonly Identifier[] {
  if (texts.length === 0) return [];
  const parts = open < 0 ? [] : splitAtCommas(source, open + 1, closingParenthesis(source, open));
  return texts.map((text, index) => {
    const part = parts[index];
    return { text, span: part === undefined ? source.span : spanOfTokens(source, part.first, part.first + 1) };
  });
}
