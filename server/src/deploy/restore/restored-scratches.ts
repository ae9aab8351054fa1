import { basename } from 'node:path';
import type { Project } from '../../project/project';
import { readDatabaseAddress } from '../connection/database-address';
import { redactorFor } from '../connection/redact';
import type { UrlSources } from '../environments/environment';
import { resolveEnvironments } from '../environments/resolve';
import { urlOf } from '../environments/url-of';
import { serverOf } from '../rehearsal/copies/server-of';
import { isScratchName } from '../scratch/scratch';
import { dropScratch, findScratches, type ScratchHost, scratchHost } from '../scratch/scratches';
import { readNotes, removeNote, removeRestoredFile, restoredFiles } from './restored-notes';

/** A scratch database that a person has restored a backup into. It stays until a person names it to be dropped. */
export interface Restored {
  readonly name: string;
  /** `host:port`, or the path of a SQLite file. */
  readonly place: string;
  /** ISO 8601 in UTC; null where nobody has written it down. */
  readonly madeAt: string | null;
}

export interface RestoredFound {
  readonly found: readonly Restored[];
  /** Servers that could not be asked, a sentence each. */
  readonly problems: readonly string[];
}

type Held = Restored & { readonly host: ScratchHost | null };

/** On the servers of the environments, on those that notes of earlier restores name, and in `.lockstep/scratch`. Never rejects. */
export async function findRestored(project: Project, sources: UrlSources, now: Date): Promise<RestoredFound> {
  const { held, problems } = await heldDatabases(project, sources, now);
  return { found: held.map(({ name, place, madeAt }) => ({ name, place, madeAt })), problems };
}

/** `unknown`: none of that name was found, which may be because a server could not be asked; `problems` says so. */
export type RestoredDropped =
  | { readonly type: 'dropped'; readonly restored: Restored }
  | { readonly type: 'unknown'; readonly problems: readonly string[] }
  | { readonly type: 'failed'; readonly message: string };

/** Drops the one with this name. Looks again first: only what has our name and our mark inside goes. Never rejects. */
export async function dropRestored(project: Project, sources: UrlSources, now: Date, name: string): Promise<RestoredDropped> {
  if (!isScratchName(name)) return { type: 'unknown', problems: [] };
  const { held, problems } = await heldDatabases(project, sources, now);
  const one = held.find((each) => each.name === name);
  if (one === undefined) return { type: 'unknown', problems };
  if (one.host === null) {
    try {
      removeRestoredFile(project.root, name);
    } catch (error) {
      return { type: 'failed', message: `${one.place} cannot be removed: ${error instanceof Error ? error.message : String(error)}` };
    }
    return { type: 'dropped', restored: one };
  }
  const dropped = await dropScratch(one.host, name);
  if (!dropped.ok) return { type: 'failed', message: dropped.problem.message };
  if (dropped.value === 'not-ours') return { type: 'unknown', problems };
  removeNote(project.root, name);
  return { type: 'dropped', restored: one };
}

/** Milliseconds for each server. People wait for the list. */
const timeLimit = 10_000;

async function heldDatabases(project: Project, sources: UrlSources, now: Date) {
  const held = new Map<string, Held>();
  const problems = new Set<string>();
  const { hosts, unknown } = await hostsOf(project, sources);
  for (const problem of unknown) problems.add(problem);
  const asked = await Promise.all(
    [...hosts].map(async ([place, host]) => ({ place, host, answer: await findScratches(host, now, timeLimit) })),
  );
  const answered = new Set<string>();
  for (const { place, host, answer } of asked) {
    if (!answer.ok) {
      problems.add(answer.problem.message);
      continue;
    }
    answered.add(place);
    for (const { name, mark } of answer.value) {
      if (mark?.purpose === 'restore') held.set(name, { name, place, madeAt: mark.madeAt, host });
    }
  }
  // What the server does not have any more was dropped by hand.
  for (const { name, target } of readNotes(project.root)) {
    if (!held.has(name) && answered.has(serverIn(target))) removeNote(project.root, name);
  }
  for (const file of restoredFiles(project.root)) {
    const name = basename(file, '.db');
    held.set(name, { name, place: file, madeAt: timeOfName(name), host: null });
  }
  return { held: [...held.values()].sort((one, other) => (one.name < other.name ? -1 : 1)), problems: [...problems] };
}

/** One connection for each server, by `host:port`. */
async function hostsOf(project: Project, sources: UrlSources) {
  const hosts = new Map<string, ScratchHost>();
  const unknown: string[] = [];
  const add = (host: ScratchHost | null): void => {
    if (host === null) return;
    const place = serverIn(host.address.target);
    if (!hosts.has(place)) hosts.set(place, host);
  };
  for (const environment of await resolveEnvironments(project, sources)) {
    // One without a usable URL has no restored database; `lockstep status` says what is wrong with it.
    if (environment.connection.ok) add(scratchHost(environment.connection));
    const server = await serverOf({ project, environment, sources });
    if (server?.ok === true) add(server.host);
  }
  for (const { name, place, target } of readNotes(project.root)) {
    if (hosts.has(serverIn(target))) continue;
    const found = await urlOf({ name: place, url: { type: 'env', variable: place } }, project, sources);
    const read = found.ok ? readDatabaseAddress(found.url, project) : null;
    if (found.ok && read?.ok === true) add(scratchHost({ address: read.address, redact: redactorFor(found.url) }));
    if (!hosts.has(serverIn(target)))
      unknown.push(`${name} was restored on ${serverIn(target)}, by the URL in ${place}, which is not set to it now.`);
  }
  return { hosts, unknown };
}

/** `host:port/database` without the database. */
function serverIn(target: string): string {
  return target.slice(0, target.lastIndexOf('/'));
}

/** `lockstep_scratch_20261120t150405z_…` says when. */
function timeOfName(name: string): string | null {
  const [, year, month, day, hour, minute, second] = /_(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)z_/.exec(name) ?? [];
  return year === undefined ? null : `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}

/** `database lockstep_scratch_… on localhost:5432, restored 2026-11-20 15:04 UTC`. */
export function restoredWords({ name, place, madeAt }: Restored): string {
  const when = madeAt === null ? '' : `, restored ${madeAt.slice(0, 16).replace('T', ' ')} UTC`;
  return place.endsWith(`${name}.db`) ? `file ${place}${when}` : `database ${name} on ${place}${when}`;
}
