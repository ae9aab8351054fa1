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

const datasource = /^([ \t]*datasource[ \t]+\w+[ \t]*\{)([^}]*)/gm;
const generator = /^([ \t]*generator[ \t]+\w+[ \t]*\{)([^}]*)/gm;
const connection = /^[ \t]*(?:url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm;
const previewFeatures = /^([ \t]*previewFeatures[ \t]*=[ \t]*)(\[[^\]]*\])/gm;

/**
 * A schema as the engine of Prisma 7 reads it: connection strings, which belong to `prisma.config.ts` there, and preview features
 * that it does not know become spaces. Every offset and line stays what it was.
 * Source: https://www.prisma.io/docs/orm/more/upgrade-guides/upgrading-versions/upgrading-to-prisma-7
 */
export function readableSchema(text: string): string {
  return text
    .replace(datasource, (_, head: string, body: string) => head + body.replace(connection, blank))
    .replace(
      generator,
      (_, head: string, body: string) => head + body.replace(previewFeatures, (_, key: string, list: string) => key + known(list)),
    );
}

/** The features that the engine knows, in as many characters and lines as before. */
function known(list: string): string {
  const kept = (list.match(/"[^"]*"/g) ?? []).filter((feature) => knownFeatures.has(feature.slice(1, -1))).join();
  const lineBreaks = (list.match(/\r?\n/g) ?? []).join('');
  return `${`[${kept}]`.padEnd(list.length - lineBreaks.length)}${lineBreaks}`;
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
