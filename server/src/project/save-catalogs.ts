import type { Catalog } from '../analysis/catalog/catalog';
import { isDirectory } from './read-files';
import type { Run } from './run';

/** Keeps the catalogs that the next process will ask for first: after the newest history migration, and after the last. */
export function saveCatalogs(run: Run): void {
  const { migrationsDirectory } = run.snapshot.project;
  // A project that was deleted meanwhile must not come back as a folder with nothing but a cache.
  if (migrationsDirectory === null || !isDirectory(migrationsDirectory)) return;
  const newest = run.links.findLastIndex(({ file }) => file.facts.state !== 'pending');
  const wanted = new Map<string, Catalog | null>();
  for (const index of [newest, run.links.length - 1]) {
    const key = run.links[index]?.fold ?? '';
    const catalog = run.folds.get(key)?.after ?? null;
    if (catalog !== null || run.cache.catalogs.has(key)) wanted.set(key, catalog);
  }
  run.cache.save(wanted, run.links.length);
}

/** The first time at once, so that a process that ends soon leaves its work to the next one. */
export function delayedSave(delay: number): (run: Run) => void {
  let timer: NodeJS.Timeout | undefined;
  let first = true;
  return (run) => {
    clearTimeout(timer);
    if (first) saveCatalogs(run);
    else timer = setTimeout(() => saveCatalogs(run), delay).unref();
    first = false;
  };
}
