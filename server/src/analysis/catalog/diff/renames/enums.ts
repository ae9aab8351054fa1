import type { Catalog, ObjectId } from '../../catalog';
import { tablesWithType } from '../../resolve';
import type { EnumRename, RenameReason } from './candidate';
import type { Ends } from './ends';
import { bestMatches, type Pair } from './matching';
import { nameSimilarity } from './words';

interface NamedEnum {
  readonly id: ObjectId;
  readonly name: string;
  readonly values: readonly string[];
}

/** The enums that look renamed: those of the same values, where columns of the one are columns of the other now. */
export function enumRenames({ before, after, differing }: Pick<Ends, 'before' | 'after' | 'differing'>): readonly EnumRename[] {
  const gone = onlyIn(before, after, differing.types);
  const come = onlyIn(after, before, differing.types);
  const pairs = gone.flatMap((from) =>
    come.flatMap((to): readonly Pair<ObjectId, readonly RenameReason[]>[] => {
      const values = valuesInCommon(from.values, to.values);
      const names = nameSimilarity(from.name, to.name);
      const columns = columnsMoved(before, after, from.id, to.id);
      if (values < 0.5 || (columns === 0 && names < 0.5)) return [];
      const reasons: readonly (readonly [RenameReason, boolean])[] = [
        ['same-values', true],
        ['references-move-along', columns > 0],
        ['similar-name', names >= 0.5],
      ];
      const score = 0.5 * values + 0.25 * names + 0.25 * columns;
      return [
        {
          from: from.id,
          to: to.id,
          score,
          eligible: score >= threshold,
          detail: reasons.flatMap(([reason, holds]) => (holds ? [reason] : [])),
        },
      ];
    }),
  );
  return bestMatches(pairs, margin).map(({ from, to, score, detail }) => ({ kind: 'enum', from, to, score, reasons: detail }));
}

/** Half of the values, and all columns; or all values under a name that has half of its words in common. */
const threshold = 0.5;
const margin = 0.05;

function onlyIn(catalog: Catalog, other: Catalog, differing: readonly ObjectId[]): readonly NamedEnum[] {
  return differing.flatMap((id) => {
    const type = other.types.has(id) ? undefined : catalog.types.get(id);
    return type?.type === 'enum' ? [{ id, name: type.name, values: type.values }] : [];
  });
}

function valuesInCommon(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((value) => b.includes(value)).length;
  return a.length + b.length === 0 ? 0 : (2 * shared) / (a.length + b.length);
}

/** The share of columns of the old enum that are of the new one now; one in a table that is new as well counts half. */
function columnsMoved(before: Catalog, after: Catalog, from: ObjectId, to: ObjectId): number {
  const now = columnsOf(after, to);
  const columns = columnsOf(before, from);
  const moved = columns.map(({ table, column }) => {
    if (now.some((other) => other.table === table && other.column === column)) return 1;
    return !after.tables.has(table) && now.some((other) => !before.tables.has(other.table) && other.column === column) ? 0.5 : 0;
  });
  return columns.length === 0 ? 0 : moved.reduce<number>((sum, share) => sum + share, 0) / columns.length;
}

function columnsOf(catalog: Catalog, type: ObjectId): readonly { readonly table: ObjectId; readonly column: string }[] {
  return tablesWithType(catalog, type).flatMap((table) =>
    (catalog.tables.get(table)?.columns ?? []).flatMap((column) => (column.type.name === type ? [{ table, column: column.name }] : [])),
  );
}
