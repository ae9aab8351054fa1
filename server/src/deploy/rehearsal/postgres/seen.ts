import type { LockMode } from '../../../analysis/effects/lock-mode';
import type { SeenEffect } from '../rehearsal';
import type { HeldLocks, Relation, Relations } from './relations';

/** A database at one moment. */
export interface Moment {
  readonly relations: Relations;
  /** Those of the transaction that is open. */
  readonly locks: HeldLocks;
}

/** What a statement did between two moments. Relations are named as they were before. */
export function seenBetween(before: Moment, after: Moment, watched: SeenEffect['watched']): SeenEffect {
  const stayed = [...before.relations].flatMap(([oid, was]) => {
    const is = after.relations.get(oid);
    return is === undefined ? [] : [{ was, is }];
  });
  const changed = stayed.filter(({ was, is }) => was.file !== is.file).map(({ was }) => was);
  const fresh = [...after.relations].filter(([oid]) => !before.relations.has(oid)).map(([, relation]) => relation);
  const gone = [...before.relations].filter(([oid]) => !after.relations.has(oid)).map(([, relation]) => relation);
  const goneIndexes = new Map(gone.filter(isIndex).map((index) => [index.id, index.file]));
  // A change of type drops indexes and makes them anew under the same name; with the same file nothing was built.
  const remade = fresh.filter((index) => isIndex(index) && goneIndexes.has(index.id));
  const built = fresh.filter((index) => isIndex(index) && !goneIndexes.has(index.id) && isOnOldTable(index, before.relations));
  return {
    locks: locksTaken(before, after.locks),
    watched,
    rewrites: ids(changed.filter(({ kind }) => kind === 'r' || kind === 'm')),
    reindexes: ids([...changed.filter(isIndex), ...remade.filter(({ id, file }) => goneIndexes.get(id) !== file)]),
    builds: built
      .map((index) => `${before.relations.get(index.table ?? '')?.id ?? '?'}.${index.id.slice(index.id.indexOf('.') + 1)}`)
      .sort(),
  };
}

/** Locks on relations that existed before, where they are stronger than what the transaction held already. */
function locksTaken(before: Moment, after: HeldLocks): Readonly<Record<string, LockMode>> {
  const taken = [...after].flatMap(([oid, mode]): readonly (readonly [string, LockMode])[] => {
    const relation = before.relations.get(oid);
    if (relation === undefined || isIndex(relation) || before.locks.get(oid) === mode) return [];
    return [[relation.id, mode]];
  });
  return Object.fromEntries(taken.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a transaction holds, by the names that relations have at a moment. */
export function heldByName({ relations, locks }: Moment): ReadonlyMap<string, LockMode> {
  return new Map(
    [...locks].flatMap(([oid, mode]): readonly (readonly [string, LockMode])[] => {
      const relation = relations.get(oid);
      return relation === undefined || isIndex(relation) ? [] : [[relation.id, mode]];
    }),
  );
}

function isIndex({ kind }: Relation): boolean {
  return kind === 'i' || kind === 'I';
}

function isOnOldTable({ table }: Relation, before: Relations): boolean {
  return table !== null && before.has(table);
}

function ids(relations: readonly Relation[]): readonly string[] {
  return [...new Set(relations.map(({ id }) => id))].sort();
}
