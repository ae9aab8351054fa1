import type { Project } from '../../project/project';
import type { UrlSources } from '../environments/environment';
import { resolveEnvironment } from '../environments/resolve';
import { dropScratch, findScratches, type ScratchHost } from '../scratch/scratches';
import { serverOf } from './copies/server-of';
import { leftTemporaryFolders, removeTemporaryFolder } from './copies/temporary-folder';

/** A copy that a rehearsal has left: it was killed, or told to keep it. */
export type Leftover =
  | { readonly type: 'database'; readonly name: string /** `host:port`. */; readonly server: string; readonly madeAt: string | null }
  | { readonly type: 'folder'; readonly path: string };

export interface Leftovers {
  readonly found: readonly Leftover[];
  /** Servers that could not be asked, a sentence each. */
  readonly problems: readonly string[];
}

/** Copies whose process has ended, on the servers that lockstep.json names for rehearsals and on this machine. Never rejects. */
export async function findLeftovers(project: Project, sources: UrlSources, now: Date): Promise<Leftovers> {
  const { found, problems } = await leftDatabases(project, sources, now);
  const folders = leftTemporaryFolders().map((path): Leftover => ({ type: 'folder', path }));
  return { found: [...found.map(({ leftover }) => leftover), ...folders], problems };
}

/** Removes them; resolves to those that were. Looks again first: only what is still a leftover goes, and never anything that Lockstep has not made. */
export async function removeLeftovers(project: Project, sources: UrlSources, now: Date): Promise<Leftovers> {
  const { found, problems } = await leftDatabases(project, sources, now);
  const removed: Leftover[] = [];
  const failed = [...problems];
  for (const { host, leftover } of found) {
    const dropped = await dropScratch(host, leftover.name);
    if (dropped.ok && dropped.value === 'dropped') removed.push(leftover);
    if (!dropped.ok) failed.push(dropped.problem.message);
  }
  for (const path of leftTemporaryFolders()) {
    if (removeTemporaryFolder(path)) removed.push({ type: 'folder', path });
    else failed.push(`${path} cannot be removed.`);
  }
  return { found: removed, problems: failed };
}

interface LeftDatabase {
  readonly host: ScratchHost;
  readonly leftover: Leftover & { readonly type: 'database' };
}

async function leftDatabases(project: Project, sources: UrlSources, now: Date) {
  const found = new Map<string, LeftDatabase>();
  const problems = new Set<string>();
  for (const settings of project.settings.environments) {
    if (settings.rehearsal === null) continue;
    const environment = await resolveEnvironment(settings, project, sources);
    const server = await serverOf({ project, environment, sources });
    if (server === null) continue;
    if (!server.ok) {
      problems.add(server.problem.message);
      continue;
    }
    const { host } = server;
    const scratches = await findScratches(host, now);
    if (!scratches.ok) {
      problems.add(scratches.problem.message);
      continue;
    }
    const place = host.address.target.slice(0, host.address.target.lastIndexOf('/'));
    for (const { name, mark, state } of scratches.value) {
      if (state !== 'left-over') continue;
      found.set(`${place}/${name}`, { host, leftover: { type: 'database', name, server: place, madeAt: mark?.madeAt ?? null } });
    }
  }
  return { found: [...found.values()], problems: [...problems] };
}

/** `database lockstep_scratch_… on localhost:5432`. */
export function leftoverWords(leftover: Leftover): string {
  return leftover.type === 'folder' ? `folder ${leftover.path}` : `database ${leftover.name} on ${leftover.server}`;
}
