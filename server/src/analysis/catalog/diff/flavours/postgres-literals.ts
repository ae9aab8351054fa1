/** The value of a text that is one string literal and nothing else: `'it''s'`; null for any other text. */
export function stringLiteral(text: string): string | null {
  return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : null;
}

const element = /\s*(?:E?'((?:[^']|'')*)'|([+-]?[\w.]+))\s*(?:::[^,\]]*)?([,\]])/iy;

/**
 * The elements of an array that is written out, `ARRAY['a', 'b']::text[]` or `'{a,b}'`, in whatever casts; null where an element
 * is no literal.
 */
export function listLiteral(text: string): readonly string[] | null {
  const bare = text.replace(/^[\s(]+/, '');
  const array = /^array\s*\[/i.exec(bare);
  if (array !== null) return arrayElements(bare, array[0].length);
  const literal = /^'((?:[^']|'')*)'/.exec(bare);
  if (literal === null || !isCasts(bare.slice(literal[0].length))) return null;
  return bracedElements((literal[1] ?? '').replaceAll("''", "'"));
}

function arrayElements(text: string, start: number): readonly string[] | null {
  const values: string[] = [];
  const empty = /\s*\]/y;
  empty.lastIndex = start;
  if (empty.test(text)) return isCasts(text.slice(empty.lastIndex)) ? values : null;
  element.lastIndex = start;
  for (;;) {
    const found = element.exec(text);
    if (found === null) return null;
    values.push(found[1]?.replaceAll("''", "'") ?? found[2] ?? '');
    if (found[3] !== ']') continue;
    return isCasts(text.slice(found.index + found[0].length)) ? values : null;
  }
}

/** `{a,"b c"}`: one dimension only. */
function bracedElements(text: string): readonly string[] | null {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (inner === undefined || /[{}]/.test(inner.replace(/"(?:[^"\\]|\\.)*"/g, ''))) return null;
  if (inner.trim() === '') return [];
  return [...inner.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)/gy)]
    .filter((found, place) => found[0] !== '' || place === 0)
    .map((found) => found[1]?.replace(/\\(.)/g, '$1') ?? (found[2] ?? '').trim());
}

/** Nothing but closing parentheses and casts: `)::text[]`. */
function isCasts(text: string): boolean {
  const [first = '', ...types] = text.split('::');
  return /^[\s)]*$/.test(first) && types.every((type) => /^[^:']+$/.test(type));
}
