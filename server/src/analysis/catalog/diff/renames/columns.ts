import type { Column, Table } from '../../catalog';
import type { ColumnRename, RenameReason } from './candidate';
import { type ColumnTraits, traitsAfter, traitsBefore, typeNearness } from './column-traits';
import type { Ends, TableEnds } from './ends';
import { bestMatches, type Pair } from './matching';
import { placeIn } from './place';
import { areOpposite, nameSimilarity, wordsOf } from './words';

/** The columns of one table that look renamed. */
export function columnRenames(ends: Ends, table: TableEnds): readonly ColumnRename[] {
  const { gone, come } = columnsOnOneSide(table.old, table.next);
  if (gone.length === 0 || come.length === 0) return [];
  const before = gone.map(traitsBefore(ends, table.from, table.old));
  const after = come.map(traitsAfter(ends, table.to, table.next));
  const nearness = placeIn(ends.previous?.tables.get(table.from) ?? null, table.old, table.next);
  const pairs = before.flatMap((from) =>
    after.flatMap((to): readonly Pair<Column, Detail>[] => {
      const judged = judge(from, to, nearness(from.column.name, to.column.name));
      return judged === null ? [] : [{ from: from.column, to: to.column, ...judged }];
    }),
  );
  const matches = bestMatches(pairs, margin);
  const isMatched = ({ from, to }: Pair<Column, Detail>) => matches.some((match) => match.from === from || match.to === to);
  const left = pairs.filter((pair) => !isMatched(pair)).map((pair) => ({ ...pair, score: pair.score + pair.detail.place }));
  return [...matches, ...bestMatches(left, margin)].map(({ from, to, score, detail }) => ({
    kind: 'column',
    table: table.from,
    toTable: table.to,
    from: from.name,
    to: to.name,
    score,
    reasons: detail.reasons,
  }));
}

interface OneSided {
  readonly gone: readonly Column[];
  readonly come: readonly Column[];
}

/** Most tables stay the same objects from one keystroke to the next. */
const oneSided = new WeakMap<Table, { readonly old: Table; readonly found: OneSided }>();

function columnsOnOneSide(old: Table, next: Table): OneSided {
  const known = oneSided.get(next);
  if (known?.old === old) return known.found;
  const found = { gone: onlyIn(old, next), come: onlyIn(next, old) };
  oneSided.set(next, { old, found });
  return found;
}

function onlyIn(table: Table, other: Table): readonly Column[] {
  const names = new Set(other.columns.map(({ name }) => name));
  return table.columns.filter(({ name }) => !names.has(name));
}

interface Detail {
  readonly reasons: readonly RenameReason[];
  /** What the same place adds, where the rest leaves open which of several it is. */
  readonly place: number;
}

type Judged = Omit<Pair<Column, Detail>, 'from' | 'to'>;

/**
 * More than half of the score is the name. Without a word in common the whole shape has to be the same: when nothing else comes into
 * question, people have mostly chosen another word (`email` → `username`). Null where the one cannot have become the other.
 */
function judge(from: ColumnTraits, to: ColumnTraits, place: number): Judged | null {
  const type = typeNearness(from, to);
  if (type === 0) return null;
  const name = nameSimilarity(from.column.name, to.column.name);
  if (!isPossible(from, to, name, type)) return null;
  const attributes = attributesInCommon(from, to);
  const reasons: readonly (readonly [RenameReason, boolean])[] = [
    ['similar-name', name >= similar],
    ['same-type', type === 1],
    ['same-attributes', attributes === 1],
    ['same-place', place === 1],
  ];
  return {
    score: 0.6 * name + 0.2 * type + 0.2 * attributes,
    eligible: isEnough(from, to, name, type === 1 && attributes === 1),
    detail: { reasons: reasons.flatMap(([reason, holds]) => (holds ? [reason] : [])), place: margin * place },
  };
}

/** Half of the words, as long as nothing else changes; three quarters, whatever changes; none, where the shape says it all. */
function isEnough(from: ColumnTraits, to: ColumnTraits, name: number, isSameShape: boolean): boolean {
  return name >= verySimilar || (isSameShape && (name >= similar || !isRole(from, to)));
}

/**
 * Which row of another table a column points to (`authorId`, `editorId`), nothing but its name says; unless that table is renamed
 * as well, or the new name is the table's own.
 */
function isRole(from: ColumnTraits, to: ColumnTraits): boolean {
  return to.target !== null && from.target === to.target && nameSimilarity(to.column.name, to.target) < similar;
}

/** The whole same place makes up for it; one that is the same in part does not choose (`name` → `firstName` or `lastName`). */
const margin = 0.1;

const similar = 0.5;
const verySimilar = 0.75;

/**
 * A column that points to another table is another thing, whatever its name, and so is one that begins or ceases to point
 * (`queue` → `queueId`), whose name says the opposite, or whose values cannot be kept.
 */
function isPossible(from: ColumnTraits, to: ColumnTraits, name: number, type: number): boolean {
  if (areOpposite(wordsOf(from.column.name), wordsOf(to.column.name))) return false;
  if (from.references !== to.references && (name < 1 || (from.references !== '' && to.references !== ''))) return false;
  return type === 1 || name === 1;
}

/** The share of nullability, default, keys and foreign keys that is the same. */
function attributesInCommon(from: ColumnTraits, to: ColumnTraits): number {
  const same = [
    from.column.notNull === to.column.notNull,
    from.default === to.default && from.column.identity === to.column.identity,
    from.keys === to.keys,
    from.references === to.references,
  ];
  return same.filter((holds) => holds).length / same.length;
}
