import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { outputOf, plainEnvironment } from './run-program';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A program of a database's own, of a version. */
export interface Tool {
  readonly name: string;
  readonly path: string;
  /** As it states it: `15.18`, `10.11.18-MariaDB`. */
  readonly version: string;
  readonly major: number;
}

/** The first number of a version; NaN where there is none. */
export function majorVersion(version: string): number {
  return Number.parseInt(version, 10);
}

/** All programs with these names, in the order of the names: those on the path first, then where installers put them. Each is asked for its version. */
export async function findTools(names: readonly string[], variables: Variables, elsewhere: readonly string[]): Promise<readonly Tool[]> {
  const directories = [...pathsIn(variables), ...elsewhere.flatMap(expanded)];
  const paths = new Set(names.flatMap((name) => directories.flatMap((directory) => programIn(directory, name) ?? [])));
  const tools = await Promise.all([...paths].map((path) => toolAt(path, variables)));
  return tools.filter((tool) => tool !== null);
}

/** The program at a path; null where it is none, or tells no version. */
export async function toolAt(path: string, variables: Variables): Promise<Tool | null> {
  const name = basename(path).replace(/\.exe$/i, '');
  const text = await outputOf({ path, args: ['--version'], env: plainEnvironment(variables) }, 5000);
  const version = text === null ? null : versionIn(text);
  return version === null ? null : { name, path, version, major: majorVersion(version) };
}

/** In `pg_dump (PostgreSQL) 15.18 (Debian …)`, `mariadb-dump  Ver 10.19 Distrib 10.11.18-MariaDB, …`, `mysqldump  Ver 8.0.36 for …`. */
export function versionIn(text: string): string | null {
  return /(?:Distrib|from|\(PostgreSQL\)) (\d+[^\s,]*)/.exec(text)?.[1] ?? /Ver (\d+[^\s,]*)/.exec(text)?.[1] ?? null;
}

function pathsIn(variables: Variables): readonly string[] {
  const path = variables.PATH ?? variables.Path ?? '';
  return path.split(delimiter).filter((directory) => directory !== '');
}

/** `*` stands for every folder, newest version first. */
function expanded(pattern: string): readonly string[] {
  const [before, after] = pattern.split('*');
  if (before === undefined || after === undefined) return [pattern];
  try {
    const folders = readdirSync(before).sort((a, b) => majorVersion(b) - majorVersion(a));
    return folders.map((folder) => join(before, folder, after));
  } catch {
    return [];
  }
}

function programIn(directory: string, name: string): string | null {
  const path = join(directory, process.platform === 'win32' ? `${name}.exe` : name);
  try {
    accessSync(path, constants.X_OK);
    if (!statSync(path).isFile()) return null;
    // Debian's wrapper picks a version by rules of its own; what it picks from stands where installers put programs.
    return basename(realpathSync(path)) === 'pg_wrapper' ? null : path;
  } catch {
    return null;
  }
}
