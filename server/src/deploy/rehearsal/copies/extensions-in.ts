/** Names of the extensions that migrations create, each once. One that is named without being created does no harm: it is looked for in vain, or loaded. */
export function extensionsIn(texts: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const text of texts) {
    for (const [, quoted, plain] of text.replaceAll(/--[^\n]*/g, '').matchAll(createExtension))
      names.add(quoted ?? plain?.toLowerCase() ?? '');
  }
  for (const name of [...names]) for (const needed of neededBy[name] ?? []) names.add(needed);
  return [...names].sort();
}

const createExtension = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?(?:"([^"]+)"|([\w-]+))/gi;

/** Source: https://www.postgresql.org/docs/current/earthdistance.html */
const neededBy: Readonly<Record<string, readonly string[]>> = { earthdistance: ['cube'] };
