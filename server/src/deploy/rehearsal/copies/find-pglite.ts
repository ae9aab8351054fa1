import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { upwards } from '../../../project/prisma-version';

/** The embedded PostgreSQL that a project has installed. */
export interface InstalledPglite {
  /** What `require` loads. */
  readonly file: string;
  readonly version: string;
  /** File of an extension by the name that SQL has for it; null where this package has none. */
  readonly extension: (name: string) => string | null;
}

const packageName = '@electric-sql/pglite';

/** Prisma 7 brings it along: `prisma` depends on `@prisma/dev`, which depends on it. Source: https://github.com/prisma/prisma/blob/main/packages/cli/package.json */
const waysToIt = [[], ['prisma', '@prisma/dev'], ['@prisma/dev']] as const;

/** Looks in the project and above it. Loads nothing and downloads nothing. Null where there is none. */
export function findPglite(root: string): InstalledPglite | null {
  for (const way of waysToIt) {
    const folder = packageBehind(root, [...way, packageName]);
    const found = folder === null ? null : installedIn(folder);
    if (found !== null) return found;
  }
  return null;
}

/** The folder of the last package, each looked up from the one before, as Node and all package managers with links have it. */
function packageBehind(root: string, names: readonly string[]): string | null {
  let from = root;
  for (const name of names) {
    const folder = packageFrom(from, name);
    if (folder === null) return null;
    from = folder;
  }
  return from;
}

function packageFrom(from: string, name: string): string | null {
  for (const directory of upwards(from)) {
    const folder = join(directory, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  }
  return pluggedIn(from, name);
}

/** Where packages lie in archives (Yarn's Plug'n'Play), only Node's own resolution within such a process finds them; then there is no folder. */
function pluggedIn(from: string, name: string): string | null {
  try {
    const file = createRequire(join(from, 'package.json')).resolve(name);
    return [...upwards(dirname(file))].find((directory) => existsSync(join(directory, 'package.json'))) ?? null;
  } catch {
    return null;
  }
}

function installedIn(folder: string): InstalledPglite | null {
  try {
    const { version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (typeof version !== 'string' || typeof main !== 'string') return null;
    return {
      file: join(folder, main),
      version,
      extension: (name) => {
        const plain = name.replaceAll('-', '_');
        const places = [join(folder, 'dist', 'contrib', `${plain}.cjs`), join(folder, 'dist', plain, 'index.cjs')];
        return /^\w+$/.test(plain) ? (places.find((place) => existsSync(place)) ?? null) : null;
      },
    };
  } catch {
    return null;
  }
}
