import type { Catalog, ObjectId } from '../analysis/catalog/catalog';

/** What a migration leaves for the next ones. */
export interface Fold {
  readonly after: Catalog;
  /** Null where only the catalog was asked for. */
  readonly createdTables: ReadonlySet<ObjectId> | null;
}

/** Folds of this process by chain key. */
export interface FoldCache {
  readonly get: (key: string) => Fold | null;
  readonly set: (key: string, index: number, fold: Fold) => void;
}

/** Folds that are kept whatever else is asked for: an edit far back refolds at most this many migrations. */
const checkpointDistance = 64;
const checkpoints = 64;
/** The latest others: an edit in one file refolds that file only. */
const recent = 64;

/** Keeps the latest folds and one of every `checkpointDistance`: catalogs share most of their data, but not all. */
export function createFoldCache(): FoldCache {
  const far = new Map<string, Fold>();
  const near = new Map<string, Fold>();
  return {
    get(key) {
      const fold = near.get(key) ?? far.get(key) ?? null;
      if (fold !== null && near.delete(key)) near.set(key, fold);
      return fold;
    },
    set(key, index, fold) {
      const [map, limit] = index % checkpointDistance === 0 ? [far, checkpoints] : [near, recent];
      map.delete(key);
      map.set(key, fold);
      const [oldest] = map.keys();
      if (map.size > limit && oldest !== undefined) map.delete(oldest);
    },
  };
}
