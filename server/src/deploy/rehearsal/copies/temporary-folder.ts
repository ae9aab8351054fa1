import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../programs/running';

/** Whose folder it is stands in its name: this machine's process with this number. */
const prefix = 'lockstep-rehearsal-';
const pattern = /^lockstep-rehearsal-(\d+)-[A-Za-z0-9]{6}$/;

/** A new folder for a copy that is a file. */
export function makeTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
}

export function removeTemporaryFolder(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    return true;
  } catch {
    return false;
  }
}

/** Folders whose process has ended: it was killed, or was asked to keep its copy. */
export function leftTemporaryFolders(): readonly string[] {
  try {
    const names = readdirSync(tmpdir(), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    return names
      .filter((name) => {
        const pid = pattern.exec(name)?.[1];
        return pid !== undefined && !isRunning(Number(pid));
      })
      .map((name) => join(tmpdir(), name));
  } catch {
    return [];
  }
}

export const thisMachine: string = hostname();
