import type { MigrationContext } from './migration';

/**
 * Whether earlier migrations are at hand to compare with. Without any earlier table, as with a single file from elsewhere, a
 * missing name says nothing, and a table of that name has to be taken for one that exists.
 */
export function isHistoryKnown({ history }: MigrationContext): boolean {
  return history.tables.size > 0;
}
