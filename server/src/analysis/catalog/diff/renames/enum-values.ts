import type { ObjectId } from '../../catalog';
import type { EnumValueRename, RenameReason } from './candidate';
import type { Ends } from './ends';
import { bestMatches, type Pair } from './matching';
import { nameSimilarity, substitution } from './words';

/**
 * The values of one enum that look renamed. A value has nothing but its name and its place; a place alone is as often taken by
 * another value. `substitutions`: words that other renames of the edit put in the place of others, which count as a name.
 */
export function enumValueRenames(
  { before, after, enums }: Ends,
  from: ObjectId,
  substitutions: ReadonlySet<string>,
): readonly EnumValueRename[] {
  const to = enums.get(from) ?? from;
  const [old, next] = [before.types.get(from), after.types.get(to)];
  if (old?.type !== 'enum' || next?.type !== 'enum' || old === next) return [];
  const gone = old.values.filter((value) => !next.values.includes(value));
  const come = next.values.filter((value) => !old.values.includes(value));
  if (gone.length === 0 || come.length === 0) return [];
  const pairs = gone.flatMap((value) =>
    come.flatMap((other): readonly Pair<string, readonly RenameReason[]>[] => {
      const elsewhere = substitutions.has(substitution(value, other) ?? '');
      const names = nameSimilarity(value, other);
      const place = samePlace(old.values, next.values, value, other);
      if (names < similar && !elsewhere) return [];
      const reasons: readonly (readonly [RenameReason, boolean])[] = [
        ['similar-name', names >= similar],
        ['same-words-elsewhere', elsewhere],
        ['same-place', place],
      ];
      const score = 0.6 * Math.max(names, elsewhere ? similar : 0) + (place ? 0.4 : 0);
      return [{ from: value, to: other, score, eligible: true, detail: reasons.flatMap(([reason, holds]) => (holds ? [reason] : [])) }];
    }),
  );
  return bestMatches(pairs, margin).map(({ from: value, to: other, score, detail }) => ({
    kind: 'enum-value',
    type: from,
    toType: to,
    from: value,
    to: other,
    score,
    reasons: detail,
  }));
}

const similar = 0.5;
const margin = 0.1;

/** Between the same values that stay. */
function samePlace(old: readonly string[], next: readonly string[], from: string, to: string): boolean {
  return neighbours(old, next, from) === neighbours(next, old, to);
}

function neighbours(values: readonly string[], others: readonly string[], value: string): string {
  const at = values.indexOf(value);
  const stays = (name: string) => others.includes(name);
  return `${values.slice(0, at).findLast(stays) ?? ''}\n${values.slice(at + 1).find(stays) ?? ''}`;
}
