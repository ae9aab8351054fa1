import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { discoverProjects, projectOf, type SeenFolders } from '../project/discover';
import { evaluateConfig } from '../project/evaluate-config';
import type { Project } from '../project/project';
import { isDirectory, isFile } from '../project/read-files';
import { Problem } from './problem';

/** A project that a command works on. */
export interface Target {
  readonly project: Project;
  /** Migrations that were named one by one: they are meant whatever their state. */
  readonly names: ReadonlySet<string>;
  /** Whether the project as a whole was named. */
  readonly whole: boolean;
}

/** What the paths of a command mean; without paths, the current directory. */
export interface Targets {
  readonly projects: readonly Target[];
  /** SQL files that are no migration of Prisma. */
  readonly loose: readonly string[];
}

/** What to do where a configuration computes its paths. */
export const runConfigHint = '"--run-config" runs the configuration to find out.';

/**
 * Finds the projects behind paths, and with `runConfigs` where those are whose configuration has to run to tell.
 * @throws Problem for a path that does not exist or has nothing to do with Prisma, and for a configuration that fails.
 */
export async function findTargets(paths: readonly string[], from: string, runConfigs: boolean): Promise<Targets> {
  const targets = await targetsAt(paths, from);
  const computing = targets.projects.flatMap(({ project: { config } }) =>
    config !== null && config.computed.length > 0 ? [config.file] : [],
  );
  if (!runConfigs || computing.length === 0) return targets;
  for (const file of new Set(computing)) {
    const answer = await evaluateConfig(file);
    if (!answer.ok) throw new Problem(`"${file}" cannot be run: ${answer.reason}.`, 'Fix it, or name the schema in lockstep.json.');
  }
  return targetsAt(paths, from);
}

/**
 * The projects behind paths: a `migration.sql`, a migration's folder, a migrations directory, any other file or folder
 * of a project, or a folder that holds several.
 */
async function targetsAt(paths: readonly string[], from: string): Promise<Targets> {
  const projects = new Map<string, Target>();
  const loose: string[] = [];
  const seen: SeenFolders = new Map();
  const add = (project: Project, name: string | null): void => {
    const key = project.migrationsDirectory ?? project.root;
    const known = projects.get(key);
    const names = new Set([...(known?.names ?? []), ...(name === null ? [] : [name])]);
    projects.set(key, { project: known?.project ?? project, names, whole: (known?.whole ?? false) || name === null });
  };
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const absolute = resolve(from, path);
    if (!existsSync(absolute)) throw new Problem(`"${path}" does not exist.`, 'Name a file, a migrations folder or a project.');
    const folder = migrationFolder(absolute);
    if (folder !== null) {
      const project = await projectOf(folder, seen);
      if (project !== null) add(project, basename(folder));
    } else if (absolute.endsWith('.sql')) {
      loose.push(absolute);
    } else {
      const found = await projectsAt(absolute, seen);
      if (found.length === 0) throw nothingFound(path);
      for (const project of found) add(project, null);
    }
  }
  return { projects: [...projects.values()], loose };
}

/** The folder of the migration that a path names; null when it names something else. */
function migrationFolder(path: string): string | null {
  if (basename(path) === 'migration.sql' && isFile(path)) return dirname(path);
  return isFile(join(path, 'migration.sql')) ? path : null;
}

async function projectsAt(path: string, seen: SeenFolders): Promise<readonly Project[]> {
  const around = await projectOf(path, seen);
  if (!isDirectory(path) || around?.migrationsDirectory === path) return around === null ? [] : [around];
  const found = await discoverProjects(path, seen);
  return found.length > 0 || around === null ? found : [around];
}

function nothingFound(path: string): Problem {
  return new Problem(
    `No Prisma project was found in "${path}": expected a schema.prisma, a prisma.config.ts or a folder of migrations.`,
    'Run it in the project, or name its folder.',
  );
}
