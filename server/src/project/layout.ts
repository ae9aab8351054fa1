import { basename, dirname, join, resolve } from 'node:path';
import { objectIn, readJson, textIn } from './json';
import { findPrismaConfig } from './prisma-config';
import type { ProjectConfig } from './project';
import { entriesOf, isDirectory, isFile } from './read-files';
import { defaultSchema, filesOfSchema, migrationsBeside } from './schema-files';
import { settingsIn } from './settings-file';

/** Where a project's parts are; all paths are absolute. */
export interface Layout {
  readonly root: string;
  /** A file or a folder; null for a bare migrations directory. */
  readonly schema: string | null;
  readonly schemaFiles: readonly string[];
  readonly migrationsDirectory: string | null;
  readonly config: ProjectConfig | null;
}

/** A root holds at least one of these. Most folders of a workspace hold none, and one look tells. */
const landmarks = /^(lockstep\.json|package\.json|prisma7?\.config(\.\w+)?|\.config|schema\.prisma|prisma|schema|migrations)$/;

/**
 * The project whose root is exactly this directory, found as Prisma finds it: `lockstep.json`, `prisma.config.*`,
 * `package.json#prisma.schema`, then the default places; else `migrations` without a schema. Null when it is none.
 */
export function layoutAt(directory: string): Layout | null {
  if (!entriesOf(directory).some(({ name }) => landmarks.test(name))) return null;
  const config = findPrismaConfig(directory);
  const chosen = settingsIn(directory)?.schema;
  const named = [chosen, config?.schema, textIn(objectIn(readJson(join(directory, 'package.json'))?.prisma).schema)].find(
    (path) => path != null,
  );
  const schema = named == null ? defaultSchema(directory) : resolve(directory, named);
  const schemaFiles = schema === null ? [] : filesOfSchema(schema);
  const configured = config?.migrationsPath ?? null;
  const beside = schema === null ? null : migrationsBeside(schema, schemaFiles);
  const migrationsDirectory = configured !== null && isDirectory(configured) ? configured : configured === null ? beside : null;
  const known = config && {
    file: config.file,
    computed: config.computed.filter((path) => path !== 'schema' || chosen == null),
    external: config.external,
  };
  if (schemaFiles.length === 0 && migrationsDirectory === null && !known?.computed.includes('schema')) {
    const alone = join(directory, 'migrations');
    return isMigrationsDirectory(alone) ? bareLayout(alone) : null;
  }
  return { root: directory, schema, schemaFiles, migrationsDirectory, config: known };
}

/** A migrations directory that no project claims: SQL alone, without a schema. */
export function bareLayout(migrationsDirectory: string): Layout {
  const named = basename(migrationsDirectory) === 'migrations';
  return {
    root: named ? dirname(migrationsDirectory) : migrationsDirectory,
    schema: null,
    schemaFiles: [],
    migrationsDirectory,
    config: null,
  };
}

/** Whether one of its folders holds a `migration.sql`. */
export function isMigrationsDirectory(directory: string): boolean {
  return entriesOf(directory).some(
    (entry) => (entry.isDirectory() || entry.isSymbolicLink()) && isFile(join(directory, entry.name, 'migration.sql')),
  );
}
