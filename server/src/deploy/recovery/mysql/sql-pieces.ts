/** A pattern for a name, with or without backticks, and with or without its database. */
export const isName = '(?:`(?:[^`]|``)+`|[\\w$]+)(?:\\.(?:`(?:[^`]|``)+`|[\\w$]+))?';

/** What a written name means: the part behind its database, without backticks. */
export function name(written = ''): string {
  const last = /(?:`((?:[^`]|``)+)`|([\w$]+))\s*$/.exec(written.trim());
  return last?.[1]?.replaceAll('``', '`') ?? last?.[2] ?? '';
}

/** The names of a list, without lengths and directions. */
export function namesIn(list: string): readonly string[] {
  return clausesIn(list).map((item) => name(item.replace(/\(\d+\)/, '').replace(/\s+(ASC|DESC|CASCADE|RESTRICT)\s*$/i, '')));
}

const quotes: ReadonlySet<string> = new Set(["'", '"', '`']);

/** A list taken apart at its commas, those in brackets and quotes aside. */
export function clausesIn(text: string): readonly string[] {
  const clauses: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quotes.has(character)) at = endOfQuote(text, at);
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth === 0) {
      clauses.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...clauses, text.slice(start).trim()].filter((clause) => clause !== '');
}

/** What stands in the brackets that open at `start`; null where none do, or where they do not close. */
export function insideParentheses(text: string, start: number): string | null {
  if (text[start] !== '(') return null;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quotes.has(character)) at = endOfQuote(text, at);
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return text.slice(start + 1, at);
  }
  return null;
}

/** A quote that is doubled, or behind a backslash, does not end the text. */
function endOfQuote(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote !== '`') at++;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at;
      at++;
    }
  }
  return text.length;
}

export function withoutComments(text: string): string {
  let kept = '';
  for (let at = 0; at < text.length; at++) {
    const rest = text.slice(at, at + 2);
    if (quotes.has(text[at] ?? '')) {
      const end = endOfQuote(text, at);
      kept += text.slice(at, end + 1);
      at = end;
    } else if (rest === '/*') at = Math.max(text.indexOf('*/', at) + 1, at + 1);
    else if (rest === '--' || text[at] === '#') at = lineEnd(text, at);
    else kept += text[at];
  }
  return kept;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end - 1;
}
