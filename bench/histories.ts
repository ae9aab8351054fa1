import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** One migration history: the folder to give to the command line, and its files in order. */
export interface History {
  readonly root: string;
  readonly files: readonly string[];
}

/** Every folder below `folder` that has a `migrations` folder with SQL files in it. */
export function historiesBelow(folder: string): readonly History[] {
  const migrations = path.join(folder, 'migrations');
  if (isFolder(migrations)) {
    const files = readdirSync(migrations)
      .sort()
      .map((name) => path.join(migrations, name, 'migration.sql'))
      .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
    return files.length === 0 ? [] : [{ root: folder, files }];
  }
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'edited-after-commit')
    .flatMap((entry) => historiesBelow(path.join(folder, entry.name)));
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}
