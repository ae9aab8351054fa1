import { sameNames } from './compare-names';
import { sameIndex } from './flavours/postgres';
import type { VisibleIndex, VisibleTable } from './visible';

/** Each list in the order of the indexes on its side. */
export interface IndexChanges {
  readonly droppedIndexes: readonly VisibleIndex[];
  readonly createdIndexes: readonly VisibleIndex[];
  readonly renamedIndexes: readonly { readonly from: VisibleIndex; readonly to: VisibleIndex }[];
}

export function indexChanges(before: VisibleTable, after: VisibleTable, recreated: ReadonlySet<string>): IndexChanges {
  const pairs = indexPairs(before, after);
  // A column that is dropped takes its indexes along, so those that stay are made again.
  const again = new Set(pairs.filter(({ to }) => to.columns.some(({ name }) => recreated.has(name))).map(({ to }) => to));
  return {
    droppedIndexes: before.indexes.filter((from) => !from.kept && !after.indexes.some((to) => sameIndex(from, to))),
    createdIndexes: after.indexes.filter((to) => again.has(to) || !before.indexes.some((from) => sameIndex(from, to))),
    renamedIndexes: pairs.filter(({ from, to }) => from.name !== to.name),
  };
}

/** Where several indexes have the same columns, Prisma does not try to tell which one was renamed. */
function indexPairs(before: VisibleTable, after: VisibleTable): IndexChanges['renamedIndexes'] {
  return before.indexes.flatMap((from) => {
    const alike = before.indexes.filter(
      (other) =>
        other.index.unique === from.index.unique &&
        sameNames(
          other.columns.map(({ name }) => name),
          from.columns.map(({ name }) => name),
        ),
    );
    const to = alike.length === 1 ? after.indexes.find((candidate) => sameIndex(from, candidate)) : undefined;
    return to === undefined ? [] : [{ from, to }];
  });
}
