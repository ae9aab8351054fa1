import { readFileSync } from 'node:fs';

/** What the CLI asks of its engine on the command line. */
export interface EngineArguments {
  /** The connection URL: Prisma 7 hands it over, Prisma 6 leaves it in the schema. Null where neither says. */
  readonly url: string | null;
  readonly version: boolean;
  /** `cli can-connect-to-database` and others; null for the protocol on standard input. */
  readonly command: string | null;
  readonly schemaFile: string | null;
}

export function readArguments(words: readonly string[], variables: NodeJS.ProcessEnv): EngineArguments {
  const files: string[] = [];
  const rest: string[] = [];
  let datasource: string | null = null;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === '--datamodels' || word === '--datamodel' || word === '-d') files.push(words[++at] ?? '');
    else if (word === '--datasource') datasource = words[++at] ?? '';
    else if (word === '--enabled-preview-features' || word === '--extension-types') at++;
    else if (word !== undefined) rest.push(word);
  }
  return {
    url: datasource === null ? urlInSchemas(files, variables) : urlOfDatasource(datasource),
    version: rest.includes('--version'),
    command: rest[0] === 'cli' ? (rest[1] ?? '') : null,
    schemaFile: files[0] ?? null,
  };
}

/** An object in JSON from Prisma 7, the URL itself from Prisma 6. */
function urlOfDatasource(text: string): string | null {
  if (!text.startsWith('{')) return text;
  const value: unknown = JSON.parse(text);
  const url = typeof value === 'object' && value !== null && 'url' in value ? value.url : null;
  return typeof url === 'string' ? url : null;
}

/** As Prisma 6: `directUrl` is what migrations take where it is there. */
function urlInSchemas(files: readonly string[], variables: NodeJS.ProcessEnv): string | null {
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const block = /^datasource\s+\w+\s*\{([^}]*)\}/m.exec(text)?.[1] ?? '';
  for (const key of ['directUrl', 'url']) {
    const [, variable, literal] = new RegExp(`^\\s*${key}\\s*=\\s*(?:env\\("([^"]+)"\\)|"([^"]*)")`, 'm').exec(block) ?? [];
    if (variable !== undefined) return variables[variable] ?? null;
    if (literal !== undefined) return literal;
  }
  return null;
}
