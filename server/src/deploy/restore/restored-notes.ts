import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJson, textIn } from '../../project/json';
import { ensureLocalDirectory, localDirectory, writeWhole } from '../../project/local-files';
import { isScratchName } from '../scratch/scratch';

/** Says on this machine that a backup was restored into a scratch database, so that it is not forgotten there. No secret is in it. */
export interface RestoredNote {
  readonly name: string;
  /** `host:port/database`. */
  readonly target: string;
  /** The environment, or the variable with the URL, on whose server it is. */
  readonly place: string;
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
}

function folderOf(root: string): string {
  return join(localDirectory(root), 'scratch');
}

/** @throws the file system's error. */
export function writeNote(root: string, note: RestoredNote): void {
  ensureLocalDirectory(root);
  writeWhole(join(folderOf(root), `${note.name}.json`), `${JSON.stringify(note, null, 2)}\n`);
}

export function removeNote(root: string, name: string): void {
  if (isScratchName(name)) rmSync(join(folderOf(root), `${name}.json`), { force: true });
}

export function readNotes(root: string): readonly RestoredNote[] {
  return namesIn(root, '.json').flatMap((name) => {
    const value = readJson(join(folderOf(root), `${name}.json`));
    const [target, place, madeAt] = [textIn(value?.target), textIn(value?.place), textIn(value?.madeAt)];
    return target === null || place === null || madeAt === null ? [] : [{ name, target, place, madeAt }];
  });
}

/** The SQLite files that backups were restored into as scratch databases. */
export function restoredFiles(root: string): readonly string[] {
  return namesIn(root, '.db').map((name) => join(folderOf(root), `${name}.db`));
}

/** Removes such a file with what SQLite has beside it. @throws the file system's error. */
export function removeRestoredFile(root: string, name: string): void {
  if (!isScratchName(name)) return;
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(join(folderOf(root), `${name}.db${ending}`), { force: true });
}

function namesIn(root: string, ending: string): readonly string[] {
  try {
    return readdirSync(folderOf(root), { withFileTypes: true })
      .flatMap((entry) => (entry.isFile() && entry.name.endsWith(ending) ? [basename(entry.name, ending)] : []))
      .filter(isScratchName)
      .sort();
  } catch {
    return [];
  }
}

/** How many restored scratch databases this machine knows of. Connects to nothing. */
export function countRestored(root: string): number {
  return readNotes(root).length + restoredFiles(root).length;
}
