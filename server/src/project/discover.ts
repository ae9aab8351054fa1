import { dirname, join, resolve, sep } from 'node:path';
import { bareLayout, isMigrationsDirectory, type Layout, layoutAt } from './layout';
import { findPrismaVersion, upwards } from './prisma-version';
import type { Project } from './project';
import { findProvider } from './provider';
import { entriesOf, isDirectory, isFile, realPath } from './read-files';
import { isPrismaNext, isSchemaFile } from './schema-files';
import { isTopOfRepository, settingsFor } from './settings-file';

/** Deeper folders than this hold no project of the workspace. */
const maximumDepth = 8;

/** Installed code and build output; hidden folders are skipped too. */
const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'target', 'vendor', '__pycache__']);

/** What was found in folders that were looked at. Whoever asks for several projects at once looks into the folders above them once. */
export type SeenFolders = Map<string, Layout | null>;

/**
 * All Prisma projects in a folder, itself included, in the order of their paths. A folder inside a project, such as `prisma`,
 * yields that project. Symbolic links are not followed. Yields to the event loop, because a workspace may hold thousands of
 * folders.
 */
export async function discoverProjects(folder: string, seen: SeenFolders = new Map()): Promise<readonly Project[]> {
  const layouts: Layout[] = [];
  const claimed = new Set<string>();
  const claim = (layout: Layout): void => {
    const parts = [...layout.schemaFiles, ...(layout.migrationsDirectory === null ? [] : [layout.migrationsDirectory])];
    if (parts.some((part) => claimed.has(part))) return;
    for (const part of parts) claimed.add(part);
    layouts.push(layout);
  };

  let visited = 0;
  const visit = async (directory: string, depth: number): Promise<void> => {
    if (claimed.has(directory)) return;
    if (++visited % 200 === 0) await new Promise(setImmediate);
    const layout = lookAt(directory, seen);
    if (layout !== null) claim(layout);
    for (const entry of entriesOf(directory)) {
      if (!entry.isDirectory() || depth === 0 || entry.name.startsWith('.') || skipped.has(entry.name)) continue;
      const path = join(directory, entry.name);
      if (isFile(join(path, 'migration.sql'))) {
        claim(bareLayout(directory));
        break;
      }
      await visit(path, depth - 1);
    }
  };
  const start = resolve(folder);
  await visit(start, maximumDepth);
  const around = isTopOfRepository(start) ? [] : layoutsAbove(dirname(start), seen);
  return withoutLinked(layouts, start).map((layout) => toProject(ownerOf(layout, around)));
}

/** A project that a symbolic link leads to as well counts once, at its own place. */
function withoutLinked(layouts: readonly Layout[], start: string): readonly Layout[] {
  const top = realPath(start);
  const found = layouts.map((layout) => {
    const place = realPath(mainPart(layout));
    return { layout, place, own: place === top + mainPart(layout).slice(start.length) };
  });
  const seen = new Set(found.flatMap(({ place, own }) => (own ? [place] : [])));
  return found.flatMap(({ layout, place, own }) => {
    if (!own && seen.has(place)) return [];
    seen.add(place);
    return [layout];
  });
}

/**
 * The project that a file or folder belongs to: the one whose schema or migrations it is, else the nearest one around it. A
 * migrations directory, a migration's folder or a `migration.sql` outside any project is a project of its own. Null when there
 * is none.
 */
export async function projectOf(path: string, seen: SeenFolders = new Map()): Promise<Project | null> {
  const absolute = resolve(path);
  const layouts = layoutsAbove(isDirectory(absolute) ? absolute : dirname(absolute), seen);
  const bare = migrationsDirectoryAround(absolute);
  const [nearest = null] = layouts;
  const found = layouts.find((layout) => owns(layout, absolute)) ?? (bare === null ? nearest : bareLayout(bare));
  return found === null ? null : toProject(ownerOf(found, layouts));
}

/** The outermost of these that has the same schema or migrations: the one with the configuration. */
function ownerOf(layout: Layout, around: readonly Layout[]): Layout {
  return around.findLast((outer) => owns(outer, mainPart(layout))) ?? layout;
}

/** Projects whose root is `directory` or above it within the repository, nearest first. */
function layoutsAbove(directory: string, seen: SeenFolders): readonly Layout[] {
  const layouts: Layout[] = [];
  for (const current of upwards(directory)) {
    const layout = lookAt(current, seen);
    if (layout !== null) layouts.push(layout);
    if (isTopOfRepository(current)) break;
  }
  return layouts;
}

function lookAt(directory: string, seen: SeenFolders): Layout | null {
  const known = seen.get(directory);
  const layout = known === undefined ? layoutAt(directory) : known;
  seen.set(directory, layout);
  return layout;
}

function mainPart(layout: Layout): string {
  return layout.migrationsDirectory ?? layout.schemaFiles[0] ?? layout.root;
}

function owns(layout: Layout, path: string): boolean {
  if (layout.root === path || isSchemaFile(layout.schema, path)) return true;
  const directory = layout.migrationsDirectory;
  return directory !== null && (path === directory || path.startsWith(directory + sep));
}

function migrationsDirectoryAround(path: string): string | null {
  if (isMigrationsDirectory(path)) return path;
  if (isFile(join(path, 'migration.sql'))) return dirname(path);
  return path.endsWith(`${sep}migration.sql`) ? dirname(dirname(path)) : null;
}

function toProject({ root, schema, schemaFiles, migrationsDirectory, config }: Layout): Project {
  return {
    root,
    schema,
    schemaFiles,
    migrationsDirectory,
    provider: findProvider(migrationsDirectory, schemaFiles),
    prismaVersion: findPrismaVersion(root),
    settings: settingsFor(root, schema),
    config,
    isPrismaNext: schemaFiles.slice(0, 1).some(isPrismaNext),
  };
}
