import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../../project/project';
import { entriesOf } from '../../project/read-files';

/** A migration of the project's folder, as it is on the disk: that is what a deploy would apply. */
export interface LocalMigration {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * In the order in which Prisma applies them: that of their names as strings. Folders without `migration.sql` are left out. Read at once: 820 files
 * take 7 ms so, and ten times as much where each goes through the pool of threads.
 */
export function readLocalMigrations({ migrationsDirectory }: Project): readonly LocalMigration[] {
  if (migrationsDirectory === null) return [];
  const folders = entriesOf(migrationsDirectory).filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  return folders.flatMap(({ name }): readonly LocalMigration[] => {
    try {
      return [{ name, bytes: readFileSync(join(migrationsDirectory, name, 'migration.sql')) }];
    } catch {
      return [];
    }
  });
}
