import { clipped } from '../../analysis/wording/wording';

/** Which texts are literals is a matter of the server: MySQL takes `"…"` for a text, PostgreSQL for a name. */
export type Dialect = 'postgresql' | 'mysql';

/**
 * A statement of somebody's session as it may be shown: on one line, without what stands in its literals, which may be people's data or a password,
 * and without comments. Where a literal ends may depend on a setting that is not known; then nothing behind its beginning is shown.
 */
export function withoutLiterals(sql: string, dialect: Dialect, length = 120): string {
  let shown = '';
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at, dialect);
    shown += token.shown;
    at = token.end;
  }
  return clipped(shown, length);
}

interface Token {
  readonly shown: string;
  readonly end: number;
}

const hidden = "'…'";

function tokenAt(sql: string, at: number, dialect: Dialect): Token {
  const comment = dialect === 'mysql' ? match(/--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y, sql, at) : match(/--[^\n]*/y, sql, at);
  if (comment !== null) return { shown: ' ', end: at + comment.length };
  if (dialect === 'postgresql' && sql.startsWith('/*', at)) return { shown: ' ', end: endOfNested(sql, at) };
  const text = dialect === 'mysql' ? mysqlText(sql, at) : postgresText(sql, at);
  if (text !== null) return { shown: hidden, end: text };
  const name = match(/"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)/y, sql, at);
  if (name !== null) return { shown: name, end: at + name.length };
  const number = match(/\d[\w.]*/y, sql, at);
  if (number !== null) return { shown: '…', end: at + number.length };
  const word = match(/[\p{L}_$@][\p{L}\p{N}_$]*/uy, sql, at) ?? sql.slice(at, at + 1);
  return { shown: word, end: at + word.length };
}

/** Position behind a text that begins here; null where none does. */
function mysqlText(sql: string, at: number): number | null {
  const text = match(/[BbXxNn]?(?:'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|"(?:[^"\\]|""|\\[\s\S])*(?:"|$))/y, sql, at);
  return text === null ? null : endOfCertain(sql, at, text);
}

function postgresText(sql: string, at: number): number | null {
  const escaped = match(/[Ee]'(?:[^'\\]|''|\\[\s\S])*(?:'|$)/y, sql, at);
  if (escaped !== null) return at + escaped.length;
  const dollars = match(/\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy, sql, at);
  if (dollars !== null) {
    const end = sql.indexOf(dollars, at + dollars.length);
    return end < 0 ? sql.length : end + dollars.length;
  }
  const plain = match(/(?:[BbXxNn]|[Uu]&)?'(?:[^']|'')*(?:'|$)/y, sql, at);
  return plain === null ? null : endOfCertain(sql, at, plain);
}

/** `standard_conforming_strings` and `NO_BACKSLASH_ESCAPES` decide whether a quote behind a backslash ends a text. */
function endOfCertain(sql: string, at: number, text: string): number {
  return /\\['"]/.test(text) ? sql.length : at + text.length;
}

/** PostgreSQL's comments nest. */
function endOfNested(sql: string, at: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = at;
  let depth = 0;
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

function match(pattern: RegExp, sql: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? null;
}
