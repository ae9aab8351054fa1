import type { Table } from '../../catalog';

/**
 * Whether a column that comes stands where one that goes stood: 1 between the same neighbours, and as far from them; 0.5 where one
 * of the two is the same; 0 elsewhere. Only neighbours that stay count. A database adds columns at the end, whatever they are:
 * without `previous`, the table as its schema had it, a column at the end has no place.
 */
export function placeIn(previous: Table | null, old: Table, next: Table): (from: string, to: string) => number {
  const [left, right] = [surroundings(previous ?? old, next), surroundings(next, old)];
  return (from, to) => {
    const [a, b] = [left.get(from), right.get(to)];
    if (a === undefined || b === undefined || (previous === null && b.next === null)) return 0;
    const after = a.previous === b.previous && a.distance === b.distance;
    const before = a.next === b.next && a.distanceToNext === b.distanceToNext;
    return (after ? 0.5 : 0) + (before ? 0.5 : 0);
  };
}

interface Surroundings {
  /** The nearest column before it that both tables have; null at the start. */
  readonly previous: string | null;
  readonly distance: number;
  /** The nearest one after it; null at the end. */
  readonly next: string | null;
  readonly distanceToNext: number;
}

function surroundings(table: Table, other: Table): ReadonlyMap<string, Surroundings> {
  const stays = new Set(other.columns.map(({ name }) => name));
  const names = table.columns.map(({ name }) => name);
  return new Map(
    names.flatMap((name, at) => {
      if (stays.has(name)) return [];
      const previous = names.findLastIndex((candidate, index) => index < at && stays.has(candidate));
      const next = names.findIndex((candidate, index) => index > at && stays.has(candidate));
      const distanceToNext = (next < 0 ? names.length : next) - at;
      return [[name, { previous: names[previous] ?? null, distance: at - previous, next: names[next] ?? null, distanceToNext }] as const];
    }),
  );
}
