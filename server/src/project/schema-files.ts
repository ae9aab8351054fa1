import { dirname, join } from 'node:path';
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

/** A schema's files: itself, or every `*.prisma` below a folder. Sorted; empty where there is none. */
export function filesOfSchema(path: string): readonly string[] {
  if (isFile(path)) return [path];
  return isDirectory(path) ? prismaFilesBelow(path, 4) : [];
}

function prismaFilesBelow(directory: string, depth: number): readonly string[] {
  const files: string[] = [];
  for (const entry of entriesOf(directory)) {
    const path = join(directory, entry.name);
    if (entry.name.endsWith('.prisma') && isFile(path)) files.push(path);
    else if (entry.isDirectory() && depth > 0 && entry.name !== 'node_modules' && entry.name !== 'migrations') {
      files.push(...prismaFilesBelow(path, depth - 1));
    }
  }
  return files;
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
