import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { contentHash } from './content';

/** Where something that was learned of an environment lies in the cache of the project at `root`. `suffix` says what: `.statistics.json`. */
export function environmentFile(cacheDirectory: string, root: string, environment: string, suffix: string): string {
  return join(cacheDirectory, `${prefixOf(root)}${environment.replace(/[^\w.-]/g, '_')}${suffix}`);
}

/** The same of every environment that something is known of. */
export function environmentFiles(cacheDirectory: string, root: string, suffix: string): readonly string[] {
  const prefix = prefixOf(root);
  const names = filesIn(cacheDirectory).filter((name) => name.startsWith(prefix) && name.endsWith(suffix));
  return names.map((name) => join(cacheDirectory, name));
}

function prefixOf(root: string): string {
  const hash = contentHash(root)
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 16);
  return `${basename(root).replace(/[^\w.-]/g, '_')}-${hash}.`;
}

function filesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
