import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { upwards } from './prisma-version';
import { isFile, readText } from './read-files';
import { filesOfSchema } from './schema-files';
import { defaultSettings, type Settings } from './settings';
import { readSettings } from './settings-reader';

export const settingsFileName = 'lockstep.json';

/** The settings that stand in this very directory; null when it has no `lockstep.json`. */
export function settingsIn(directory: string): Settings | null {
  const file = join(directory, settingsFileName);
  const text = isFile(file) ? readText(file) : null;
  return text === null ? null : readSettings(file, text, (path) => filesOfSchema(resolve(directory, path)).length > 0);
}

/**
 * The settings of the project at `root`: its own `lockstep.json`, else the nearest one above it within the repository, unless
 * that one names the schema of another project.
 */
export function settingsFor(root: string, schema: string | null): Settings {
  for (const directory of upwards(root)) {
    const settings = settingsIn(directory);
    if (settings?.file != null) {
      const named = settings.schema === null ? null : resolve(dirname(settings.file), settings.schema);
      if (directory === root || named === null || named === schema) return settings;
    }
    if (isTopOfRepository(directory)) break;
  }
  return defaultSettings;
}

/** Whether the directory holds `.git`: a folder, or a file in worktrees and submodules. */
export function isTopOfRepository(directory: string): boolean {
  return existsSync(join(directory, '.git'));
}
