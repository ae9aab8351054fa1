import { join, relative, sep } from 'node:path';
import { checklist } from '../../analysis/plans/rollout/checklist';
import type { RolloutRecord } from '../../analysis/plans/rollout/record';
import type { RolloutPart } from '../../analysis/plans/rollout/record-rollout';
import type { NewMigration } from '../new-migrations';
import type { Engine } from '../prisma-engine/engine';
import { formattedEdits } from '../prisma-engine/formatted-edits';
import type { Project } from '../project';
import { checklistFile, recordFile } from './find-rollouts';
import { type ChangedText, changedText, type ProjectEdit } from './project-edit';
import { recordText } from './write-record';

/** Everything that one step of a rollout writes. Whoever writes it file by file begins with `intent` and ends with `final`. */
export interface RolloutWrite {
  readonly project: Project;
  /** Of the rollout. */
  readonly directory: string;
  /** What stands in its folder already, by path in it; null: the folder is new. */
  readonly before: ReadonlyMap<string, string> | null;
  /** What else a new folder gets. */
  readonly parts: readonly RolloutPart[];
  /** Says what is about to be written, so that it can be completed where it is interrupted. */
  readonly intent: RolloutRecord;
  readonly final: RolloutRecord;
  /** Those that are not there yet. */
  readonly migrations: readonly NewMigration[];
  /** Of the schema, and of a migration that the rollout takes something out of. */
  readonly changes: readonly ChangedText[];
}

/** The whole of it at once, for an editor. */
export function projectEditOf(write: RolloutWrite): ProjectEdit {
  const { project, directory, before, parts, final, migrations, changes } = write;
  const own = [...parts, ...recordParts(write, final)].map(({ path, text }) => ({
    path: join(directory, path),
    text,
    known: before?.get(path) ?? null,
  }));
  return {
    creates: [
      ...migrations.map(({ name, text }) => ({ path: migrationFile(project, name), text })),
      ...own.flatMap(({ path, text, known }) => (known === null ? [{ path, text }] : [])),
    ],
    changes: [
      ...changes,
      ...own.flatMap(({ path, text, known }) => (known === null || known === text ? [] : [changedText(path, known, text)])),
    ],
  };
}

/** The same, with what it changes of the schema as Prisma's formatter leaves it. */
export async function formattedWrite(engine: Pick<Engine, 'format'>, write: RolloutWrite): Promise<RolloutWrite> {
  return { ...write, changes: await formattedEdits(engine, write.changes) };
}

/** The record and its checklist. */
export function recordParts({ project, directory }: RolloutWrite, record: RolloutRecord): readonly RolloutPart[] {
  const folder = relative(project.root, directory).split(sep).join('/');
  return [
    { path: recordFile, text: recordText(record) },
    { path: checklistFile, text: checklist(record, { folder }) },
  ];
}

export function migrationFile({ migrationsDirectory, root }: Project, name: string): string {
  return join(migrationsDirectory ?? root, name, 'migration.sql');
}
