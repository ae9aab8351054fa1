import type { ObjectId } from '../../analysis/catalog/catalog';
import { type LockMode, strongerLock } from '../../analysis/effects/lock-mode';
import type { MigrationPreview, StatementPreview } from '../preview/migration-preview';

/** The strongest lock that migrations take on each relation in use. */
export function strongestLocks(migrations: readonly MigrationPreview[]): ReadonlyMap<ObjectId, LockMode> {
  const strongest = new Map<ObjectId, LockMode>();
  for (const { relation, lock } of migrations.flatMap(({ statements }) => statements.flatMap(({ tables }) => tables))) {
    if (lock === null) continue;
    const known = strongest.get(relation);
    strongest.set(relation, known === undefined ? lock : strongerLock(known, lock));
  }
  return strongest;
}

/** Whether it builds or drops an index without locking writers out, which waits for every transaction that is older. */
export function waitsForOlder({ effect }: StatementPreview): boolean {
  return !effect.transactional && (effect.builds.length > 0 || effect.reindexes.length > 0 || effect.drops.length > 0);
}
