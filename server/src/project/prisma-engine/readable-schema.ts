/**
 * The preview features that the engine knows. Some of them decide what it writes (`postgresqlExtensions`, `partialIndexes`); the
 * ones of older Prisma versions that are not here are part of the engine by now, or gone, and it refuses a name that it has never
 * heard of.
 */
const knownFeatures: ReadonlySet<string> = new Set([
  'fullTextSearchPostgres',
  'nativeDistinct',
  'partialIndexes',
  'postgresqlExtensions',
  'relationJoins',
  'schemaEngineDriverAdapters',
  'shardKeys',
  'strictUndefinedChecks',
  'typedSql',
  'views',
]);

const connection = /^[ \t]*(?:url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm;
const previewFeatures = /^([ \t]*previewFeatures[ \t]*=[ \t]*)(\[[^\]]*\])/gm;

/**
 * A schema as the engine of Prisma 7 reads it. Connection strings, which belong to `prisma.config.ts` there, and preview features
 * that it does not know become spaces; keys of views, which it refuses, become unique, which is the same to everything but the
 * client. No line changes its number.
 * Source: https://www.prisma.io/docs/orm/more/upgrade-guides/upgrading-versions/upgrading-to-prisma-7
 */
export function readableSchema(text: string): string {
  const withoutConnection = inBlocks(text, 'datasource', (body) => body.replace(connection, blank));
  const withKnownFeatures = inBlocks(withoutConnection, 'generator', (body) =>
    body.replace(previewFeatures, (_, key: string, list: string) => key + known(list)),
  );
  return inBlocks(withKnownFeatures, 'view', (body) => body.split('\n').map(withoutKey).join('\n'));
}

/** Changes what stands between the braces of all blocks of a kind. */
function inBlocks(text: string, keyword: 'datasource' | 'generator' | 'view', change: (body: string) => string): string {
  const block = new RegExp(`^([ \\t]*${keyword}[ \\t]+\\w+[ \\t]*\\{)([^}]*)`, 'gm');
  return text.replace(block, (_, head: string, body: string) => head + change(body));
}

/** The features that the engine knows, in as many characters and lines as before. */
function known(list: string): string {
  const kept = (list.match(/"[^"]*"/g) ?? []).filter((feature) => knownFeatures.has(feature.slice(1, -1))).join();
  const lineBreaks = (list.match(/\r?\n/g) ?? []).join('');
  return `${`[${kept}]`.padEnd(list.length - lineBreaks.length)}${lineBreaks}`;
}

function withoutKey(line: string): string {
  const key = /@unique\b/.test(line) ? '' : '@unique';
  return line
    .replace(/(?<!@)@id\b(?:\([^)]*\))?/, key)
    .replace(/@@id\b/, '@@unique')
    .replace(/@@index\b.*/, '');
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
