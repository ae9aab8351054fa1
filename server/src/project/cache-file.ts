import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { contentHash } from './content';
import { isObject, listIn, numberIn, textIn } from './json';

/**
 * The cache of one project on disk: named texts. A first line of JSON lists their names and lengths, their bytes follow, so
 * that one is read without the others.
 */
export interface CacheFile {
  readonly names: readonly string[];
  /** Null where it is absent or damaged. */
  readonly read: (name: string) => string | null;
}

const noFile: CacheFile = { names: [], read: () => null };

/** Changes whenever what is stored would be read differently. */
const formatVersion = 1;

/** Where the cache of the project with this migrations directory lies below `cacheDirectory`. */
export function cachePath(cacheDirectory: string, migrationsDirectory: string): string {
  const hash = contentHash(migrationsDirectory)
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 16);
  return join(cacheDirectory, `${basename(dirname(migrationsDirectory)).replace(/[^\w.-]/g, '_')}-${hash}.cache`);
}

/** Opens a cache; one that is missing, damaged or written by another build counts as empty. */
export function openCacheFile(path: string, build: string): CacheFile {
  try {
    const bytes = readFileSync(path);
    const end = bytes.indexOf(10);
    const header: unknown = JSON.parse(bytes.toString('utf8', 0, end));
    if (end < 0 || !isObject(header) || header.version !== formatVersion || header.build !== build) return noFile;
    const sections = new Map<string, readonly [start: number, end: number]>();
    let start = end + 1;
    for (const section of listIn(header.sections)) {
      const [name, length] = [textIn(listIn(section)[0]), numberIn(listIn(section)[1])];
      if (name === null || length === null) return noFile;
      sections.set(name, [start, start + length]);
      start += length;
    }
    if (start !== bytes.length) return noFile;
    return {
      names: [...sections.keys()],
      read(name) {
        const range = sections.get(name);
        return range === undefined ? null : bytes.toString('utf8', ...range);
      },
    };
  } catch {
    return noFile;
  }
}

/**
 * Replaces a cache as a whole: written beside it, then renamed, so that a reader never meets half of it. Where nothing can be
 * written there is no cache, and no error.
 */
export function writeCacheFile(path: string, build: string, sections: ReadonlyMap<string, string>): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const bodies = [...sections].map(([name, text]) => [name, Buffer.from(text)] as const);
    const header = { version: formatVersion, build, sections: bodies.map(([name, body]) => [name, body.length]) };
    writeFileSync(temporary, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...bodies.map(([, body]) => body)]));
    renameSync(temporary, path);
  } catch {
    remove(temporary);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The directory does not let us write: then there is nothing to remove either.
  }
}
