import type { StoredIndexKey } from './catalog';

/** PostgreSQL keeps 63 bytes of a name (NAMEDATALEN − 1). */
export const maximumNameBytes = 63;

/**
 * `makeObjectName` of the server (src/backend/commands/indexcmds.c): `first_second_label`, where the longer of the two names
 * loses bytes until all fits, and a character is never cut in half.
 */
export function objectName(first: string, second: string | null, label: string | null): string {
  const overhead = (second === null ? 0 : 1) + (label === null ? 0 : byteLength(label) + 1);
  const available = maximumNameBytes - overhead;
  let firstBytes = byteLength(first);
  let secondBytes = second === null ? 0 : byteLength(second);
  while (firstBytes + secondBytes > available) {
    if (firstBytes > secondBytes) firstBytes--;
    else secondBytes--;
  }
  const parts = [clip(first, firstBytes)];
  if (second !== null) parts.push(clip(second, secondBytes));
  if (label !== null) parts.push(label);
  return parts.join('_');
}

/** The first name that is free: `t_a_idx`, then `t_a_idx1`, `t_a_idx2`, … */
export function freeName(first: string, second: string | null, label: string, isTaken: (name: string) => boolean): string {
  let name = objectName(first, second, label);
  for (let pass = 1; isTaken(name); pass++) name = objectName(first, second, `${label}${pass}`);
  return name;
}

/** Column names joined as the server does for an index or a foreign key: it stops once they are longer than a name. */
export function joinedColumns(columns: readonly string[]): string {
  let joined = '';
  for (const column of columns) {
    joined = joined === '' ? column : `${joined}_${column}`;
    if (byteLength(joined) > maximumNameBytes) break;
  }
  return joined;
}

/**
 * The names of an index's columns (`ChooseIndexColumnNames`): a column's own, a function's for a call, otherwise `expr`; the
 * second of the same name gets a number.
 */
export function indexColumnNames(keys: readonly StoredIndexKey[], include: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const base of [...keys.map(keyName), ...include]) {
    let name = base;
    for (let pass = 1; names.includes(name); pass++) name = `${clip(base, maximumNameBytes - String(pass).length)}${pass}`;
    names.push(name);
  }
  return names;
}

function keyName(key: StoredIndexKey): string {
  return key.type === 'column' ? key.column : expressionName(key.expression.text);
}

const identifier = String.raw`("[^"]+"|[A-Za-z_]\w*)`;
const column = new RegExp(`^${identifier}$`);
const call = new RegExp(String.raw`^(?:(?:"[^"]+"|\w+)\.)?${identifier}\s*\(`);
const cast = /\s*::\s*(?:"[^"]+"|[\w. ])+(?:\([\d, ]*\))?(?:\[\])*$/;

/** `FigureIndexColname`, as far as the text shows it: a call that spans the whole expression, or a cast of a column or a call. */
function expressionName(text: string): string {
  const inner = withoutOuterParentheses(text.trim());
  const uncast = withoutOuterParentheses(inner.replace(cast, ''));
  const called = call.exec(uncast)?.[1];
  if (called !== undefined && closingParenthesis(uncast, uncast.indexOf('(')) === uncast.length - 1) return unquoted(called);
  const name = column.exec(uncast)?.[1];
  return name === undefined ? 'expr' : unquoted(name);
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name.toLowerCase();
}

function withoutOuterParentheses(text: string): string {
  let inner = text;
  while (inner.startsWith('(') && closingParenthesis(inner, 0) === inner.length - 1) inner = inner.slice(1, -1).trim();
  return inner;
}

/** Where the parenthesis that opens at `start` closes, strings and quoted names passed over; −1 when it does not. */
function closingParenthesis(text: string, start: number): number {
  let depth = 0;
  let quote: string | null = null;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at;
  }
  return -1;
}

const encoder = new TextEncoder();
const isAscii = /^[ -~]*$/;

export function byteLength(text: string): number {
  return isAscii.test(text) ? text.length : encoder.encode(text).length;
}

/** The longest prefix of whole characters within so many bytes of UTF-8. */
export function clip(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  let used = 0;
  let clipped = '';
  for (const character of text) {
    used += byteLength(character);
    if (used > bytes) break;
    clipped += character;
  }
  return clipped;
}
