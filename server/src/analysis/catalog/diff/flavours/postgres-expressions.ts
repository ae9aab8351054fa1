const lexeme = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][\w$]*|\d+(?:\.\d+)?|::|[^\s\w]/g;

/** `interval '7 days'`, which a server stores as `'7 days'::interval`. */
const typedLiteral = /\b(?:interval|date|time(?:stamp)?(?:tz|\s+with(?:out)?\s+time\s+zone)?)\s*(?=')/gi;

/**
 * Whether two expressions differ in nothing but what a server changes when it stores one: parentheses, casts, letter case,
 * spaces. Prisma compares the text that the server gives back, which only the server knows; where this says that both are the
 * same and Prisma does not, it would repeat a `SET DEFAULT` that changes nothing.
 */
export function sameExpressionText(before: string, after: string): boolean {
  return bareText(before) === bareText(after);
}

function bareText(text: string): string {
  const words: string[] = [];
  let inCast = false;
  for (const [word] of text.replace(typedLiteral, '').matchAll(lexeme)) {
    if (word === '::') inCast = true;
    else if (word === '(' || word === ')') inCast = false;
    else if (inCast && isTypeWord(word)) continue;
    else {
      inCast = false;
      words.push(bareWord(word));
    }
  }
  return words.join(' ');
}

/** `double precision`, `timestamp with time zone`, `"Role"`, `public.citext[]`. */
function isTypeWord(word: string): boolean {
  return /^["A-Za-z_.[\]]/.test(word) && !/^(?:and|or|is|not|in|then|else|end|when|at)$/i.test(word);
}

function bareWord(word: string): string {
  if (word.startsWith("'")) return word;
  if (word.startsWith('"')) return /^"[a-z_][a-z0-9_$]*"$/.test(word) ? word.slice(1, -1) : word;
  return word.toLowerCase();
}
