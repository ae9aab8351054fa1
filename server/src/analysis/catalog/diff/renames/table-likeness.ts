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
  const weigh = rarity(ends);
  const weightOf = weights(weigh);
  const inCommon = (from: NamedTable, to: NamedTable) => {
    const [a, b] = [distinctKeys(from.table), distinctKeys(to.table)];
    let same = 0;
    a.forEach((key) => {
      if (b.has(key)) same += weigh(key);
    });
    const all = weightOf(from.table) + weightOf(to.table);
    return all === 0 ? 0 : (2 * same) / all;
  };
  const quickLook = (from: NamedTable, to: NamedTable) => {
    const [a, b] = [wordsOf(from.table.name), wordsOf(to.table.name)];
    return inCommon(from, to) + (2 * a.filter((word) => b.includes(word)).length) / (a.length + b.length + 1);
  };
  return {
    nearest: (from, among) => {
      const near: { readonly to: NamedTable; readonly likeness: number }[] = [];
      for (const to of among) {
        const likeness = quickLook(from, to);
        if (likeness > 0.1) near.push({ to, likeness });
      }
      return near
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, mostConsidered)
        .map(({ to }) => to);
    },
    sharedColumns: (from, to) => {
      const renamed = columnRenames(ends, { from: from.id, to: to.id, old: from.table, next: to.table });
      // Those that only spell a column otherwise are in common already.
      const more = renamed.flatMap((rename) => {
        const [old, next] = [keyNamed(from.table, rename.from), keyNamed(to.table, rename.to)];
        return old === undefined || next === undefined || old === next ? [] : [rename.score * (weigh(old) + weigh(next))];
      });
      const all = weightOf(from.table) + weightOf(to.table);
      return inCommon(from, to) + more.reduce((sum, weight) => sum + weight, 0) / Math.max(all, Number.MIN_VALUE);
    },
  };
}

/** All tables at once may get other names (a prefix, a convention): then most pairs are not worth a second look. */
const mostConsidered = 5;

/** Of all columns of a table together. */
function weights(weigh: (key: string) => number): (table: Table) => number {
  const known = new Map<Table, number>();
  return (table) => {
    const weight = known.get(table) ?? keysOf(table).reduce((sum, key) => sum + weigh(key), 0);
    known.set(table, weight);
    return weight;
  };
}

/** Most tables stay the same objects from one keystroke to the next, whatever becomes of the weights of their columns. */
const distinct = new WeakMap<Table, ReadonlySet<string>>();

function distinctKeys(table: Table): ReadonlySet<string> {
  const keys = distinct.get(table) ?? new Set(keysOf(table));
  distinct.set(table, keys);
  return keys;
}

function keyNamed(table: Table, column: string): string | undefined {
  return keysOf(table)[table.columns.findLastIndex(({ name }) => name === column)];
}

/** A column that every table has (`id`, `createdAt`) says nothing; one that only two have says that they are one. */
function rarity({ before, after }: Ends): (key: string) => number {
  const [old, next] = [keyCounts(before, 'before'), keyCounts(after, 'after')];
  return (key) => 1 / Math.max(1, old(key), next(key));
}
