import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from '../../project/project';
import { entriesOf } from '../../project/read-files';

/** A migration of the project's folder, as it is on the disk: that is what a deploy would apply. */
export interface LocalMigration {
  readonly name: string;
  readonly bytes: Buffer;
}

/** In the order in which Prisma applies them: that of their names as strings. Folders without `migration.sql` are left out. */
export async function readLocalMigrations({ migrationsDirectory }: Project): Promise<readonly LocalMigration[]> {
  if (migrationsDirectory === null) return [];
  const folders = entriesOf(migrationsDirectory).filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const read = await Promise.all(
    folders.map(async ({ name }): Promise<readonly LocalMigration[]> => {
      try {
        return [{ name, bytes: await readFile(join(migrationsDirectory, name, 'migration.sql')) }];
      } catch {
        return [];
      }
    }),
  );
  return read.flat();
}
