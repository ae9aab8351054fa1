import { basename, dirname, join } from 'node:path';
import type { RolloutRecord } from '../../analysis/plans/rollout/record';
import type { Project } from '../project';
import { entriesOf, isFile, readText } from '../read-files';
import { readRecord } from './read-record';

/** A rollout in its folder. */
export interface FoundRollout {
  /** Of its folder. */
  readonly name: string;
  readonly directory: string;
  /** Path of `rollout.json`. */
  readonly file: string;
  readonly text: string;
  readonly content: { readonly ok: true; readonly record: RolloutRecord } | { readonly ok: false; readonly problems: readonly string[] };
}

export const recordFile = 'rollout.json';
export const checklistFile = 'README.md';

/** Beside the migrations: `prisma/rollouts`. Null in a project without migrations. */
export function rolloutsDirectory({ migrationsDirectory }: Pick<Project, 'migrationsDirectory'>): string | null {
  return migrationsDirectory === null ? null : join(dirname(migrationsDirectory), 'rollouts');
}

/** All rollouts of a project, by name. `overlay` holds unsaved texts by absolute path: they win over the disk. */
export function findRollouts(project: Project, overlay: ReadonlyMap<string, string> = new Map()): readonly FoundRollout[] {
  const directory = rolloutsDirectory(project);
  if (directory === null) return [];
  return entriesOf(directory)
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .flatMap(({ name }) => rolloutIn(join(directory, name), overlay) ?? []);
}

/** Null where the folder holds no `rollout.json`. */
export function rolloutIn(directory: string, overlay: ReadonlyMap<string, string> = new Map()): FoundRollout | null {
  const file = join(directory, recordFile);
  const text = overlay.get(file) ?? (isFile(file) ? readText(file) : null);
  if (text === null) return null;
  const read = readRecord(text);
  const name = basename(directory);
  if (read.ok && read.record.name !== name) {
    const problems = [`"name" is "${read.record.name}"; expected that of the folder, "${name}".`];
    return { name, directory, file, text, content: { ok: false, problems } };
  }
  return { name, directory, file, text, content: read };
}
