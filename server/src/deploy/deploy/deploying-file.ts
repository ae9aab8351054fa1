import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isObject, numberIn, textIn } from '../../project/json';
import { ensureLocalDirectory, localDirectory, writeNew, writeWhole } from '../../project/local-files';
import { readText } from '../../project/read-files';
import { isRunning } from '../programs/running';

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
  return found === null ? null : { ...found, isRunning: isGoingOn(found) };
}

/** Takes the file for this process. One of a process of this machine that is gone gives way; one of another machine never does. */
export function holdFile(root: string, environment: string, by: string, now: Date): HeldFile {
  const path = deployingPath(root, environment);
  const own: Deploying = { by, host: hostname(), pid: process.pid, since: now.toISOString() };
  try {
    ensureLocalDirectory(root);
    // Each time around, somebody else has come or gone; who finds the file unreadable sees no end of that.
    for (let attempt = 0; attempt < 1000; attempt++) {
      if (writeNew(path, textOf(own))) return { type: 'held', release: () => release(path, own), left: null };
      const text = readText(path);
      if (text === null) continue;
      const found = deployingIn(text);
      if (found !== null && isGoingOn(found)) return { type: 'taken', by: found, path };
      const taken = takeOver(path, text, own);
      if (taken === 'again') continue;
      return taken === null ? { type: 'held', release: () => release(path, own), left: found } : { type: 'taken', by: taken, path };
    }
    return { type: 'unwritable', reason: `${path} can be neither read nor replaced` };
  } catch (error) {
    return { type: 'unwritable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Puts the own file in place of one that was left, so that of several who find it one does. Null where that is this process, else who it is; `again` where the
 * file has become another one meanwhile. Who wants to replace a text first takes the file that is named after it, which only one can make, and looks
 * again: until it is gone nobody else replaces that text. One that was killed in between has left such a file too, and is replaced in the same way.
 */
function takeOver(path: string, left: string, own: Deploying): Deploying | null | 'again' {
  const claims: string[] = [];
  for (let text = left; ; ) {
    const claim = `${path}.after-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    claims.push(claim);
    if (writeNew(claim, textOf(own))) {
      try {
        if (readText(path) !== left) return 'again';
        writeWhole(path, textOf(own));
        for (const each of claims) rmSync(each, { force: true });
        return null;
      } finally {
        rmSync(claim, { force: true });
      }
    }
    const claimed = readText(claim);
    const other = claimed === null ? null : deployingIn(claimed);
    if (claimed === null || other === null) return 'again';
    if (isGoingOn(other)) return other;
    text = claimed;
  }
}

function textOf(own: Deploying): string {
  return `${JSON.stringify(own, null, 2)}\n`;
}

/** Never another's. */
function release(path: string, own: Deploying): void {
  const found = readDeploying(path);
  if (found?.pid === own.pid && found.since === own.since) rmSync(path, { force: true });
}

/** Of another machine nobody can tell, so it counts as running. */
function isGoingOn({ host, pid }: Deploying): boolean {
  return host !== hostname() || isRunning(pid);
}

function readDeploying(path: string): Deploying | null {
  const text = readText(path);
  return text === null ? null : deployingIn(text);
}

function deployingIn(text: string): Deploying | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return null;
    const [by, host, since, pid] = [textIn(value.by), textIn(value.host), textIn(value.since), numberIn(value.pid)];
    return by === null || host === null || since === null || pid === null ? null : { by, host, pid, since };
  } catch {
    return null;
  }
}
