import { matchesChecksum } from '../../project/checksum';
import { git, isInRepository, placeOf } from '../../project/git';
import type { Project } from '../../project/project';

/** A version of a migration's file in the repository. */
export interface CommittedText {
  readonly text: string;
  /** Hash of the newest commit that has it, shortened. */
  readonly commit: string;
  /** Branches that hold that commit, as people write them; a few. */
  readonly branches: readonly string[];
}

/**
 * Looks through every branch for the text of a migration whose checksum is this one; for any text where it is null, the newest first. Null where git has
 * none, or where there is no repository. Reads objects only; starts git, so not in an untrusted workspace.
 */
export async function committedText(project: Project, name: string, checksum: string | null): Promise<CommittedText | null> {
  const directory = project.migrationsDirectory ?? project.root;
  if (!isInRepository(directory)) return null;
  try {
    const { top, path } = placeOf(directory);
    return await searched(top, `${path === '' ? '' : `${path}/`}${name}/migration.sql`, checksum);
  } catch {
    return null;
  }
}

/** So many versions of one file are read, the newest ones. */
const maximumVersions = 50;

async function searched(top: string, path: string, checksum: string | null): Promise<CommittedText | null> {
  const log = await git(top, ['log', '--all', '--format=commit %H', '--raw', '--no-abbrev', '--no-renames', '--', path]);
  if (!log.ok) return null;
  for (const { commit, blob } of versionsIn(log.output).slice(0, maximumVersions)) {
    const content = await git(top, ['cat-file', 'blob', blob], { encoding: 'latin1' });
    if (!content.ok) continue;
    const bytes = Buffer.from(content.output, 'latin1');
    if (checksum !== null && !matchesChecksum(bytes, checksum)) continue;
    return { text: bytes.toString('utf8'), commit: commit.slice(0, 10), branches: await branchesWith(top, commit) };
  }
  return null;
}

/** `:100644 100644 <old> <new> M<TAB>path` below the line of its commit. A deletion has no new version. */
function versionsIn(output: string): readonly { readonly commit: string; readonly blob: string }[] {
  const versions: { readonly commit: string; readonly blob: string }[] = [];
  let commit = '';
  for (const line of output.split('\n')) {
    commit = /^commit ([0-9a-f]+)$/.exec(line)?.[1] ?? commit;
    const blob = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [A-Z]/.exec(line)?.[1];
    if (blob !== undefined && /[^0]/.test(blob)) versions.push({ commit, blob });
  }
  return versions;
}

async function branchesWith(top: string, commit: string): Promise<readonly string[]> {
  const refs = await git(top, [
    'for-each-ref',
    `--contains=${commit}`,
    '--format=%(refname:short)',
    '--count=5',
    'refs/heads',
    'refs/remotes',
  ]);
  return refs.ok ? refs.output.split('\n').filter((name) => name !== '') : [];
}
