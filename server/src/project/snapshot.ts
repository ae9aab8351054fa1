import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { MigrationFacts } from '../analysis/migration/migration';
import type { SchemaText } from '../analysis/schema/schema-text';
import { matchesChecksum } from './checksum';
import { isBlob } from './content';
import { type GitAnswer, readCommittedMigrations } from './git';
import { type SeenEnvironment, seenEnvironments } from './last-seen';
import type { Project } from './project';
import { bytesOf, errorCode, isDirectory, readTextOrNote, withoutByteOrderMark } from './read-files';
import { readSchemaText, withSchemaFile } from './read-schema';
import { type MigrationContent, statesOf } from './states';

/** The migrations and the schema of a project at one moment, unsaved text included. Plain data: a thread can be handed it. */
export interface Snapshot {
  readonly project: Project;
  /** In the order in which Prisma applies them. */
  readonly migrations: readonly MigrationFile[];
  readonly schema: SchemaText;
  /** What git says of the default branch (or `since`). */
  readonly git: GitAnswer;
  /** The default branch (or `since`) that states were taken from; null where only a baseline, or nothing, was known. */
  readonly ref: string | null;
  /** The production that states were taken from as well; null where none was asked yet. */
  readonly seenIn: string | null;
  /** Whether anything tells history from pending; without it every migration is pending. */
  readonly historyIsKnown: boolean;
  /** Why it does not; null where it does. Completes "History is not known: …". */
  readonly historyProblem: string | null;
  /** What could not be read, in sentences. */
  readonly notes: readonly string[];
  /** What of the project could not be read as a whole: what is missing there may well exist. */
  readonly unread: { readonly migrations: boolean; readonly schema: boolean };
  /**
   * Names of folders without `migration.sql`, which hold nothing to analyse. Prisma refuses to migrate as long as one is there
   * (P3015). Source: https://github.com/prisma/prisma-engines/pull/1619
   */
  readonly withoutFile: readonly string[];
}

export interface MigrationFile {
  readonly name: string;
  /** Absolute path of `migration.sql`. */
  readonly path: string;
  /** Without a byte order mark, as editors count characters. */
  readonly text: string;
  readonly facts: MigrationFacts;
  /** Hash of its content on the default branch; null where it is not there or git does not know. */
  readonly blob: string | null;
  /** Checksum of what production has applied under its name; null where that was not seen. */
  readonly checksum: string | null;
}

export interface SnapshotOptions {
  /** A commit in place of the default branch. */
  readonly since?: string | null;
  /** An answer of git that is still right; asked for when left out. */
  readonly git?: GitAnswer;
  /** What databases have said; read from the cache when left out. */
  readonly seen?: readonly SeenEnvironment[];
}

/**
 * Reads all migrations. `overlay` holds unsaved texts by absolute path: they win over the disk, and one of a file that is not
 * on disk yet counts too. Folders without `migration.sql` are named; a file that vanishes meanwhile is left out, and one that
 * cannot be read becomes a note.
 */
export async function readSnapshot(
  project: Project,
  overlay: ReadonlyMap<string, string>,
  { since = null, git, seen }: SnapshotOptions = {},
): Promise<Snapshot> {
  const directory = project.migrationsDirectory;
  const notes: string[] = [];
  const [answer, { files, withoutFile }] = await Promise.all([
    git ?? readCommittedMigrations(project, since),
    directory === null ? noMigrations : readMigrations(directory, overlay, notes),
  ]);
  const unreadMigrations = notes.length > 0;
  const schemaNotes: string[] = [];
  const schema = readSchemaText(project.schema, overlay, schemaNotes);
  notes.push(...schemaNotes);
  const committed = answer.ok ? answer.committed : null;
  const baseline = since === null ? project.settings.baseline : null;
  // A commit that is named, and a baseline, decide alone.
  const asked = since === null && baseline === null ? productionIn(seen ?? seenEnvironments(project)) : null;
  const applied = asked?.applied ?? new Map<string, string>();
  const facts = statesOf(files.map(contentOf), { baseline, committed, applied });
  const isKnown = baseline !== null || applied.size > 0;
  const problem = directory === null ? 'there are no migrations' : isKnown ? null : problemOf(answer);
  if (since !== null && !answer.ok) notes.push(`"${since}" cannot be read: ${answer.reason}.`);
  return {
    project,
    migrations: files.map(({ name, path, text }, index) => ({
      name,
      path,
      text,
      facts: facts[index] ?? { name, state: 'pending', newestInHistory: null },
      blob: committed?.blobs.get(name) ?? null,
      checksum: applied.get(name) ?? null,
    })),
    schema,
    git: answer,
    ref: baseline === null ? (committed?.ref ?? null) : null,
    seenIn: applied.size > 0 ? (asked?.environment ?? null) : null,
    historyIsKnown: problem === null,
    historyProblem: problem,
    notes,
    unread: { migrations: unreadMigrations, schema: schemaNotes.length > 0 },
    withoutFile,
  };
}

