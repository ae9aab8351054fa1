import { isWord, type TokenRange } from './split';
import type { Tokens } from './tokens';

/**
 * One thing that a PL/pgSQL body runs, or an expression that it evaluates. Only the control flow is understood here; SQL inside
 * goes through the grammar. A conditional piece stands in an IF, a CASE, a loop, behind a possible RETURN, in an exception handler, or in a block that has
 * one: it may run, or not, or fail quietly.
 */
export interface Piece {
  readonly type: 'statement' | 'perform' | 'query' | 'expression' | 'execute' | 'unreadable';
  readonly range: TokenRange;
  readonly conditional: boolean;
}

/** A walk over the tokens of a PL/pgSQL body, and what it has found. */
export interface Scan {
  readonly tokens: Tokens;
  at: number;
  readonly pieces: Piece[];
  readonly variables: Set<string>;
  mayHaveReturned: boolean;
  depth: number;
}

/** Behind the sign of `name.field[1] := value`; -1 where no assignment stands. */
export function assignedValue(scan: Scan): number {
  let at = scan.at + 1;
  let brackets = 0;
  while (at < scan.tokens.kinds.length) {
    const text = textAt(scan, at);
    if (text === '[') brackets++;
    else if (text === ']') brackets--;
    else if (brackets === 0) {
      if (text === ':' && textAt(scan, at + 1) === '=') return at + 2;
      if (text === '=') return at + 1;
      if (text !== '.' && textAt(scan, at - 1) !== '.') return -1;
    }
    at++;
  }
  return -1;
}

/** The word that ends an expression, or the end of the body; CASE in the expression has words of its own. */
export function endAt(scan: Scan, word: string): number {
  let cases = 0;
  let parentheses = 0;
  for (let at = scan.at; at < scan.tokens.kinds.length; at++) {
    const text = textAt(scan, at);
    if (cases === 0 && parentheses === 0 && isWord(scan.tokens, at, word)) return at;
    if (text === '(') parentheses++;
    else if (text === ')') parentheses--;
    else if (isWord(scan.tokens, at, 'case')) cases++;
    else if (isWord(scan.tokens, at, 'end')) cases--;
  }
  return scan.tokens.kinds.length;
}

/** At the semicolon that ends the statement, or the end of the body. */
export function semicolon(scan: Scan): number {
  let at = scan.at;
  while (at < scan.tokens.kinds.length && !isSemicolon(scan, at)) at++;
  return at;
}

/** The first such word in a range of tokens, or -1. */
export function wordBetween(scan: Scan, word: string, first: number, last: number): number {
  for (let at = first; at < last; at++) if (isWord(scan.tokens, at, word)) return at;
  return -1;
}

/** `<<label>>` */
export function skipLabel(scan: Scan): void {
  if (textAt(scan, scan.at) === '<<' && textAt(scan, scan.at + 2) === '>>') scan.at += 3;
}

/** Steps over the word if it stands here. */
export function takeWord(scan: Scan, word: string): boolean {
  if (!isWord(scan.tokens, scan.at, word)) return false;
  scan.at++;
  return true;
}

export function isSemicolon(scan: Scan, at: number): boolean {
  return scan.tokens.kinds[at] === 'punctuation' && textAt(scan, at) === ';';
}

export function isSign(scan: Scan, sign: string): boolean {
  return scan.tokens.kinds[scan.at] === 'punctuation' && textAt(scan, scan.at) === sign;
}

/** A token's text; words in lower case, quoted identifiers without their quotes. */
export function textAt(scan: Scan, at: number): string {
  const text = scan.tokens.text.slice(scan.tokens.starts[at], scan.tokens.ends[at]);
  const kind = scan.tokens.kinds[at];
  if (kind === undefined) return '';
  if (kind === 'quoted') return text.slice(1, -1).replaceAll('""', '"');
  return kind === 'word' ? text.toLowerCase() : text;
}
