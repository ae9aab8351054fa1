import { join, resolve } from 'node:path';
import { isFile, readText } from './read-files';
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
}

/** Source: the names that `@prisma/config` looks for, in its order. */
const extensions = ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts'];

/** The configuration that Prisma would load in this directory, if there is one. */
export function findPrismaConfig(directory: string): PrismaConfig | null {
  for (const name of ['prisma.config', '.config/prisma']) {
    for (const extension of extensions) {
      const file = join(directory, `${name}.${extension}`);
      const text = isFile(file) ? readText(file) : null;
      if (text !== null) return readPrismaConfig(file, text);
    }
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
  const property = (literal: Literal, key: string): Literal => (literal.type === 'object' ? follow(literal.entries.get(key)) : literal);

  const exported = follow(value);
  const config = exported.type === 'call' ? follow(exported.args[0]) : exported;
  if (config.type !== 'object') return { file, schema: null, migrationsPath: null, urlVariable: null };
  const migrations = property(config, 'migrations');
  const datasource = property(config, 'datasource');
  return {
    file,
    schema: pathOf(property(config, 'schema'), file),
    migrationsPath: migrations.type === 'object' ? pathOf(property(migrations, 'path'), file) : null,
    urlVariable: datasource.type === 'object' ? variableOf(property(datasource, 'url')) : null,
  };
}

/** A string, or `path.join(…)` and `path.resolve(…)` over strings and the module's directory. */
function pathOf(literal: Literal, file: string): string | null {
  const directory = resolve(file, '..');
  const base = /[\\/]\.config[\\/][^\\/]+$/.test(file) ? resolve(directory, '..') : directory;
  if (literal.type === 'string') return resolve(base, literal.value);
  if (literal.type !== 'call' || !/^(path\.|path\.posix\.)?(join|resolve)$/.test(literal.callee)) return null;
  const parts: string[] = [];
  for (const argument of literal.args) {
    if (argument.type === 'string') parts.push(argument.value);
    else if (argument.type === 'name' && /^(__dirname|import\.meta\.dirname)$/.test(argument.name)) parts.push(directory);
    else if (argument.type === 'call' && argument.callee === 'process.cwd') parts.push(base);
    else return null;
  }
  return resolve(base, join(...parts));
}

/** `env('DATABASE_URL')` and `process.env.DATABASE_URL`. */
function variableOf(literal: Literal): string | null {
  if (literal.type === 'environment') return literal.name;
  const argument = literal.type === 'call' && literal.callee === 'env' ? literal.args[0] : undefined;
  return argument?.type === 'string' ? argument.value : null;
}
