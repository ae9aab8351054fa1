import type { Execution } from '../../../analysis/migration/migration';
import { invalidIndex } from './catalog-facts';
import { type FactChange, type Facts, isSpelled } from './facts';

/** What is known of a file that was begun: what its statements change one after the other, and what the database holds now. */
export interface Begun {
  readonly changes: readonly (readonly FactChange[])[];
  readonly held: Facts;
  /** The statement that the database has refused, where its error tells. */
  readonly failedAt: number | null;
  /** Whether an error of the database is stored: then the file did not come to its end. */
  readonly hasError: boolean;
  /** Whether that error says that something is there already: then what the refused statement makes may be there and is not its own. */
  readonly isThereAlready: boolean;
  readonly execution: Execution;
}

/** How far a file has come, seen from what the database holds. */
export interface Ran {
  /** By statement. */
  readonly states: readonly StatementState[];
  /** What each statement changes as far as the database shows it, by statement; nothing for those that change rows alone. */
  readonly changes: readonly (readonly FactChange[])[];
  /** How many statements have taken effect; null where the database fits no place in the file. */
  readonly count: { readonly atLeast: number; readonly atMost: number } | null;
  /** Keys of indexes that a concurrent build has left behind unfinished. */
  readonly leftovers: readonly string[];
  /** What the database holds in place of what the file makes or finds, by key. */
  readonly strange: readonly { readonly key: string; readonly held: string | null }[];
}

/** `unknown`: the database does not show it, and nothing else tells. */
export type StatementState = 'taken' | 'not-taken' | 'unknown';

/**
 * Finds the places in a file at which the database may stand: those whose state it has in everything that the file touches. What it
 * holds in yet another form than the file ever gives it tells nothing and is named.
 */
export function howFarItRan(begun: Begun): Ran {
  const { changes } = begun;
  const values = valuesByKey(changes);
  const leftovers: string[] = [];
  const strange: { readonly key: string; readonly held: string | null }[] = [];
  const held = new Map<string, string | null>();
  for (const [key, known] of values) {
    const value = begun.held.get(key) ?? null;
    if (known.has(value)) held.set(key, value);
    else if (value?.endsWith(invalidIndex) === true && known.has(null)) {
      leftovers.push(key);
      held.set(key, null);
    } else if (!isSpelled(key)) strange.push({ key, held: value });
  }
  const found = placesIn(begun, held);
  const count = found.places.length === 0 ? null : countFrom(found.places, begun);
  for (const key of [...found.ignored, ...inTheWay(count, begun, held)]) strange.push({ key, held: held.get(key) ?? null });
  return {
    states: changes.map((_, index) => (count === null ? seenAlone(index, changes, held) : stateAt(index, count))),
    ...{ changes, count, leftovers, strange },
  };
}

type Changes = readonly (readonly FactChange[])[];

interface Places {
  readonly places: readonly number[];
  /** Keys that do not fit, and are what the refused statement has met. */
  readonly ignored: readonly string[];
}

type Held = ReadonlyMap<string, string | null>;

/** What a statement has made that is refused because it is there already in another form belongs to no place of the file. */
function placesIn({ changes, failedAt, hasError }: Begun, held: Held): Places {
  const places = placesOf(changes, held);
  if (places.length > 0 || !hasError) return { places, ignored: [] };
  const suspects = failedAt === null ? changes.keys() : [failedAt];
  for (const suspect of suspects) {
    const own = new Set((changes[suspect] ?? []).map(({ key }) => key));
    const others = new Map([...held].filter(([key]) => !own.has(key)));
    const found = placesOf(changes, others).filter((place) => place <= suspect);
    const [place] = found;
    if (place === undefined) continue;
    return { places: found, ignored: [...own].filter((key) => held.has(key) && held.get(key) !== valueAt(changes, key, place)) };
  }
  return { places: [], ignored: [] };
}

/** The places at which a file has left everything as it is held. */
function placesOf(changes: Changes, held: Held): readonly number[] {
  const different = new Set([...held].flatMap(([key, value]) => (valueAt(changes, key, 0) === value ? [] : [key])));
  const places = different.size === 0 ? [0] : [];
  for (const [index, own] of changes.entries()) {
    for (const { key, after } of own) {
      if (!held.has(key)) continue;
      if (held.get(key) === after) different.delete(key);
      else different.add(key);
    }
    if (different.size === 0) places.push(index + 1);
  }
  return places;
}

/** What a key of the file is before the statement at this place. */
function valueAt(changes: Changes, key: string, place: number): string | null {
  const own = (part: Changes): readonly FactChange[] => part.flatMap((some) => some.filter((change) => change.key === key));
  const last = own(changes.slice(0, place)).at(-1);
  return last === undefined ? (own(changes.slice(place))[0]?.before ?? null) : last.after;
}

/** What the refused statement would make, and what is there: somebody else has made it. */
function inTheWay(count: Count | null, { failedAt, changes }: Begun, held: Held): readonly string[] {
  if (count === null || failedAt === null || count.atMost !== failedAt) return [];
  return (changes[failedAt] ?? []).flatMap(({ key, before, after }) => (held.get(key) === after && after !== before ? [key] : []));
}

function valuesByKey(changes: Changes): ReadonlyMap<string, ReadonlySet<string | null>> {
  const values = new Map<string, Set<string | null>>();
  for (const { key, before, after } of changes.flat()) {
    const known = values.get(key) ?? new Set();
    values.set(key, known.add(before).add(after));
  }
  return values;
}

type Count = NonNullable<Ran['count']>;

/** Several places are possible where statements between them change rows alone, or take back what others made. */
function countFrom(places: readonly number[], { changes, failedAt, hasError, isThereAlready, execution }: Begun): Count {
  const end = changes.length;
  const possible = hasError && places.some((place) => place < end) ? places.filter((place) => place < end) : places;
  const exactly = (place: number): Count => ({ atLeast: place, atMost: place });
  if (hasError && execution === 'one-transaction' && possible.includes(0)) return exactly(0);
  if (failedAt !== null) {
    const before = possible.filter((place) => place <= failedAt);
    const isCertain = execution === 'per-statement' || !before.includes(0);
    if (isCertain && before.includes(failedAt)) return exactly(failedAt);
    if (before.length > 0) return { atLeast: before[0] ?? 0, atMost: before.at(-1) ?? failedAt };
    if (isThereAlready) return exactly(failedAt);
  }
  return { atLeast: possible[0] ?? 0, atMost: possible.at(-1) ?? end };
}

function stateAt(index: number, { atLeast, atMost }: Count): StatementState {
  if (index < atLeast) return 'taken';
  return index >= atMost ? 'not-taken' : 'unknown';
}

/** Where the database stands at no place of the file: whether it has what this statement leaves, or what later ones make of that. */
function seenAlone(index: number, changes: readonly (readonly FactChange[])[], held: ReadonlyMap<string, string | null>): StatementState {
  const own = (changes[index] ?? []).filter(({ key }) => held.has(key));
  if (own.length === 0) return 'unknown';
  const later = changes.slice(index + 1).flat();
  const isTaken = own.every(({ key, after }) => {
    const value = held.get(key) ?? null;
    return value === after || later.some((change) => change.key === key && change.after === value);
  });
  if (isTaken) return 'taken';
  return own.every(({ key, before }) => (held.get(key) ?? null) === before) ? 'not-taken' : 'unknown';
}
