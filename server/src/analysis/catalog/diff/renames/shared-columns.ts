import type { Column, ObjectId, Table } from '../../catalog';
import { typeText } from '../../column-type';
import { columnRenames } from './columns';
import type { Ends } from './ends';
import { nameSimilarity, wordsOf } from './words';

interface NamedTable {
  readonly id: ObjectId;
  readonly table: Table;
}

/** The share of columns that two tables have in common, 0 to 1, by weight; one that looks renamed itself counts as far as it does. */
export function sharedColumns(ends: Ends): (from: NamedTable, to: NamedTable) => number {
  const weight = rarity(ends);
  const sum = (columns: readonly Column[]) => columns.reduce((total, column) => total + weight(column), 0);
  const weigh = (table: Table, name: string) => sum(table.columns.filter((column) => column.name === name));
  return (from, to) => {
    const total = sum(from.table.columns) + sum(to.table.columns);
    if (total === 0) return 0;
    const typeOf = ({ type }: Column) => typeText({ ...type, name: ends.enums.get(type.name) ?? type.name });
    const names = new Set(to.table.columns.map(({ name, type }) => `${name} ${typeText(type)}`));
    const same = (2 * sum(from.table.columns.filter((column) => names.has(`${column.name} ${typeOf(column)}`)))) / total;
    // Most pairs of a redesign have nothing in common: they are not worth a second look.
    if (same < 0.1 && nameSimilarity(from.table.name, to.table.name) < 0.3) return same;
    const renamed = columnRenames(ends, { from: from.id, to: to.id, old: from.table, next: to.table });
    const alike = renamed.map((rename) => {
      const likeness = rename.score >= almostSame ? 1 : rename.score;
      return likeness * (weigh(from.table, rename.from) + weigh(to.table, rename.to));
    });
    return same + alike.reduce((a, b) => a + b, 0) / total;
  };
}

/** Only the spelling differs. */
const almostSame = 0.9;

/** A column that every table has (`id`, `createdAt`) says nothing; one that only these two have says that they are one. */
function rarity({ before, after }: Ends): (column: Column) => number {
  const counts = [before, after].map((catalog) => {
    const count = new Map<string, number>();
    for (const { columns } of catalog.tables.values()) {
      for (const column of columns) {
        const key = keyOf(column);
        count.set(key, (count.get(key) ?? 0) + 1);
      }
    }
    return count;
  });
  return (column) => 1 / Math.max(1, ...counts.map((count) => count.get(keyOf(column)) ?? 0));
}

/** The same for `createdAt` and `created_at`. */
function keyOf(column: Column): string {
  const key = keys.get(column) ?? keyFor(column);
  keys.set(column, key);
  return key;
}

/** All columns of a database are counted whenever tables go and come, and most of them are those of the time before. */
const keys = new WeakMap<Column, string>();

function keyFor({ name, type }: Column): string {
  return `${wordsOf(name).join('')} ${type.user ? '' : typeText(type)}`;
}