/** Only what is protected makes history: a development database has whatever somebody tries out. */
function productionIn(seen: readonly SeenEnvironment[]): SeenEnvironment | null {
  return seen.find(({ kind }) => kind === 'production') ?? null;
}

/** A branch that has none of the migrations says nothing about what was applied: they may stand outside of version control. */
function problemOf(answer: GitAnswer): string | null {
  if (!answer.ok) return answer.reason;
  return answer.committed.blobs.size > 0 ? null : `${answer.committed.ref} has none of these migrations`;
}

const noMigrations = { files: [], withoutFile: [] };

/**
 * The snapshot after an edit of one file; everything else stays the same object, so that an analyzer recognises it. The same
 * snapshot when the text is the same, null when the file is neither one of its migrations nor one of its schema.
 */
export function withText(snapshot: Snapshot, path: string, edited: string): Snapshot | null {
  const index = snapshot.migrations.findIndex((migration) => migration.path === path);
  const file = snapshot.migrations[index];
  const text = withoutByteOrderMark(edited);
  if (file === undefined) {
    const schema = withSchemaFile(snapshot.schema, path, text);
    return schema === null || schema === snapshot.schema ? schema && snapshot : { ...snapshot, schema };
  }
  if (file.text === text) return snapshot;
  const { state } = file.facts;
  const matches = file.blob !== null ? isUnsavedBlob(text, file.blob) : file.checksum === null || isUnsavedChecksum(text, file.checksum);
  const facts: MigrationFacts = state === 'pending' ? file.facts : { ...file.facts, state: matches ? 'history' : 'edited' };
  return { ...snapshot, migrations: snapshot.migrations.with(index, { ...file, text, facts }) };
}

/** Editors hide a byte order mark, so the text may lack one that the file has. */
function isUnsavedBlob(text: string, blob: string): boolean {
  return isBlob(Buffer.from(text), blob) || isBlob(Buffer.from(`\uFEFF${text}`), blob);
}

function isUnsavedChecksum(text: string, checksum: string): boolean {
  return matchesChecksum(Buffer.from(text), checksum) || matchesChecksum(Buffer.from(`\uFEFF${text}`), checksum);
}

interface ReadFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** As it is on disk, a byte order mark included; null for unsaved text. */
  readonly saved: string | null;
}

function contentOf({ name, path, text, saved }: ReadFile): MigrationContent {
  return {
    name,
    matches: (blob) => (saved === null ? isUnsavedBlob(text, blob) : isBlob(bytesOf(path, saved), blob)),
    wasApplied: (checksum) =>
      saved === null ? isUnsavedChecksum(text, checksum) : matchesChecksum(Buffer.from(bytesOf(path, saved)), checksum),
  };
}

/** Files read before the event loop gets its turn: a few milliseconds of work. The first turn is git's, to be started. */
const filesPerTurn = 250;

async function readMigrations(
  directory: string,
  overlay: ReadonlyMap<string, string>,
  notes: string[],
): Promise<{ readonly files: readonly ReadFile[]; readonly withoutFile: readonly string[] }> {
  const unsaved = new Map<string, string>();
  for (const [path, text] of overlay) {
    if (basename(path) === 'migration.sql' && dirname(dirname(path)) === directory) unsaved.set(basename(dirname(path)), text);
  }
  const files: ReadFile[] = [];
  const withoutFile: string[] = [];
  let turn = 0;
  for (const name of migrationNames(directory, unsaved.keys(), notes)) {
    if (turn++ % filesPerTurn === 0) await new Promise(setImmediate);
    const path = join(directory, name, 'migration.sql');
    const text = unsaved.get(name);
    if (text !== undefined) {
      files.push({ name, path, text: withoutByteOrderMark(text), saved: null });
      continue;
    }
    const saved = readTextOrNote(path, notes);
    if (saved !== null) files.push({ name, path, text: withoutByteOrderMark(saved), saved });
    else if (isDirectory(dirname(path)) && !existsSync(path)) withoutFile.push(name);
  }
  return { files, withoutFile };
}

/** Prisma applies migrations in the order of their folder names, compared as strings. */
function migrationNames(directory: string, unsaved: Iterable<string>, notes: string[]): readonly string[] {
  const names = new Set(unsaved);
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory() || entry.isSymbolicLink()) names.add(entry.name);
    }
  } catch (error) {
    notes.push(`${directory} cannot be read: ${errorCode(error)}.`);
  }
  return [...names].sort();
}
