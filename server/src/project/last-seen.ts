import { cacheDirectoryFor } from './cache-location';
import { environmentFile, environmentFiles } from './environment-files';
import { isObject, objectIn, textIn } from './json';
import { writeWhole } from './local-files';
import type { Project } from './project';
import { readText } from './read-files';
import { type EnvironmentKind, environmentKinds } from './settings';

/**
 * What the database of an environment said when somebody last asked it. It is kept so that it can be spoken of while nothing is connected: which
 * server effects are foretold for, and which migrations are history because production has them.
 */
export interface SeenEnvironment {
  readonly environment: string;
  readonly kind: EnvironmentKind;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** As the server states it: `15.18`, `10.11.6-MariaDB`. */
  readonly serverVersion: string;
  /** Checksums that Prisma has stored, by the names of the migrations that are applied. */
  readonly applied: ReadonlyMap<string, string>;
}

const suffix = '.seen.json';

/** What is known of the environments that `lockstep.json` still names as it did then, the most protected kind first, then the newest. */
export function seenEnvironments({ root, settings }: Pick<Project, 'root' | 'settings'>): readonly SeenEnvironment[] {
  if (settings.environments.length === 0) return [];
  const seen = environmentFiles(cacheDirectoryFor(root), root, suffix).flatMap((path) => parsed(readText(path) ?? '') ?? []);
  const named = seen.filter(({ environment, kind }) => settings.environments.some((one) => one.name === environment && one.kind === kind));
  const weight = ({ kind }: SeenEnvironment): number => environmentKinds.indexOf(kind);
  return named.sort((a, b) => weight(b) - weight(a) || (a.at < b.at ? 1 : -1));
}

/** Whether that is news: another server, or other migrations. A cache that cannot be written is none. */
export function rememberSeen({ root }: Pick<Project, 'root'>, seen: SeenEnvironment): boolean {
  const path = environmentFile(cacheDirectoryFor(root), root, seen.environment, suffix);
  const before = parsed(readText(path) ?? '');
  try {
    writeWhole(path, `${JSON.stringify({ version: 1, ...seen, applied: Object.fromEntries(seen.applied) })}\n`);
  } catch {
    return false;
  }
  return before === null || factsOf(before) !== factsOf(seen);
}

function factsOf({ kind, serverVersion, applied }: SeenEnvironment): string {
  return JSON.stringify([kind, serverVersion, [...applied]]);
}

function parsed(text: string): SeenEnvironment | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || value.version !== 1) return null;
  const [environment, at, serverVersion] = [textIn(value.environment), textIn(value.at), textIn(value.serverVersion)];
  const kind = environmentKinds.find((one) => isObject(value) && one === value.kind);
  if (environment === null || at === null || serverVersion === null || kind === undefined) return null;
  const applied = Object.entries(objectIn(value.applied)).flatMap(([name, checksum]) => {
    const stored = textIn(checksum);
    return stored === null ? [] : [[name, stored] as const];
  });
  return { environment, kind, at, serverVersion, applied: new Map(applied) };
}
