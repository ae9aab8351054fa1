import { basename, dirname, sep } from 'node:path';
import { type Connection, DidChangeWatchedFilesNotification, type Disposable, type FileSystemWatcher } from 'vscode-languageserver';
import type { Project } from '../project/project';
import type { ClientSupport } from './client-support';
import { gitDirectories } from './git-files';
import { uriOf } from './paths';

/** What a change on the disk means. */
export type FileChange =
  /** A migration, or a folder that may hold some. */
  | 'migrations'
  /** A schema: its text, and perhaps its provider. */
  | 'schema'
  /** Something that decides where projects are, or what is assumed of them. */
  | 'projects'
  /** The repository: another branch, a commit, a fetch. */
  | 'repository'
  | 'nothing';

/** Of these, any change may make another project, or another version. */
const projectFiles = [
  'migration_lock.toml',
  'lockstep.json',
  'package.json',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
];

export function classifyChange(path: string, projects: readonly Project[]): FileChange {
  const name = basename(path);
  if (isBelow(path, 'node_modules')) return 'nothing';
  if (isBelow(path, '.git')) return 'repository';
  if (name.endsWith('.prisma')) return 'schema';
  if (projectFiles.includes(name) || name.startsWith('prisma.config.')) return 'projects';
  const inside = projects.some(({ migrationsDirectory: directory }) => {
    return directory !== null && (path === directory || path.startsWith(directory + sep) || directory.startsWith(path + sep));
  });
  if (inside) return 'migrations';
  // The first migration of a project that had none, or a folder that was moved here.
  return name === 'migration.sql' || name === 'migrations' || basename(dirname(path)) === 'migrations' ? 'projects' : 'nothing';
}

/**
 * Asks the client to report what `classifyChange` knows. Folders are watched too, because clients report a deleted or renamed
 * folder and not what was in it.
 */
export async function watchFiles(
  connection: Connection,
  client: ClientSupport,
  folders: readonly string[],
  projects: readonly Project[],
): Promise<Disposable | null> {
  if (!client.watchFiles) return null;
  const general = [
    '**/migration.sql',
    '**/migrations',
    '**/migrations/*',
    `**/{${projectFiles.join(',')}}`,
    '**/prisma.config.*',
    '**/*.prisma',
  ];
  const elsewhere = projects.flatMap(({ migrationsDirectory: directory }) => {
    return directory === null || basename(directory) === 'migrations' ? [] : [relative(directory, '*')];
  });
  const git = new Set(folders.flatMap(gitDirectories));
  const repository = [...git].map((directory) => relative(directory, '{HEAD,packed-refs,refs/heads/*,refs/remotes/origin/*}'));
  const outside = client.watchOutside ? [...elsewhere, ...repository] : [];
  const watchers: FileSystemWatcher[] = [...general.map((globPattern) => ({ globPattern })), ...outside];
  return connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

function relative(directory: string, pattern: string): FileSystemWatcher {
  return { globPattern: { baseUri: uriOf(directory), pattern } };
}

function isBelow(path: string, directory: string): boolean {
  return path.split(sep).includes(directory);
}
