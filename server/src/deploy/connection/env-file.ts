/**
 * The value of a variable in the text of an env file, read as dotenv does (https://github.com/motdotla/dotenv#what-rules-does-the-parsing-engine-follow):
 * `export` is allowed, quotes are taken off, the last line wins. Null where it is not there.
 */
export function variableInEnvFile(text: string, name: string): string | null {
  let value: string | null = null;
  for (const line of text.split(/\r\n?|\n/)) {
    const match = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*)$/.exec(line);
    if (match?.[1] === name) value = unquoted(match[2] ?? '');
  }
  return value;
}

function unquoted(written: string): string {
  const text = written.trim();
  const quoted = /^(["'`])(.*?)\1\s*(?:#.*)?$/.exec(text);
  return quoted?.[2] ?? text.replace(/\s+#.*$/, '');
}
