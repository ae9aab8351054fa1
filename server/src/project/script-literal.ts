/** A value of a JavaScript or TypeScript source as far as it can be known without running it. */
export type Literal =
  | { readonly type: 'string'; readonly value: string }
  /** `spreads`: what stands behind `...`, in order. */
  | { readonly type: 'object'; readonly entries: ReadonlyMap<string, Literal>; readonly spreads: readonly Literal[] }
  /** `process.env.NAME`. */
  | { readonly type: 'environment'; readonly name: string }
  | { readonly type: 'list'; readonly items: readonly Literal[] }
  | { readonly type: 'call'; readonly callee: string; readonly args: readonly Literal[] }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'unknown' };

const unknown: Literal = { type: 'unknown' };

type Token = { readonly kind: 'string' | 'word' | 'mark'; readonly text: string };

/**
 * Reads the default export of a module (`export default`, `module.exports =`) as data: object and array literals, strings, calls, names
 * of `const`s. Never runs it and never fails: what is computed is `unknown`.
 */
export function readDefaultExport(source: string): { readonly value: Literal; readonly constants: ReadonlyMap<string, Literal> } {
  const tokens = tokenize(source);
  const constants = new Map<string, Literal>();
  let value: Literal = unknown;
  for (let at = 0; at < tokens.length; at++) {
    const start = declarationStart(tokens, at);
    if (start === null) continue;
    const literal = readValue({ tokens, at: start.valueAt }, 0);
    if (start.name === null) value = literal;
    else constants.set(start.name, literal);
  }
  return { value, constants };
}

/** Where a declaration's value begins: `name` is null for the default export. */
function declarationStart(tokens: readonly Token[], at: number): { readonly name: string | null; readonly valueAt: number } | null {
  const text = (offset: number): string => tokens[at + offset]?.text ?? '';
  if (text(0) === 'export' && text(1) === 'default') return { name: null, valueAt: at + 2 };
  if (text(0) === 'module' && text(1) === '.' && text(2) === 'exports' && text(3) === '=') return { name: null, valueAt: at + 4 };
  if (text(0) !== 'const' || tokens[at + 1]?.kind !== 'word') return null;
  // A type annotation may stand between the name and the equals sign.
  for (let equals = at + 2; equals < Math.min(at + 12, tokens.length); equals++) {
    if (tokens[equals]?.text === '=') return { name: text(1), valueAt: equals + 1 };
    if (tokens[equals]?.text === ';') return null;
  }
  return null;
}

interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
}

/** Deeper nesting than any configuration has is not read. */
const maximumDepth = 20;

function readValue(cursor: Cursor, depth: number): Literal {
  const value = depth > maximumDepth ? unknown : readPrimary(cursor, depth);
  return skipRest(cursor) ? value : unknown;
}

function readPrimary(cursor: Cursor, depth: number): Literal {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) return unknown;
  if (token.kind === 'string') {
    cursor.at++;
    return { type: 'string', value: token.text };
  }
  if (token.text === '{') return readObject(cursor, depth);
  if (token.text === '[') return { type: 'list', items: readItems(cursor, depth, ']') };
  if (token.kind !== 'word') return unknown;
  const path = readDottedName(cursor);
  if (cursor.tokens[cursor.at]?.text === '(') return { type: 'call', callee: path, args: readItems(cursor, depth, ')') };
  const environment = /^process\.env\.(\w+)$/.exec(path)?.[1];
  return environment === undefined ? { type: 'name', name: path } : { type: 'environment', name: environment };
}

/** `a.b.c`, `a?.b` and `a['b']` as `a.b.c`. */
function readDottedName(cursor: Cursor): string {
  let path = cursor.tokens[cursor.at++]?.text ?? '';
  for (;;) {
    const text = (offset: number): string => cursor.tokens[cursor.at + offset]?.text ?? '';
    if (text(0) === '.' && cursor.tokens[cursor.at + 1]?.kind === 'word') {
      path += `.${text(1)}`;
      cursor.at += 2;
    } else if (text(0) === '?' && text(1) === '.') {
      cursor.at++;
    } else if (text(0) === '[' && cursor.tokens[cursor.at + 1]?.kind === 'string' && text(2) === ']') {
      path += `.${text(1)}`;
      cursor.at += 3;
    } else return path;
  }
}

function readObject(cursor: Cursor, depth: number): Literal {
  const entries = new Map<string, Literal>();
  const spreads: Literal[] = [];
  cursor.at++;
  while (cursor.at < cursor.tokens.length && cursor.tokens[cursor.at]?.text !== '}') {
    const key = cursor.tokens[cursor.at];
    const next = cursor.tokens[cursor.at + 1]?.text;
    if (key !== undefined && key.kind !== 'mark' && next === ':') {
      cursor.at += 2;
      entries.set(key.text, readValue(cursor, depth + 1));
    } else if (key?.text === '.' && key.kind === 'mark') {
      while (cursor.tokens[cursor.at]?.text === '.') cursor.at++;
      spreads.push(readValue(cursor, depth + 1));
    } else {
      if (key?.kind === 'word' && (next === ',' || next === '}')) entries.set(key.text, { type: 'name', name: key.text });
      skipRest(cursor);
    }
    if (cursor.tokens[cursor.at]?.text === ',') cursor.at++;
    else if (cursor.tokens[cursor.at]?.text !== '}') break;
  }
  cursor.at++;
  return { type: 'object', entries, spreads };
}

/** What stands between brackets, from the opening one to behind the closing one. */
function readItems(cursor: Cursor, depth: number, closing: ')' | ']'): readonly Literal[] {
  const items: Literal[] = [];
  cursor.at++;
  while (cursor.at < cursor.tokens.length && cursor.tokens[cursor.at]?.text !== closing) {
    items.push(readValue(cursor, depth + 1));
    if (cursor.tokens[cursor.at]?.text === ',') cursor.at++;
    else if (cursor.tokens[cursor.at]?.text !== closing) break;
  }
  cursor.at++;
  return items;
}

/**
 * Moves to the `,`, `;` or closing bracket that ends the value. False where what follows changes the value (`+ 'x'`, `? a : b`);
 * type assertions, `!` and `?? fallback` do not.
 */
function skipRest(cursor: Cursor): boolean {
  const rest: string[] = [];
  let depth = 0;
  for (; cursor.at < cursor.tokens.length; cursor.at++) {
    const { text, kind } = cursor.tokens[cursor.at] ?? { text: '', kind: 'mark' };
    if (kind === 'mark' && depth === 0 && /^[,;)}\]]$/.test(text)) break;
    if (kind === 'mark' && /^[([{]$/.test(text)) depth++;
    if (kind === 'mark' && /^[)}\]]$/.test(text)) depth--;
    if (kind === 'word' && depth === 0 && /^(export|const|module|import)$/.test(text)) break;
    rest.push(kind === 'string' ? 'string' : text);
  }
  return rest.length === 0 || /^(as|satisfies|!|\? \?|\| \|)/.test(rest.join(' '));
}

const tokenPattern =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)"|`((?:[^`\\$]|\\[\s\S]|\$(?!\{))*)`|([\w$@]+)|(\S)/g;

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [, single, double, template, word, mark] of source.matchAll(tokenPattern)) {
    const string = single ?? double ?? template;
    if (string !== undefined) tokens.push({ kind: 'string', text: unescaped(string) });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
  }
  return tokens;
}

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, character: string) => ({ n: '\n', t: '\t', r: '\r' })[character] ?? character);
}
