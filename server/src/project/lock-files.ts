import { join, relative, sep } from 'node:path';
import { readText } from './read-files';

/** Reads the version of the package `prisma` from one kind of lock file. `importer`: the project, relative to the lock file. */
type LockReader = (text: string, importer: string) => string | null;

const lockFiles: readonly { readonly name: string; readonly read: LockReader }[] = [
  { name: 'package-lock.json', read: readNpmLock },
  { name: 'pnpm-lock.yaml', read: readPnpmLock },
  { name: 'yarn.lock', read: readYarnLock },
  { name: 'bun.lock', read: readBunLock },
];

/** The version of `prisma` that a lock file in `directory` fixes for the project at `root`; null when none does. */
export function lockedPrismaVersion(directory: string, root: string): string | null {
  const importer = relative(directory, root).split(sep).join('/') || '.';
  for (const { name, read } of lockFiles) {
    const text = readText(join(directory, name));
    const version = text === null ? null : read(text, importer);
    if (version !== null) return version;
  }
  return null;
}

/** Lock versions 2 and 3 list packages by path, version 1 by name. Matched as text: these files reach megabytes. */
export function readNpmLock(text: string, importer: string): string | null {
  const nested = importer === '.' ? null : `${asPattern(importer)}/`;
  return (
    (nested && first(text, new RegExp(`"${nested}node_modules/prisma":\\s*\\{\\s*"version":\\s*"([^"]+)"`))) ??
    first(text, /"node_modules\/prisma":\s*\{\s*"version":\s*"([^"]+)"/) ??
    first(text, /"prisma":\s*\{\s*"version":\s*"([^"]+)"/)
  );
}

/** The importer's own entry; else the only version that occurs. Keys are `/prisma/4.0.0`, `/prisma@5.0.0` or `prisma@7.0.0`. */
export function readPnpmLock(text: string, importer: string): string | null {
  const block = first(text, new RegExp(`^ {2}'?${asPattern(importer)}'?:\\n((?: {3,}.*\\n|\\n)*)`, 'm')) ?? '';
  const own = first(block, /^\s+prisma:\n\s+specifier:.*\n\s+version:\s*'?(\d[^('\s]*)/m) ?? first(block, /^\s+prisma:\s*'?(\d[^('_\s]*)/m);
  if (own !== null) return own;
  const versions = new Set([...text.matchAll(/^ {2}'?\/?prisma[@/](\d[^:('\s_]*)/gm)].map((match) => match[1] ?? ''));
  const [only] = versions;
  return versions.size === 1 && only !== undefined ? only : null;
}

/** `prisma@^7.0.0:` with `version "7.1.0"` (classic), `"prisma@npm:^7.0.0":` with `version: 7.1.0` (berry). */
export function readYarnLock(text: string): string | null {
  return first(text, /^"?prisma@[^\n]*:\r?\n\s+version:?\s*"?(\d[^"\s]*)/m);
}

/** `"prisma": ["prisma@7.1.0", …]`. */
export function readBunLock(text: string): string | null {
  return first(text, /"prisma":\s*\[\s*"prisma@(\d[^"]*)"/);
}

function first(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1] ?? null;
}

function asPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
