import { relative, sep } from 'node:path';
import { git, isInRepository, outsideRepository, placeOf } from '../../project/git';
import type { Project } from '../../project/project';
import { realPath } from '../../project/read-files';

/** What git says of the working tree, as it is known here: nothing is fetched. */
export interface WorkingTree {
  /** Name of the branch; null where a commit is checked out alone. */
  readonly branch: string | null;
  /** Hash of the commit; null where there is none yet. */
  readonly commit: string | null;
  /** As git names it: `origin/main`; null where the branch follows none. */
  readonly upstream: string | null;
  /** Commits that the upstream, as it was fetched last, does not have. */
  readonly ahead: number;
  readonly behind: number;
  /** Files of the schema and the migrations that are not as in the commit, from the top of the repository. */
  readonly changes: readonly TreeChange[];
  /** Directory that git is run in. */
  readonly top: string;
}

export interface TreeChange {
  readonly path: string;
  readonly kind: 'changed' | 'untracked' | 'ignored' | 'conflicted';
}

/** `reason` completes the sentence "The working tree is not known: …". */
export type WorkingTreeAnswer =
  | { readonly ok: true; readonly tree: WorkingTree }
  | { readonly ok: false; readonly reason: string; readonly isRepository: boolean };

/** Asks git once, offline, without refreshing its index. Never rejects. */
export async function readWorkingTree({ root, schema, migrationsDirectory }: Project): Promise<WorkingTreeAnswer> {
  if (!isInRepository(realPath(root))) return { ok: false, reason: outsideRepository, isRepository: false };
  const { top } = placeOf(root);
  const placeIn = (path: string): string => relative(top, realPath(path)).split(sep).join('/');
  const places = [schema, migrationsDirectory].flatMap((place) => (place === null ? [] : [placeIn(place)]));
  const migrations = migrationsDirectory === null ? null : placeIn(migrationsDirectory);
  const options = ['--porcelain=v2', '--branch', '-z', '--untracked-files=all', '--ignored=matching'];
  const below = [...new Set(places.filter((place) => place !== ''))];
  const answer = await git(top, ['status', ...options, '--', ...(below.length === 0 ? ['.'] : below)]);
  if (!answer.ok) {
    const reason = answer.reason === outsideRepository ? 'git finds no repository in its .git' : answer.reason;
    return { ok: false, reason, isRepository: true };
  }
  return { ok: true, tree: { ...parsed(answer.output, migrations), top } };
}

/**
 * The form is described at https://git-scm.com/docs/git-status#_porcelain_format_version_2. Beside the schema lie databases and generated
 * clients, which are no part of it: untracked there counts what Prisma reads, ignored only a migration.
 */
function parsed(output: string, migrations: string | null): Omit<WorkingTree, 'top'> {
  const headers = new Map<string, string>();
  const changes: TreeChange[] = [];
  const fields = output.split('\0');
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] ?? '';
    const header = /^# (branch\.\S+) (.*)$/.exec(field);
    if (header !== null) {
      headers.set(header[1] ?? '', header[2] ?? '');
      continue;
    }
    const change = changeIn(field, migrations);
    if (change !== null) changes.push(change);
    // A rename is followed by the path that it came from.
    if (field.startsWith('2 ')) index++;
  }
  const [, ahead = '0', behind = '0'] = /^\+(\d+) -(\d+)$/.exec(headers.get('branch.ab') ?? '') ?? [];
  const commit = headers.get('branch.oid') ?? '(initial)';
  const branch = headers.get('branch.head') ?? '(detached)';
  return {
    branch: branch === '(detached)' ? null : branch,
    commit: commit === '(initial)' ? null : commit,
    upstream: headers.get('branch.upstream') ?? null,
    ...{ ahead: Number(ahead), behind: Number(behind), changes },
  };
}

function changeIn(field: string, migrations: string | null): TreeChange | null {
  const path = pathIn(field);
  switch (field[0]) {
    case '1':
    case '2':
      return { path, kind: 'changed' };
    case 'u':
      return { path, kind: 'conflicted' };
    case '?':
      return isRead(path) ? { path, kind: 'untracked' } : null;
    case '!': {
      const isMigration = migrations !== null && (`${migrations}/`.startsWith(path) || path.startsWith(`${migrations}/`));
      return isMigration && (path.endsWith('/') || isRead(path)) ? { path, kind: 'ignored' } : null;
    }
    default:
      return null;
  }
}

/** Fields before the path: 8 of a change, 9 of a rename, 10 of a conflict, 1 of what git does not know. */
const fieldsBefore: Readonly<Record<string, number>> = { '1': 8, '2': 9, u: 10, '?': 1, '!': 1 };

function pathIn(field: string): string {
  return field
    .split(' ')
    .slice(fieldsBefore[field[0] ?? ''] ?? 0)
    .join(' ');
}

function isRead(path: string): boolean {
  return /\.(sql|prisma)$|(^|\/)migration_lock\.toml$/.test(path);
}

/** Whether a commit is part of one of these branches, here or as fetched last. */
export async function branchesWith({ top, commit }: WorkingTree, branches: readonly string[]): Promise<readonly string[]> {
  if (commit === null) return [];
  const refs = branches.flatMap((branch) => [`refs/heads/${branch}`, `refs/remotes/*/${branch}`]);
  const answer = await git(top, ['for-each-ref', '--format=%(refname:short)', `--contains=${commit}`, ...refs]);
  return answer.ok ? answer.output.split('\n').filter((line) => line !== '') : [];
}

export function shortHash(commit: string): string {
  return commit.slice(0, 9);
}
