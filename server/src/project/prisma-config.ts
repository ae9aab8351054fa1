import { join, resolve } from 'node:path';
import { evaluatedConfig, workingDirectoryOf } from './evaluate-config';
import type { ConfigPath, ExternalObjects } from './project';
import { entriesOf, isFile, readText } from './read-files';
import { type Literal, readDefaultExport } from './script-literal';

/** What `prisma.config.*` says, read without running it. Null where it is not written or is computed. */
export interface PrismaConfig {
  readonly file: string;
  /** Absolute: Prisma resolves it against the directory of the configuration. A file or a folder. */
  readonly schema: string | null;
  /** Absolute. */
  readonly migrationsPath: string | null;
  /** Name of the environment variable that holds the connection URL. */
  readonly urlVariable: string | null;
  /** What is computed of it is not known. */
  readonly external: ExternalObjects;
  /** Paths that only running it would tell. */
  readonly computed: readonly ConfigPath[];
}

const extensions = ['.js', '.ts', '.mjs', '.cjs', '.mts', '.cts'];

/**
 * Below a project's directory, best first.
 * Source: https://github.com/prisma/prisma/blob/main/packages/config/src/loadConfigFromFile.ts
 */
const candidates: readonly string[] = [
  ...extensions.map((extension) => `prisma7.config${extension}`),
  ...extensions.map((extension) => join('.config', `prisma7${extension}`)),
  ...['prisma.config', join('.config', 'prisma'), join('.config', 'prisma.config')].flatMap((name) => [
    ...extensions.map((extension) => name + extension),
    ...extensions.map((extension) => join(name, `index${extension}`)),
  ]),
];

/** What a directory must hold, or there is no configuration in it. */
const landmark = /^(prisma7?\.config|\.config$)/;

/** The configuration that Prisma would load in this directory, if there is one; with what it said when it was last run. */
export function findPrismaConfig(directory: string): PrismaConfig | null {
  if (!entriesOf(directory).some(({ name }) => landmark.test(name))) return null;
  for (const candidate of candidates) {
    const file = join(directory, candidate);
    const text = isFile(file) ? readText(file) : null;
    if (text === null) continue;
    const config = readPrismaConfig(file, text);
    const evaluated = config.computed.length > 0 ? evaluatedConfig(file, text) : null;
    return evaluated === null ? config : { ...config, ...evaluated, computed: [] };
  }
  return null;
}

/** Reads the object that the module exports, directly or through `defineConfig(…)`. */
export function readPrismaConfig(file: string, text: string): PrismaConfig {
  const { value, constants } = readDefaultExport(text);
  const follow = (literal: Literal | undefined, depth = 0): Literal => {
    if (literal === undefined || depth > 5) return { type: 'unknown' };
    return literal.type === 'name' ? follow(constants.get(literal.name), depth + 1) : literal;
  };
  // Null where the object surely lacks it.
  const property = (literal: Literal, key: string, depth = 0): Literal | null => {
    if (literal.type !== 'object' || depth > 5) return { type: 'unknown' };
    const entry = literal.entries.get(key);
    if (entry?.type === 'name' && entry.name === 'undefined') return null;
    if (entry !== undefined) return follow(entry);
    const found = literal.spreads.map((spread) => property(follow(spread), key, depth + 1));
    return found.findLast((one) => one !== null) ?? null;
  };

  const exported = follow(value);
  const config = exported.type === 'call' ? follow(exported.args[0]) : exported;
  const schema = property(config, 'schema');
  const migrations = property(config, 'migrations');
  const datasource = property(config, 'datasource');
  const external = (kind: 'tables' | 'enums'): readonly string[] => {
    const objects = property(config, kind);
    const names = objects && property(objects, 'external');
    return names?.type === 'list' ? names.items.flatMap((item) => stringOf(follow(item))) : [];
  };
  const migrationsPath = migrations && property(migrations, 'path');
  const url = datasource && property(datasource, 'url');
  const paths = {
    schema: schema && pathOf(schema, file),
    migrationsPath: migrationsPath && pathOf(migrationsPath, file),
  };
  return {
    file,
    ...paths,
    urlVariable: url && variableOf(url),
    external: { tables: external('tables'), enums: external('enums') },
    computed: [
      ...(schema !== null && paths.schema === null ? ['schema' as const] : []),
      ...(migrationsPath !== null && paths.migrationsPath === null ? ['migrations.path' as const] : []),
    ],
  };
}

/** A string, or `path.join(…)` and `path.resolve(…)` over strings and the module's directory. */
function pathOf(literal: Literal, file: string): string | null {
  const directory = resolve(file, '..');
  if (literal.type === 'string') return resolve(directory, literal.value);
  if (literal.type !== 'call' || !/^(path\.|path\.posix\.)?(join|resolve)$/.test(literal.callee)) return null;
  const parts: string[] = [];
  for (const argument of literal.args) {
    if (argument.type === 'string') parts.push(argument.value);
    else if (argument.type === 'name' && /^(__dirname|import\.meta\.dirname)$/.test(argument.name)) parts.push(directory);
    else if (argument.type === 'call' && argument.callee === 'process.cwd') parts.push(workingDirectoryOf(file));
    else return null;
  }
  return resolve(directory, join(...parts));
}

function stringOf(literal: Literal): readonly string[] {
  return literal.type === 'string' ? [literal.value] : [];
}

/** `env('DATABASE_URL')` and `process.env.DATABASE_URL`. */
function variableOf(literal: Literal): string | null {
  if (literal.type === 'environment') return literal.name;
  const argument = literal.type === 'call' && literal.callee === 'env' ? literal.args[0] : undefined;
  return argument?.type === 'string' ? argument.value : null;
}
