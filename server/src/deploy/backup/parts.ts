import { rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { byteWords } from '../../analysis/statistics/size-words';
import { numberIn, readJson, textIn } from '../../project/json';
import { entriesOf, errorCode } from '../../project/read-files';
import { holderOf, tellsHolders } from '../programs/holder-of';
import { isRunning } from '../programs/running';
import { extensions, freeName, ownerExtension, partial } from './place';

/** Takes a name that no other backup has, for this process; `release` removes what says so. @throws the file system's error. */
export function claimName(directory: string, environment: string, now: Date): { readonly name: string; readonly release: () => void } {
  const owner = `${JSON.stringify({ host: hostname(), pid: process.pid, since: new Date().toISOString() })}\n`;
  for (;;) {
    const name = freeName(directory, environment, now);
    const path = join(directory, name + ownerExtension);
    try {
      // Of two that take the same name one gets it. Not by a link: a disk for backups may have none.
      writeFileSync(path, owner, { flag: 'wx', mode: 0o600 });
      return { name, release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** A file that is not a backup yet, or never became one. */
export interface Part {
  readonly path: string;
  /** `left`: whoever wrote it is gone. `unknown`: nothing says who writes it. */
  readonly state: 'left' | 'being-written' | 'unknown';
  readonly words: string;
}

/** The parts in a directory of backups. Never throws. */
export function findParts(directory: string, now: Date): readonly Part[] {
  return entriesOf(directory).flatMap(({ name }) => {
    const stem = stemOf(name);
    return stem === null ? [] : [partAt(join(directory, name), join(directory, stem + ownerExtension), now)];
  });
}

/** Removes what killed backups have left in a directory, and says so; what is being written stays. Never throws. */
export function removeLeftParts(directory: string, now: Date): readonly string[] {
  const sentences = findParts(directory, now).flatMap(({ path, state, words }): readonly string[] => {
    if (state === 'being-written') return [];
    if (state === 'unknown') return [words];
    try {
      for (const part of ['', '-wal', '-shm', '-journal']) rmSync(path + part, { force: true });
      return [`Removed ${words}`];
    } catch {
      return [`It cannot be removed: ${words}`];
    }
  });
  for (const { name } of entriesOf(directory)) if (name.endsWith(ownerExtension)) removeIdleOwner(directory, name);
  return sentences;
}

/** `staging-20261120T150405Z` of `staging-20261120T150405Z.dump.partial`; null for anything else. */
function stemOf(name: string): string | null {
  if (!name.endsWith(partial) || name.endsWith(ownerExtension)) return null;
  const file = name.slice(0, -partial.length);
  const extension = Object.values(extensions).find((one) => file.endsWith(one));
  const stem = extension === undefined ? '' : file.slice(0, -extension.length);
  return /^[\w.-]+-\d{8}T\d{6}Z(-\d+)?$/.test(stem) ? stem : null;
}

const day = 86_400_000;

function partAt(path: string, ownerPath: string, now: Date): Part {
  const stats = statSync(path, { throwIfNoEntry: false });
  const name = `${basename(path)} (${byteWords(stats?.size ?? 0)})`;
  const owner = ownerAt(ownerPath);
  const idle = now.getTime() - (stats?.mtimeMs ?? 0);
  const writer = owner === null ? null : writerOf(path, owner, idle);
  if (owner === null) {
    return {
      path,
      state: 'unknown',
      words: `${name} is no backup, and nothing says who writes it: delete it where no backup is being made.`,
    };
  }
  return writer === null
    ? { path, state: 'left', words: `${name}, which a backup that was killed has left.` }
    : { path, state: 'being-written', words: `${name} is being written by ${writer}.` };
}

interface Owner {
  readonly host: string;
  readonly pid: number;
}

/** Who is still at it; null for nobody. */
function writerOf(path: string, { host, pid }: Owner, idle: number): string | null {
  // Nobody can tell of another machine. A number that another program has by now counts for a week.
  if (host !== hostname()) return `a process on ${host}`;
  if (isRunning(pid) && idle < 7 * day) return `process ${pid}`;
  // A command of the user's own can outlive whoever has started it.
  const holder = holderOf(path);
  if (holder !== null) return holder;
  return !tellsHolders() && path.endsWith(extensions.own + partial) && idle < day / 24 ? 'the backup command, it may be' : null;
}

function removeIdleOwner(directory: string, name: string): void {
  const owner = ownerAt(join(directory, name));
  const stem = name.slice(0, -ownerExtension.length);
  const hasPart = Object.values(extensions).some(
    (one) => statSync(join(directory, stem + one + partial), { throwIfNoEntry: false }) !== undefined,
  );
  if (owner === null || hasPart || owner.host !== hostname() || isRunning(owner.pid)) return;
  rmSync(join(directory, name), { force: true });
}

function ownerAt(path: string): Owner | null {
  const value = readJson(path);
  const [host, pid] = [textIn(value?.host), numberIn(value?.pid)];
  return host === null || pid === null ? null : { host, pid };
}
