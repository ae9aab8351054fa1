import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isObject, numberIn, textIn } from '../../project/json';
import { ensureLocalDirectory, localDirectory } from '../../project/local-files';

/** Who deploys to an environment from this folder, as `.lockstep/deploying-<environment>.json` says. */
export interface Deploying {
  readonly by: string;
  readonly host: string;
  readonly pid: number;
  /** ISO 8601 in UTC. */
  readonly since: string;
}

export type HeldFile =
  /** `left`: a deploy that has not come to its end, whose file was in the way; null where there was none. */
  | { readonly type: 'held'; readonly release: () => void; readonly left: Deploying | null }
  | { readonly type: 'taken'; readonly by: Deploying; readonly path: string }
  /** It cannot be written; `reason` is the file system's. */
  | { readonly type: 'unwritable'; readonly reason: string };

export function deployingPath(root: string, environment: string): string {
  return join(localDirectory(root), `deploying-${nameInFiles(environment)}.json`);
}

/** An environment's name as a part of the name of a file. */
export function nameInFiles(environment: string): string {
  return environment.replaceAll(/[^\w.-]/g, '_');
}

/** The deploy that has not come to its end: it goes on now, or whoever ran it was ended. Null where there is none. */
export function unfinishedDeploy(root: string, environment: string): (Deploying & { readonly isRunning: boolean }) | null {
  const found = readDeploying(deployingPath(root, environment));
  return found === null ? null : { ...found, isRunning: isRunning(found) };
}

/** Takes the file for this process. One of a process of this machine that is gone gives way; one of another machine never does. */
export function holdFile(root: string, environment: string, by: string, now: Date): HeldFile {
  const path = deployingPath(root, environment);
  const own: Deploying = { by, host: hostname(), pid: process.pid, since: now.toISOString() };
  let left: Deploying | null = null;
  try {
    ensureLocalDirectory(root);
    while (!wrote(path, own)) {
      const found = readDeploying(path);
      if (found !== null && isRunning(found)) return { type: 'taken', by: found, path };
      left = found;
      rmSync(path, { force: true });
    }
    return { type: 'held', release: () => release(path, own), left };
  } catch (error) {
    return { type: 'unwritable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** As a whole or not at all, so that nobody finds it half written. False where there is such a file. @throws the file system's error otherwise. */
function wrote(path: string, own: Deploying): boolean {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify(own, null, 2)}\n`);
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Never another's. */
function release(path: string, own: Deploying): void {
  const found = readDeploying(path);
  if (found?.pid === own.pid && found.since === own.since) rmSync(path, { force: true });
}

/** Of another machine nobody can tell, so it counts as running. */
function isRunning({ host, pid }: Deploying): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readDeploying(path: string): Deploying | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isObject(value)) return null;
    const [by, host, since, pid] = [textIn(value.by), textIn(value.host), textIn(value.since), numberIn(value.pid)];
    return by === null || host === null || since === null || pid === null ? null : { by, host, pid, since };
  } catch {
    return null;
  }
}
