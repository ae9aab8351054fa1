import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, parse, relative, resolve } from 'node:path';

const packages = resolve(__dirname, '../../tools/postgres-servers/node_modules');

/** The installed files of a server (`bin`, `lib`, `share`), or null where its package is not installed on this machine. */
export function installedServer(version: number): string | null {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const native = join(packages, `postgres-${version}-${platform}-${process.arch}`, 'native');
  return existsSync(native) ? native : null;
}

/**
 * Does what the package's install script would do, which is not run: links the shared libraries and makes the programs
 * executable. Doing it again changes nothing.
 */
export function completeInstallation(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (existsSync(list)) for (const link of readLinks(readFileSync(list, 'utf8'))) linkOnce(dirname(native), link);
  for (const program of readdirSync(join(native, 'bin'))) {
    const path = join(native, 'bin', program);
    if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function readLinks(json: string): readonly Link[] {
  const links: unknown = JSON.parse(json);
  return Array.isArray(links) ? links.filter(isLink) : [];
}

function isLink(value: unknown): value is Link {
  return typeof value === 'object' && value !== null && 'source' in value && 'target' in value;
}

function linkOnce(root: string, { source, target }: Link): void {
  try {
    symlinkSync(relative(dirname(target), source), join(root, target));
  } catch (error) {
    if (!existsSync(join(root, target))) throw error;
  }
}

/**
 * A place from which an unprivileged user can run the programs: `native` itself, or a copy of it in `directory` where a
 * parent folder is closed to others (a checkout in the home directory of root).
 */
export function reachableByOthers(native: string, directory: string): string {
  if (openToOthers(native)) return native;
  const copy = join(directory, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function openToOthers(path: string): boolean {
  if ((statSync(path).mode & 0o001) === 0) return false;
  return path === parse(path).root || openToOthers(dirname(path));
}
