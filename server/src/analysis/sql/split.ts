import type { Span } from '../text/span';

/** What a provider's texts are made of, as far as a statement's end depends on it. */
export type SplitDialect = 'mysql' | 'sqlite';

/**
 * Where each statement of a text stands: from its first word to its last, without the semicolon. Semicolons in quotes, in comments and in the bodies of
 * triggers and routines end nothing. For providers whose grammar is not read; never fails.
 */
export function splitStatements(text: string, dialect: SplitDialect): readonly Span[] {
  const spans: Span[] = [];
  let start: number | null = null;
  let end = 0;
  let words: string[] = [];
  let depth = 0;
  const close = (): void => {
    if (start !== null) spans.push({ start, end });
    start = null;
    words = [];
    depth = 0;
  };
  for (const { kind, from, to } of tokens(text, dialect)) {
    if (kind === 'comment') continue;
    if (kind === 'semicolon' && depth === 0) {
      close();
      continue;
    }
    start ??= from;
    end = to;
    if (kind !== 'word') continue;
    const word = text.slice(from, to).toLowerCase();
    const hasBody = isRoutine(words);
    if (words.length < 12) words = [...words, word];
    if (!hasBody) continue;
    if (word === 'begin' || word === 'case') depth++;
    // "END IF", "END LOOP" close what did not count when it was opened.
    else if (word === 'end' && depth > 0 && !/^\s+(if|loop|while|repeat)\b/i.test(text.slice(to, to + 24))) depth--;
  }
  close();
  return spans;
}

/** `CREATE … TRIGGER|PROCEDURE|FUNCTION|EVENT`: what may have a body with statements of its own. */
function isRoutine([first, ...rest]: readonly string[]): boolean {
  return first === 'create' && rest.slice(0, 8).some((word) => ['trigger', 'procedure', 'function', 'event'].includes(word));
}

interface Token {
  readonly kind: 'word' | 'quoted' | 'comment' | 'semicolon' | 'other';
  readonly from: number;
  readonly to: number;
}

/**
 * An escape in a string counts in MySQL alone, and `#` begins a comment there; `[name]` is a name in SQLite. A comment of the form that MySQL executes
 * is part of a statement.
 * Sources: https://dev.mysql.com/doc/refman/8.4/en/lexical-structure.html, https://www.sqlite.org/lang_keywords.html
 */
const patterns: Readonly<Record<SplitDialect, RegExp>> = {
  mysql:
    /(?<executed>\/\*!)|(?<comment>--(?=\s|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<quoted>'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|"(?:[^"\\]|\\[\s\S]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$))|(?<word>[A-Za-z_][\w$]*)|(?<semicolon>;)|(?<other>\S)/gy,
  sqlite:
    /(?<executed>(?!))|(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<quoted>'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$))|(?<word>[A-Za-z_][\w$]*)|(?<semicolon>;)|(?<other>\S)/gy,
};

function* tokens(text: string, dialect: SplitDialect): Generator<Token> {
  const pattern = new RegExp(patterns[dialect]);
  const blank = /\s*/y;
  for (let at = 0; at < text.length; ) {
    blank.lastIndex = at;
    at += blank.exec(text)?.[0].length ?? 0;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return;
    const to = at + match[0].length;
    yield { kind: kindOf(match.groups ?? {}), from: at, to };
    at = to;
  }
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Token['kind'] {
  for (const kind of ['comment', 'quoted', 'word', 'semicolon'] as const) if (groups[kind] !== undefined) return kind;
  return 'other';
}
