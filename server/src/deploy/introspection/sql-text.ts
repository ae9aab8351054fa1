import type { StoredExpression } from '../../analysis/catalog/catalog';

/** Where quoted texts and nested parentheses of a definition end. Of SQLite and MySQL, whose grammars are not read yet. */
const quotes: ReadonlyMap<string, string> = new Map([
  ["'", "'"],
  ['"', '"'],
  ['`', '`'],
  ['[', ']'],
]);

/** The parts of a text between commas that stand in no quotes and no parentheses. */
export function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let [start, at, depth] = [0, 0, 0];
  for (; at < text.length; at++) {
    const character = text[at] ?? '';
    const close = quotes.get(character);
    if (close !== undefined) at = endOfQuoted(text, at, close);
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === '' ? parts : [...parts, last];
}

/** What stands in the first parentheses at or behind an offset; null where there are none. */
export function inParentheses(text: string, from = 0): { readonly text: string; readonly end: number } | null {
  let [start, depth] = [-1, 0];
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    const close = quotes.get(character);
    if (close !== undefined) at = endOfQuoted(text, at, close);
    else if (character === '(') {
      if (depth === 0) start = at + 1;
      depth++;
    } else if (character === ')') {
      depth--;
      if (depth === 0) return { text: text.slice(start, at).trim(), end: at + 1 };
    }
  }
  return null;
}

/** The texts in the parentheses behind each of these words. */
export function clausesBehind(text: string, word: RegExp): readonly { readonly text: string; readonly name: string | null }[] {
  const clauses: { readonly text: string; readonly name: string | null }[] = [];
  for (const match of text.matchAll(word)) {
    const found = inParentheses(text, match.index);
    if (found !== null) clauses.push({ text: found.text, name: match[1] === undefined ? null : unquoted(match[1]) });
  }
  return clauses;
}

function endOfQuoted(text: string, start: number, close: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && close === "'") at++;
    else if (text[at] === close) {
      if (text[at + 1] !== close || close === ']') return at;
      at++;
    }
  }
  return text.length;
}

export function unquoted(name: string): string {
  const match = /^(["`[])([\s\S]*)(["`\]])$/.exec(name.trim());
  return match === null ? name.trim() : (match[2] ?? '').replaceAll('""', '"').replaceAll('``', '`');
}

/** A default as a catalog has it: a constant where it is one. */
export function storedExpression(text: string): StoredExpression {
  const bare = text.trim();
  const quoted = /^'((?:[^']|'')*)'$/.exec(bare)?.[1];
  const isPlain = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(bare) || /^(?:true|false)$/i.test(bare);
  const value = quoted?.replaceAll("''", "'") ?? (isPlain ? bare.toLowerCase() : null);
  const constant = value === null ? (/^null$/i.test(bare) ? { value: null } : null) : { value };
  return { text: bare, constant, columns: [], functions: [] };
}
