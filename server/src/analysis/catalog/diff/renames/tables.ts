import type { Catalog, ObjectId, Table } from '../../catalog';
import { referencesTo } from '../../resolve';
import type { RenameReason, TableRename } from './candidate';
import type { Ends } from './ends';
import { bestMatches, type Pair } from './matching';
import { linkedBy } from './relation-tables';
import { type NamedTable, tableLikeness } from './table-likeness';
import { nameSimilarity, wordsOf } from './words';

/** The tables that look renamed: those of the same columns, by whatever name. Those that only link two others are not among them. */
export function tableRenames(ends: Ends): readonly TableRename[] {
  const gone = onlyIn(ends.before, ends.after, ends);
  const come = onlyIn(ends.after, ends.before, ends);
  if (gone.length === 0 || come.length === 0) return [];
  const likeness = tableLikeness(ends);
  const pairs = gone.flatMap((from) =>
    likeness.nearest(from, come).flatMap((to): readonly Pair<ObjectId, readonly RenameReason[]>[] => {
      const judged = judge(ends, from, to, likeness.sharedColumns(from, to));
      return judged === null ? [] : [{ from: from.id, to: to.id, ...judged }];
    }),
  );
  return bestMatches(pairs, margin).map(({ from, to, score, detail }) => ({ kind: 'table', from, to, score, reasons: detail }));
}

/** Two tables of one kind (a log and another one) come near it by the columns that all such tables have. */
const threshold = 0.6;
/** Where the names have nothing in common, almost all columns have to be there: a table that replaces another one has some of them. */
const fewestOfStranger = 0.75;
const margin = 0.05;
const similar = 0.5;

function onlyIn(catalog: Catalog, other: Catalog, { differing }: Ends): readonly NamedTable[] {
  return differing.tables.flatMap((id) => {
    const table = other.tables.has(id) ? undefined : catalog.tables.get(id);
    return table === undefined || table.temporary || linkedBy(table) !== null ? [] : [{ id, table }];
  });
}

type Judged = Omit<Pair<ObjectId, readonly RenameReason[]>, 'from' | 'to'>;

function judge(ends: Ends, from: NamedTable, to: NamedTable, columns: number): Judged | null {
  if (columns < 0.3) return null;
  const names = nameSimilarity(from.table.name, to.table.name);
  const key = primaryKeyOf(from.table) === primaryKeyOf(to.table) ? 1 : 0;
  const moved = referencesMoved(ends, from.id, to.id);
  const parts: readonly (readonly [value: number, weight: number])[] = [
    [columns, 0.5],
    [names, 0.2],
    [key, 0.15],
    ...(moved === null ? [] : [[moved, 0.15] as const]),
  ];
  const weights = parts.reduce((sum, [, weight]) => sum + weight, 0);
  const score = parts.reduce((sum, [value, weight]) => sum + value * weight, 0) / weights;
  const reasons: readonly (readonly [RenameReason, boolean])[] = [
    ['same-columns', columns >= 0.5],
    ['similar-name', names >= similar],
    ['references-move-along', moved !== null && moved >= 0.5],
  ];
  return {
    score,
    eligible: score >= threshold && (names >= similar || columns >= fewestOfStranger),
    detail: reasons.flatMap(([reason, holds]) => (holds ? [reason] : [])),
  };
}

function primaryKeyOf(table: Table): string {
  const key = table.constraints.find(({ type }) => type === 'primary-key');
  const columns = key?.type === 'primary-key' ? key.columns : [];
  return columns.map((name) => wordsOf(name).join('')).join();
}

/** The share of foreign keys to the old table, of tables that stay, that point to the new one now; null where there are none. */
function referencesMoved({ before, after }: Ends, from: ObjectId, to: ObjectId): number | null {
  const uses = referencesTo(before, from).filter(({ table }) => after.tables.has(table));
  if (uses.length === 0) return null;
  const now = new Set(referencesTo(after, to).map(({ table }) => table));
  return uses.filter(({ table }) => now.has(table)).length / uses.length;
}
