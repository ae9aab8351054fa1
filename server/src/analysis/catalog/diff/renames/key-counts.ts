import type { Catalog, Column, ObjectId, Table } from '../../catalog';
import { typeText } from '../../column-type';
import { wordsOf } from './words';

/** How many columns of a catalog have a key. */
export type KeyCounts = (key: string) => number;

/** A count that follows an edited catalog: from one keystroke to the next most tables stay the same objects. */
interface Counted {
  readonly tables: ReadonlyMap<ObjectId, Table>;
  readonly counts: Map<string, number>;
}

/** One for each end: the history stays while the schema is edited. The answers hold until the next catalog of that end is counted. */
const latest: { before: Counted | null; after: Counted | null } = { before: null, after: null };

export function keyCounts({ tables }: Catalog, end: 'before' | 'after'): KeyCounts {
  const known = latest[end];
  const counts = known?.counts ?? new Map<string, number>();
  if (known?.tables !== tables) recount(known?.tables ?? new Map(), tables, counts);
  latest[end] = { tables, counts };
  return (key) => counts.get(key) ?? 0;
}

function recount(before: ReadonlyMap<ObjectId, Table>, now: ReadonlyMap<ObjectId, Table>, counts: Map<string, number>): void {
  let kept = 0;
  now.forEach((table, id) => {
    const old = before.get(id);
    if (old !== undefined) kept++;
    if (old === table) return;
    if (old !== undefined) add(old, -1, counts);
    add(table, 1, counts);
  });
  if (kept === before.size) return;
  before.forEach((table, id) => {
    if (!now.has(id)) add(table, -1, counts);
  });
}

function add(table: Table, by: number, counts: Map<string, number>): void {
  for (const key of keysOf(table)) {
    const count = (counts.get(key) ?? 0) + by;
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
  }
}

const keys = new WeakMap<Table, readonly string[]>();

/** What makes a column known again under another name of its table, in the order of the columns. */
export function keysOf(table: Table): readonly string[] {
  const known = keys.get(table) ?? table.columns.map(keyOf);
  keys.set(table, known);
  return known;
}

/** The same for `createdAt` and `created_at`; enums may have got another name themselves. */
function keyOf({ name, type }: Column): string {
  return `${wordsOf(name).join('')} ${type.user ? '' : typeText(type)}`;
}
