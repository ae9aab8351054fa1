/**
 * What a database holds, as values by key: `column public.User.email` → `text not null`. Fine enough to tell which statements of a file have
 * taken effect, and coarse enough that a server's own spelling of an expression makes no difference.
 */
export type Facts = ReadonlyMap<string, string>;

/** What one statement makes of the facts. */
export interface FactChange {
  readonly key: string;
  /** Null where there is nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What lies between two states. */
export function changesBetween(before: Facts, after: Facts): readonly FactChange[] {
  const changes: FactChange[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const change = { key, before: before.get(key) ?? null, after: after.get(key) ?? null };
    if (change.before !== change.after) changes.push(change);
  }
  return changes;
}

/** What the changes of the first statements of a file leave. */
export function factsAfter(before: Facts, changes: readonly (readonly FactChange[])[], count: number): Facts {
  const facts = new Map(before);
  for (const { key, after } of changes.slice(0, count).flat()) {
    if (after === null) facts.delete(key);
    else facts.set(key, after);
  }
  return facts;
}

/** Whether a value is written as a server spells it: that there is none tells something, that it differs does not. */
export function isSpelled(key: string): boolean {
  return key.startsWith('default ') || key.startsWith('view of ');
}
