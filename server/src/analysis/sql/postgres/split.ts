import type { Tokens } from './tokens';

/** The tokens of one statement: indices into the token arrays, the semicolon left out. */
export interface TokenRange {
  readonly first: number;
  /** Behind the last token. */
  readonly last: number;
}

/**
 * Cuts a text at its semicolons, except those of `BEGIN ATOMIC … END` bodies and of the action list of `CREATE RULE`. Empty
 * statements are left out, as in the server's grammar. A quote that never closes ends its statement.
 */
export function splitStatements(tokens: Tokens): readonly TokenRange[] {
  const ranges: TokenRange[] = [];
  const to = tokens.kinds.length;
  let first = 0;
  let parentheses = 0;
  /** Open `BEGIN ATOMIC` bodies and the `CASE`s inside them: each ends with an `END`. */
  let blocks = 0;
  for (let at = 0; at < to; at++) {
    const kind = tokens.kinds[at];
    if (kind === 'punctuation') {
      const sign = tokens.text[tokens.starts[at] ?? 0];
      if (sign === '(') parentheses++;
      else if (sign === ')') parentheses = Math.max(parentheses - 1, 0);
      else if (sign === ';' && blocks === 0 && !(parentheses > 0 && isRule(tokens, first))) {
        if (at > first) ranges.push({ first, last: at });
        first = at + 1;
        parentheses = 0;
      }
    } else if (kind === 'broken') {
      ranges.push({ first, last: at + 1 });
      first = at + 1;
      parentheses = 0;
      blocks = 0;
    } else if (kind === 'word') {
      if (isWord(tokens, at, 'atomic') && isWord(tokens, at - 1, 'begin')) blocks++;
      else if (blocks > 0 && isWord(tokens, at, 'case')) blocks++;
      else if (blocks > 0 && isWord(tokens, at, 'end')) blocks--;
    }
  }
  if (to > first) ranges.push({ first, last: to });
  return ranges;
}

/** Whether an unquoted word stands there, in any case; `word` is in lower case. */
export function isWord(tokens: Tokens, index: number, word: string): boolean {
  const start = tokens.starts[index];
  const end = tokens.ends[index];
  if (start === undefined || end === undefined || end - start !== word.length || tokens.kinds[index] !== 'word') return false;
  for (let at = 0; at < word.length; at++) {
    if ((tokens.text.charCodeAt(start + at) | 32) !== word.charCodeAt(at)) return false;
  }
  return true;
}

/** `CREATE RULE` and `CREATE OR REPLACE RULE`. */
function isRule(tokens: Tokens, first: number): boolean {
  return isWord(tokens, first, 'create') && (isWord(tokens, first + 1, 'rule') || isWord(tokens, first + 3, 'rule'));
}
