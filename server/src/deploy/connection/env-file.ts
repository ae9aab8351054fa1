/**
 * The value of a variable in the text of an env file, read as dotenv does (https://github.com/motdotla/dotenv#what-rules-does-the-parsing-engine-follow):
 * `export` is allowed, quotes are taken off, the last line wins. Null where it is not there.
 */
export function variableInEnvFile(text: string, name: string): string | null {
  return variablesInEnvFile(text).findLast(([variable]) => variable === name)?.[1] ?? null;
}

/** All variables that a text sets, in its order. */
export function variablesInEnvFile(text: string): readonly (readonly [name: string, value: string])[] {
  return text.split(/\r\n?|\n/).flatMap((line) => {
    const match = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*)$/.exec(line);
    return match?.[1] === undefined ? [] : [[match[1], unquoted(match[2] ?? '')] as const];
  });
}

function unquoted(written: string): string {
  const text = written.trim();
  const quoted = /^(["'`])(.*?)\1\s*(?:#.*)?$/.exec(text);
  return quoted?.[2] ?? text.replace(/\s+#.*$/, '');
}
