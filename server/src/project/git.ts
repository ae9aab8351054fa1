import { type ExecFileException, execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { upwards } from './prisma-version';
import { isDirectory } from './read-files';
import { isTopOfRepository } from './settings-file';

/** The migrations that a commit holds, by folder name, with the hash of their `migration.sql`. */
export interface CommittedMigrations {
  /** As people write it: `origin/main`. */
  readonly ref: string;
  /** Hash of the commit. */
  readonly commit: string;
  readonly blobs: ReadonlyMap<string, string>;
}

/** `reason` completes the sentence "The default branch is not known: …". */
export type GitAnswer = { readonly ok: true; readonly committed: CommittedMigrations } | { readonly ok: false; readonly reason: string };

/** The parts of a project that git is asked about. */
export interface ProjectPlaces {
  readonly migrationsDirectory: string | null;
  readonly schema: string | null;
}

/** Where the default branch is looked for, best first. */
const defaultBranches = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

/**
 * What `since`, or else the default branch, holds below a migrations directory. Reads objects only: no network, no prompt, no
 * index refresh, no hook.
 */
export async function readCommittedMigrations(project: ProjectPlaces, since: string | null): Promise<GitAnswer> {
  const { migrationsDirectory, schema } = project;
  if (migrationsDirectory === null) return readRevision(schema === null ? null : dirname(schema), since);
  if (!isDirectory(migrationsDirectory)) return { ok: false, reason: `"${migrationsDirectory}" is no directory` };
  if (!isInRepository(migrationsDirectory)) return { ok: false, reason: outsideRepository };
  const { top, path: folder } = placeOf(migrationsDirectory);
  const answer = await ask(top, folder, since);
  if (!answer.ok) return answer;
  const { ref, commit } = answer;
  return { ok: true, committed: { ref: shortName(since ?? ref), commit, blobs: answer.blobs.get(folder) ?? new Map() } };
}

/** The commit alone, where there are no migrations. */
async function readRevision(directory: string | null, since: string | null): Promise<GitAnswer> {
  if (directory === null || !isDirectory(directory) || !isInRepository(directory)) return { ok: false, reason: outsideRepository };
  const { top } = placeOf(directory);
  const answer = await revisionOf(top, since);
  if (!answer.ok) return answer;
  const { ref, commit } = answer;
  return { ok: true, committed: { ref: shortName(since ?? ref), commit, blobs: new Map() } };
}

/** The blobs of migrations by their migrations directory, as git writes it: from the top of the repository, with slashes. */
type BlobsByFolder = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** `ref` as git spells it. */
type Revision = { readonly ok: true; readonly ref: string; readonly commit: string } | { readonly ok: false; readonly reason: string };

type RepositoryAnswer =
  | { readonly ok: true; readonly ref: string; readonly commit: string; readonly blobs: BlobsByFolder }
  | { readonly ok: false; readonly reason: string };

interface Question {
  readonly folders: Set<string>;
  readonly answer: Promise<RepositoryAnswer>;
}

const questions = new Map<string, Question>();

/** To start git takes longer than its answer: what is asked of a repository in one go is asked once, for all folders together. */
function ask(top: string, folder: string, since: string | null): Promise<RepositoryAnswer> {
  const key = JSON.stringify([top, since]);
  const open = questions.get(key);
  if (open !== undefined) {
    open.folders.add(folder);
    return open.answer;
  }
  const folders = new Set([folder]);
  const answer = Promise.resolve().then(() => {
    questions.delete(key);
    return readTree(top, [...folders], since);
  });
  questions.set(key, { folders, answer });
  return answer;
}

/** As many folders as every system takes on a command line; more are found by listing everything. */
const maximumFolders = 100;

async function readTree(top: string, folders: readonly string[], since: string | null): Promise<RepositoryAnswer> {
  const revision = await revisionOf(top, since);
  if (!revision.ok) return revision;
  const below = folders.includes('') || folders.length > maximumFolders ? [] : ['--', ...folders];
  const tree = await git(top, ['ls-tree', '-r', '-z', revision.commit, ...below]);
  return tree.ok ? { ...revision, blobs: parseTree(tree.output) } : tree;
}

/** Where git is run, and the path from there on. Where `GIT_DIR` says where the repository is, only git knows its top. */
export function placeOf(path: string): { readonly top: string; readonly path: string } {
  const real = realpathSync.native(path);
  const directory = isDirectory(real) ? real : dirname(real);
  const top = process.env.GIT_DIR === undefined ? ([...upwards(directory)].find(isTopOfRepository) ?? directory) : directory;
  return { top, path: relative(top, real).split(sep).join('/') };
}

export const outsideRepository = 'the project is not in a git repository';

/** Saves starting git where its answer is clear. */
export function isInRepository(directory: string): boolean {
  return process.env.GIT_DIR !== undefined || [...upwards(directory)].some(isTopOfRepository);
}

/** The commit that `since` names, else that of the default branch. */
async function revisionOf(directory: string, since: string | null): Promise<Revision> {
  return since === null ? defaultBranch(directory) : verified(directory, since);
}

async function defaultBranch(directory: string): Promise<Revision> {
  const refs = await git(directory, ['for-each-ref', '--format=%(refname) %(objectname)', ...defaultBranches]);
  if (!refs.ok) return refs;
  const commits = new Map(refs.output.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
  for (const ref of defaultBranches) {
    const commit = commits.get(ref);
    if (commit !== undefined) return { ok: true, ref, commit };
  }
  return { ok: false, reason: 'the repository has no branch main or master' };
}

async function verified(directory: string, since: string): Promise<Revision> {
  const commit = await git(directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{commit}`]);
  if (commit.ok) return { ok: true, ref: since, commit: commit.output.trim() };
  return { ok: false, reason: commit.reason === '' ? `git knows no commit "${since}"` : commit.reason };
}

function shortName(ref: string): string {
  return ref.replace(/^refs\/(remotes|heads)\//, '').replace(/^origin\/HEAD$/, 'the default branch of origin');
}

/** `git ls-tree -z` writes `mode type hash<TAB>path<NUL>`, paths relative to the working directory. */
function parseTree(output: string): BlobsByFolder {
  const folders = new Map<string, Map<string, string>>();
  for (const line of output.split('\0')) {
    const match = /^\d+ blob ([0-9a-f]+)\t(?:(.+)\/)?([^/]+)\/migration\.sql$/s.exec(line);
    const [, blob, folder = '', name] = match ?? [];
    if (blob === undefined || name === undefined) continue;
    const blobs = folders.get(folder) ?? new Map<string, string>();
    folders.set(folder, blobs.set(name, blob));
  }
  return folders;
}

export type GitOutput = { readonly ok: true; readonly output: string } | { readonly ok: false; readonly reason: string };

const timeLimit = 5_000;

interface GitOptions {
  /** What git reads from its standard input. */
  readonly input?: string;
  /** `latin1`: one character a byte. */
  readonly encoding?: 'utf8' | 'latin1';
  /** `check-ignore` refuses to be told that paths are literal, and takes none for a pattern. */
  readonly literalPaths?: boolean;
}

export function git(
  directory: string,
  args: readonly string[],
  { input = '', encoding = 'utf8', literalPaths = true }: GitOptions = {},
): Promise<GitOutput> {
  const options = {
    cwd: directory,
    encoding,
    timeout: timeLimit,
    maxBuffer: 64 * 1024 * 1024,
    windowsHide: true,
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' },
  };
  return new Promise((resolve) => {
    const child = execFile(
      'git',
      ['-c', 'core.fsmonitor=false', ...(literalPaths ? ['--literal-pathspecs'] : []), ...args],
      options,
      (error, stdout, stderr) => {
        resolve(error === null ? { ok: true, output: stdout } : { ok: false, reason: reasonOf(error, stderr) });
      },
    );
    child.stdin?.on('error', () => {}).end(input);
  });
}

function reasonOf(error: ExecFileException, stderr: string): string {
  if (error.code === 'ENOENT') return 'git is not installed';
  if (error.killed) return `git did not answer within ${timeLimit / 1000} s`;
  if (/not a git repository/i.test(stderr)) return outsideRepository;
  if (/dubious ownership/i.test(stderr)) return 'git refuses the repository because another user owns it (safe.directory)';
  return (
    stderr
      .split('\n')[0]
      ?.replace(/^fatal: /, '')
      .trim() ?? ''
  );
}
