import { dirname, join, relative, sep } from 'node:path';
import { providerInSchema } from './provider';
import { entriesOf, isDirectory, isFile, readText } from './read-files';

/**
 * Where Prisma looks when nothing names the schema, in its order; the last one is the layout of projects that keep `schema/`
 * and `migrations/` side by side.
 */
const defaultPlaces = ['schema.prisma', join('prisma', 'schema.prisma'), join('prisma', 'schema'), 'schema'];

/** The path of the schema in a directory where no configuration names it; null when there is none. */
export function defaultSchema(directory: string): string | null {
  for (const place of defaultPlaces) {
    const path = join(directory, place);
    if (place.endsWith('.prisma') ? isFile(path) : filesOfSchema(path).some(hasDatasource)) return path;
  }
  return null;
}

/** A schema's files: itself, or every `*.prisma` below a folder. Sorted; empty where there is none. Folders that cannot be read are told. */
export function filesOfSchema(path: string, notes: string[] = []): readonly string[] {
  if (isFile(path)) return [path];
  return isDirectory(path) ? prismaFilesBelow(path, 4, notes) : [];
}

/** Folders that no schema extends into. */
const foreign: ReadonlySet<string> = new Set(['node_modules', 'migrations']);

/** Follows symbolic links as Prisma does; the depth ends those that lead in circles. */
function prismaFilesBelow(directory: string, depth: number, notes: string[]): readonly string[] {
  const files: string[] = [];
  for (const entry of entriesOf(directory, notes)) {
    const path = join(directory, entry.name);
    if (entry.name.endsWith('.prisma') && isFile(path)) files.push(path);
    else if (depth > 0 && !foreign.has(entry.name) && (entry.isDirectory() || (entry.isSymbolicLink() && isDirectory(path)))) {
      files.push(...prismaFilesBelow(path, depth - 1, notes));
    }
  }
  return files;
}

/** Whether a file is one of the schema's, or would be if it were there. */
export function isSchemaFile(schema: string | null, path: string): boolean {
  if (schema === null || path === schema) return schema !== null;
  if (!path.endsWith('.prisma') || !path.startsWith(schema + sep)) return false;
  return !relative(schema, path)
    .split(sep)
    .some((name) => foreign.has(name));
}

/** The order in which Prisma reads the files of a folder: by name, a folder where its own name stands. */
export function inSchemaOrder(paths: Iterable<string>): readonly string[] {
  return [...paths].sort((a, b) => compareNames(a.split(sep), b.split(sep)));
}

function compareNames(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((name, index) => name !== b[index]);
  return (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
}

/**
 * `migrations` beside the schema. For a folder of files Prisma means the one with the datasource; beside the folder itself is
 * looked at too. Null when there is none.
 */
export function migrationsBeside(schema: string, files: readonly string[]): string | null {
  const main = files.length === 1 ? files[0] : files.find(hasDatasource);
  const beside = [...(main === undefined ? [] : [dirname(main)]), schema, dirname(schema)];
  return beside.map((directory) => join(directory, 'migrations')).find(isDirectory) ?? null;
}

function hasDatasource(file: string): boolean {
  return providerInSchema(readText(file) ?? '') !== null;
}

/** Whether a file says that it is a schema of Prisma 8, which earlier versions do not read. */
export function isPrismaNext(file: string): boolean {
  return /^\s*\/\/ use prisma-(8|next)\b/.test(readText(file) ?? '');
}
