import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { isObject, numberIn, textIn } from '../../project/json';
import type { DatabaseAddress } from '../connection/database-address';
import { isRunning } from '../programs/running';

/** What a scratch database is for. One of a rehearsal goes with its process; a restored one stays until a person drops it. */
export type ScratchPurpose = 'rehearsal' | 'restore';

/** Stands inside a scratch database, and says that Lockstep has made it. */
export interface ScratchMark {
  readonly purpose: ScratchPurpose;
  /** Who has made it: the machine and the process. */
  readonly host: string;
  readonly pid: number;
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
}

/** A database that may be dropped at any time. */
export interface Scratch {
  readonly name: string;
  readonly address: DatabaseAddress;
  readonly mark: ScratchMark;
}

/** A database on a server that has the name of a scratch database. */
export interface FoundScratch {
  readonly name: string;
  /** Null where nothing inside says that Lockstep has made it: it is never dropped. */
  readonly mark: ScratchMark | null;
  /** `left-over`: of a rehearsal whose process has ended. A process on another machine counts as running for a day. */
  readonly state: 'in-use' | 'left-over' | 'kept' | 'not-ours';
}

const prefix = 'lockstep_scratch_';
const pattern = /^lockstep_scratch_\d{8}t\d{6}z_[0-9a-f]{8}$/;

/** `lockstep_scratch_20261120t150405z_1f0c9a3e`. */
export function scratchName(now: Date): string {
  return `${prefix}${timeInName(now).toLowerCase()}_${randomBytes(4).toString('hex')}`;
}

export function isScratchName(name: string): boolean {
  return pattern.test(name);
}

/** `20261120T150405Z`. */
export function timeInName(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

export function newMark(purpose: ScratchPurpose, now: Date): ScratchMark {
  return { purpose, host: hostname(), pid: process.pid, madeAt: now.toISOString() };
}

const words = 'Scratch database of Lockstep: ';

export function markText(mark: ScratchMark): string {
  return words + JSON.stringify(mark);
}

/** The mark in a text of a server; null where it is none. */
export function markIn(text: string | null): ScratchMark | null {
  if (text === null || !text.startsWith(words)) return null;
  try {
    const value: unknown = JSON.parse(text.slice(words.length));
    if (!isObject(value)) return null;
    const [host, pid, madeAt] = [textIn(value.host), numberIn(value.pid), textIn(value.madeAt)];
    const purpose = (['rehearsal', 'restore'] as const).find((one) => one === value.purpose);
    return purpose === undefined || host === null || pid === null || madeAt === null ? null : { purpose, host, pid, madeAt };
  } catch {
    return null;
  }
}

export function foundScratch(name: string, mark: ScratchMark | null, now: Date): FoundScratch {
  return { name, mark, state: mark === null ? 'not-ours' : stateOf(mark, now) };
}

const day = 86_400_000;

function stateOf({ purpose, host, pid, madeAt }: ScratchMark, now: Date): FoundScratch['state'] {
  const age = now.getTime() - Date.parse(madeAt);
  if (host === hostname() ? isRunning(pid) && age < 7 * day : age < day) return 'in-use';
  return purpose === 'restore' ? 'kept' : 'left-over';
}
