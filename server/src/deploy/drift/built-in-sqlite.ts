import { sqliteDriver } from '../connection/drivers';
import { introspectSqlite } from '../introspection/sqlite';
import type { DatabaseHistory } from '../status/database-history';
import type { LocalMigration } from '../status/local-migrations';
import { appliedTexts, type BuiltByHistory, notesOn } from './built-by-history';

export type BuiltInScratch =
  | { readonly ok: true; readonly built: BuiltByHistory }
  /** A sentence. */
  | { readonly ok: false; readonly reason: string };

/** Applies the files of the applied migrations to a database in memory, as Prisma does to its shadow database, and reads what they have built. */
export function builtInSqlite(local: readonly LocalMigration[], { rows }: DatabaseHistory): BuiltInScratch {
  const applied = appliedTexts(local, rows);
  const scratch = sqliteDriver().openSqliteScratch();
  try {
    for (const { name, text } of applied) {
      try {
        scratch.exec(text);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { ok: false, reason: `${name} cannot be applied to an empty database, so what the history builds is not known: ${message}` };
      }
    }
    const { catalog, written } = introspectSqlite(scratch.all);
    return { ok: true, built: { catalog, written, applied, notes: notesOn(local, rows) } };
  } finally {
    scratch.close();
  }
}
