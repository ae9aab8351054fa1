import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A migration that is not there yet. */
export interface NewMigration {
  /** Folder name. */
  readonly name: string;
  readonly text: string;
}

/** `paths`: the files that were written, absolute. `reason` is a sentence. */
export type WriteResult = { readonly ok: true; readonly paths: readonly string[] } | { readonly ok: false; readonly reason: string };

/**
 * Writes migrations into a directory, all of them or none: they are written beside it and moved in. A folder that is there already
 * is never touched.
 */
export function writeMigrations(directory: string, migrations: readonly NewMigration[]): WriteResult {
  const known = migrations.find(({ name }) => existsSync(join(directory, name)));
  if (known !== undefined) return { ok: false, reason: `${join(directory, known.name)} is there already. Nothing was written.` };
  const moved: string[] = [];
  let beside: string | null = null;
  try {
    mkdirSync(directory, { recursive: true });
    // On the same file system, so that moving is one step; outside, so that Prisma never sees half of it.
    beside = mkdtempSync(join(dirname(directory), '.lockstep-'));
    for (const { name, text } of migrations) {
      mkdirSync(join(beside, name));
      writeFileSync(join(beside, name, 'migration.sql'), text, { flag: 'wx' });
    }
    for (const { name } of migrations) {
      renameSync(join(beside, name), join(directory, name));
      moved.push(join(directory, name));
    }
    return { ok: true, paths: moved.map((folder) => join(folder, 'migration.sql')) };
  } catch (error) {
    for (const folder of moved) rmSync(folder, { recursive: true, force: true });
    return {
      ok: false,
      reason: `${directory} cannot be written: ${error instanceof Error ? error.message : String(error)}. Nothing was written.`,
    };
  } finally {
    if (beside !== null) rmSync(beside, { recursive: true, force: true });
  }
}
