import type { ObjectId, Table } from '../../catalog';
import { columnRenames } from './columns';
import type { Ends } from './ends';
import { keyCounts, keysOf } from './key-counts';
import { wordsOf } from './words';

export interface NamedTable {
  readonly id: ObjectId;
  readonly table: Table;
}

export interface TableLikeness {
  /** The few tables that a table can have become, by a quick look: the likeliest first. */
  readonly nearest: (from: NamedTable, among: readonly NamedTable[]) => readonly NamedTable[];
  /** The share of columns that two tables have in common, by weight, 0 to 1; one that looks renamed itself counts as far as it does. */
  readonly sharedColumns: (from: NamedTable, to: NamedTable) => number;
}

export function tableLikeness(ends: Ends): TableLikeness {
  const profileOf = profiles(rarity(ends));
  const inCommon = (from: NamedTable, to: NamedTable) => {
    const [a, b] = [profileOf(from), profileOf(to)];
    let same = 0;
    // An entry of a map is an object for each pair of tables; this makes none.
    a.columns.forEach((weight, key) => {
      if (b.columns.has(key)) same += weight;
    });
    return a.weight + b.weight === 0 ? 0 : (2 * same) / (a.weight + b.weight);
  };
  const quickLook = (from: NamedTable, to: NamedTable) => {
    const [a, b] = [wordsOf(from.table.name), wordsOf(to.table.name)];
    return inCommon(from, to) + (2 * a.filter((word) => b.includes(word)).length) / (a.length + b.length + 1);
  };
  return {
    nearest: (from, among) =>
      among
        .map((to) => ({ to, likeness: quickLook(from, to) }))
        .filter(({ likeness }) => likeness > 0.1)
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, mostConsidered)
        .map(({ to }) => to),
    sharedColumns: (from, to) => {
      const [a, b] = [profileOf(from), profileOf(to)];
      const renamed = columnRenames(ends, { from: from.id, to: to.id, old: from.table, next: to.table });
      // Those that only spell a column otherwise are in common already.
      const more = renamed.flatMap((rename) => {
        const [old, next] = [a.byName.get(rename.from), b.byName.get(rename.to)];
        return old === undefined || next === undefined || old.key === next.key ? [] : [rename.score * (old.weight + next.weight)];
      });
      return inCommon(from, to) + more.reduce((sum, weight) => sum + weight, 0) / Math.max(a.weight + b.weight, Number.MIN_VALUE);
    },
  };
}

/** All tables at once may get other names (a prefix, a convention): then most pairs are not worth a second look. */
const mostConsidered = 5;

interface Weighed {
  readonly key: string;
  readonly weight: number;
}

interface Profile {
  /** Key → weight. */
  readonly columns: ReadonlyMap<string, number>;
  readonly byName: ReadonlyMap<string, Weighed>;
  /** Of all columns together. */
  readonly weight: number;
}

function profiles(weigh: (key: string) => number): (table: NamedTable) => Profile {
  const known = new Map<Table, Profile>();
  return ({ table }) => {
    const found = known.get(table) ?? profileOf(table, weigh);
    known.set(table, found);
    return found;
  };
}

function profileOf(table: Table, weigh: (key: string) => number): Profile {
  const keys = keysOf(table);
  const weighed = table.columns.map(({ name }, place) => ({ name, key: keys[place] ?? '', weight: weigh(keys[place] ?? '') }));
  return {
    columns: new Map(weighed.map(({ key, weight }) => [key, weight])),
    byName: new Map(weighed.map((column) => [column.name, column])),
    weight: weighed.reduce((sum, { weight }) => sum + weight, 0),
  };
}

/** A column that every table has (`id`, `createdAt`) says nothing; one that only two have says that they are one. */
function rarity({ before, after }: Ends): (key: string) => number {
  const [old, next] = [keyCounts(before, 'before'), keyCounts(after, 'after')];
  return (key) => 1 / Math.max(1, old(key), next(key));
}
