import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withEdits } from '../../analysis/plans/clause';
import { type WriteResult, writeMigrations } from '../new-migrations';
import { readText } from '../read-files';
import { replaceFile, replaceText } from '../replace-file';
import { checklistFile, recordFile } from './find-rollouts';
import type { ChangedText } from './project-edit';
import { migrationFile, type RolloutWrite, recordParts } from './rollout-write';

/** The parts of a write, in the order in which they reach the disk. Whatever is interrupted in between is completed by the next `advance`. */
export const writeSteps = ['intent', 'migrations', 'schema', 'record'] as const;

/**
 * Writes a step of a rollout to the disk, each file as a whole: first what is about to happen, then the migrations (all of them or none),
 * then the schema, in the end that it has happened. `onStep` is called after each.
 */
export function carryOut(write: RolloutWrite, onStep: (step: (typeof writeSteps)[number]) => void = () => undefined): WriteResult {
  const { project, directory, before, intent, final, migrations, changes } = write;
  const changed = changes.find(({ path, edits, text }) => {
    const now = readText(path);
    return now === null || (now !== text && withEdits(now, edits) !== text);
  });
  if (changed !== undefined)
    return { ok: false, reason: `${changed.path} has changed meanwhile. Nothing was written; run the command again.` };
  try {
    if (before === null) createFolder(write);
    else writeParts(write, intent);
    onStep('intent');
    const written = writeMigrations(project.migrationsDirectory ?? project.root, migrations);
    if (!written.ok) return written;
    onStep('migrations');
    for (const change of changes) if (change.edits.length > 0) replaceText(change.path, change.text);
    onStep('schema');
    writeParts(write, final);
    onStep('record');
    return { ok: true, paths: pathsOf(write) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (before === null && !existsSync(directory))
      return { ok: false, reason: `${directory} cannot be written: ${reason}. Nothing was written.` };
    return {
      ok: false,
      reason: `Not everything could be written: ${reason}. "lockstep plan show ${basename(directory)}" says how to complete it.`,
    };
  }
}

function pathsOf({ project, directory, parts, migrations, changes }: RolloutWrite): readonly string[] {
  return [
    ...parts.map(({ path }) => join(directory, path)),
    ...migrations.map(({ name }) => migrationFile(project, name)),
    ...changes.filter(({ edits }: ChangedText) => edits.length > 0).map(({ path }) => path),
    ...[recordFile, checklistFile].map((file) => join(directory, file)),
  ];
}

/** All of it or nothing: it is made beside and moved in. */
function createFolder(write: RolloutWrite): void {
  const parent = dirname(write.directory);
  mkdirSync(parent, { recursive: true });
  const beside = join(dirname(parent), `.lockstep-${process.pid}-${basename(write.directory)}`);
  try {
    rmSync(beside, { recursive: true, force: true });
    mkdirSync(beside);
    for (const { path, text } of [...write.parts, ...recordParts(write, write.intent)]) {
      mkdirSync(dirname(join(beside, path)), { recursive: true });
      writeFileSync(join(beside, path), text, { flag: 'wx' });
    }
    renameSync(beside, write.directory);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function writeParts(write: RolloutWrite, record: RolloutWrite['final']): void {
  for (const { path, text } of recordParts(write, record)) replaceFile(join(write.directory, path), text);
}
