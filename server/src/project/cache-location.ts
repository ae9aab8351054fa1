import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import { upwards } from './prisma-version';
import { isDirectory } from './read-files';
import { isTopOfRepository } from './settings-file';

/**
 * Where the cache of a project belongs: `node_modules/.cache/lockstep` where there is a `node_modules`, as other tools do it,
 * else the cache directory of the operating system. The environment variable `LOCKSTEP_CACHE` names another one, which a
 * pipeline can keep between runs.
 */
export function cacheDirectoryFor(root: string): string {
  const asked = process.env.LOCKSTEP_CACHE;
  if (asked !== undefined && asked !== '') return asked;
  for (const directory of upwards(root)) {
    const modules = join(directory, 'node_modules');
    if (isDirectory(modules)) return join(modules, '.cache', 'lockstep');
    if (isTopOfRepository(directory)) break;
  }
  return join(systemCacheDirectory(), 'lockstep');
}

function systemCacheDirectory(): string {
  const asked = process.env.XDG_CACHE_HOME;
  if (asked !== undefined && asked !== '') return asked;
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Caches');
  const local = process.env.LOCALAPPDATA;
  return platform() === 'win32' && local !== undefined ? local : join(homedir(), '.cache');
}
