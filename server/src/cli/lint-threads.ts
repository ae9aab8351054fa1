import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isBundled } from '../project/build-id';
import { cachePath } from '../project/cache-file';
import { cacheDirectoryFor } from '../project/cache-location';
import { tuneForManyObjects } from './short-runs';
import type { Target } from './targets';

/** A thread takes a tenth of a second to get going: fewer migrations than this are judged sooner without. */
const worthwhile = 300;
const maximumThreads = 4;

/** Threads beside this one for so many projects and migrations, a project being the smallest part of the work. */
export function startThreads(projects: number, migrations: number): readonly Worker[] {
  const cores = isBundled && migrations >= worthwhile ? Math.min(availableParallelism(), maximumThreads, projects) : 1;
  if (cores > 1) tuneForManyObjects();
  return Array.from({ length: cores - 1 }, startThread);
}

/** Keeps no process alive that ends before there are jobs; one that fails before its first job has ended by then. */
function startThread(): Worker {
  const thread = new Worker(join(__dirname, 'lint-thread.js'));
  thread.on('error', () => {});
  thread.unref();
  return thread;
}

/** The same while the migrations are not read yet: all of them will have to be judged where there is no cache of a project. */
export function startThreadsEarly(targets: readonly Target[], noCache: boolean): readonly Worker[] {
  const migrations = targets.map(({ project: { root, migrationsDirectory }, whole }) => {
    if (!whole || migrationsDirectory === null) return 0;
    const isKnown = !noCache && existsSync(cachePath(cacheDirectoryFor(root), migrationsDirectory));
    return isKnown ? 0 : entriesIn(migrationsDirectory);
  });
  return startThreads(
    targets.length,
    migrations.reduce((sum, count) => sum + count, 0),
  );
}

function entriesIn(directory: string): number {
  try {
    return readdirSync(directory).length;
  } catch {
    return 0;
  }
}
