import { createdRevert } from '../../project/create-revert';
import type { MigrationFile, Snapshot } from '../../project/snapshot';

/** How a migration is taken back once it is applied. Sentences. */
export type Rollback =
  | {
      readonly isPossible: true;
      readonly command: string;
      /** What does not come back, and what goes. Empty: everything is as before. */
      readonly losses: readonly string[];
    }
  | { readonly isPossible: false; readonly reason: string };

/** Computed, not promised: the migration that undoes it is made, and folds to the catalog before. */
export async function rollbackOf(snapshot: Snapshot, migration: MigrationFile, now: Date): Promise<Rollback> {
  const created = await createdRevert(snapshot, migration, { name: null, now, valueFor: () => null });
  if (!created.ok) return { isPossible: false, reason: created.reason };
  return { isPossible: true, command: `lockstep revert ${shellWord(migration.name)}`, losses: created.losses };
}

/** Folders with spaces in their names are migrations too. */
function shellWord(word: string): string {
  return /^[\w.,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
