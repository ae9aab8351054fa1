const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * The value of what stands between a string's quotes; escapes are those of JSON. Where one is unknown, `valid` is false and its
 * characters are left out, as Prisma does.
 * https://github.com/prisma/prisma-engines/blob/main/psl/schema-ast/src/parser/parse_expression.rs
 */
export function unescaped(content: string): { readonly value: string; readonly valid: boolean } {
  if (!content.includes('\\')) return { value: content, valid: true };
  let valid = true;
  const value = content.replace(/\\(?:u([0-9a-fA-F]{4})|(.)|$)/gsu, (_, hex: string | undefined, letter: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const character = letter === undefined ? undefined : escapes[letter];
    if (character === undefined) valid = false;
    return character ?? '';
  });
  // Half of a surrogate pair is no character.
  return { value, valid: valid && !/\p{Cs}/u.test(value) };
}
