import { dirname, join } from 'node:path';
import type { Execution } from '../analysis/migration/migration';
import { isObject, readJson } from './json';
import { lockedPrismaVersion } from './lock-files';

/**
 * The project's own Prisma version: what is installed, else what a lock file fixes, else the range that package.json asks for.
 * Looks from `root` upwards, because a workspace keeps its packages and its lock file at the top. Null when nothing says.
 */
export function findPrismaVersion(root: string): string | null {
  const directories = [...upwards(root)];
  return (
    firstOf(directories, installed) ??
    firstOf(directories, (directory) => lockedPrismaVersion(directory, root)) ??
    firstOf(directories, asked)
  );
}

/** `directory` and the ones above it, up to the top of the repository or of the file system. */
export function* upwards(directory: string): Generator<string> {
  for (let current = directory; ; current = dirname(current)) {
    yield current;
    if (current === dirname(current)) return;
  }
}

function firstOf(directories: readonly string[], find: (directory: string) => string | null): string | null {
  for (const directory of directories) {
    const version = find(directory);
    if (version !== null) return version;
  }
  return null;
}

function installed(directory: string): string | null {
  for (const name of ['prisma', '@prisma/client']) {
    const version = readJson(join(directory, 'node_modules', name, 'package.json'))?.version;
    if (typeof version === 'string') return version;
  }
  return null;
}

function asked(directory: string): string | null {
  const manifest = readJson(join(directory, 'package.json'));
  for (const group of ['devDependencies', 'dependencies', 'peerDependencies']) {
    const dependencies = manifest?.[group];
    if (!isObject(dependencies)) continue;
    for (const name of ['prisma', '@prisma/client']) {
      const range = dependencies[name];
      if (typeof range === 'string' && /\d/.test(range)) return range.replace(/^npm:(?:@?[^@]+@)?/, '');
    }
  }
  return null;
}

/** The first release that runs a migration file statement by statement (prisma-engines pull request 5767, 2026-02-09). */
const perStatementSince = { major: 7, minor: 4 };

/**
 * How this version of Prisma runs a migration file on PostgreSQL. A range counts only where all its versions behave alike:
 * `^7.1.0` may be installed as 7.10, so it is `unknown`.
 */
export function executionOf(prismaVersion: string | null): Execution {
  const lowest = versionIn(prismaVersion);
  if (lowest === null || prismaVersion === null) return 'unknown';
  const { major, minor } = perStatementSince;
  if (lowest.major > major || (lowest.major === major && lowest.minor >= minor)) return 'per-statement';
  const exact = /^[=v]?\d+\.\d+\.\d+/.test(prismaVersion.trim());
  const patchRange = /^~\s*\d+\.\d+/.test(prismaVersion.trim());
  const majorRange = /^\^?\s*\d+(\.[\dx*]+)*$/.test(prismaVersion.trim()) && lowest.major < major;
  return exact || patchRange || majorRange ? 'one-transaction' : 'unknown';
}

/** The major version that is certain; null for `latest`, `*` and open ranges. */
export function majorOf(prismaVersion: string | null): number | null {
  return versionIn(prismaVersion)?.major ?? null;
}

function versionIn(text: string | null): { readonly major: number; readonly minor: number } | null {
  const match = /^[\^~=v>\s]*(\d+)(?:\.(\d+))?/.exec(text ?? '');
  return match === null ? null : { major: Number(match[1]), minor: Number(match[2] ?? 0) };
}
