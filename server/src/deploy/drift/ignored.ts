import { type Difference, driftedName } from './difference';

export interface Sorted {
  readonly differences: readonly Difference[];
  /** What `drift.ignore` leaves out. */
  readonly ignored: readonly Difference[];
  /** Entries of `drift.ignore` that nothing answers to. */
  readonly unusedIgnores: readonly string[];
}

/**
 * Takes out what is to be ignored: an object with all its parts (`public.audit`), a part (`public.User.legacy_id`), or all of a schema
 * (`auth.*`). A name without a schema is one of the connection's schema.
 */
export function withoutIgnored(differences: readonly Difference[], entries: readonly string[], own = 'public'): Sorted {
  const used = new Set<string>();
  const ignored = differences.filter((difference) => {
    const matching = entries.filter((entry) => isMeant(entry, difference, own));
    for (const entry of matching) used.add(entry);
    return matching.length > 0;
  });
  return {
    differences: differences.filter((difference) => !ignored.includes(difference)),
    ignored,
    unusedIgnores: entries.filter((entry) => !used.has(entry)),
  };
}

function isMeant(entry: string, difference: Difference, own: string): boolean {
  const names = [difference.object, driftedName(difference)];
  if (difference.part !== null && difference.kind === 'index') names.push(indexName(difference.object, difference.part));
  const variants = names.flatMap((name) => (name.startsWith(`${own}.`) ? [name, name.slice(own.length + 1)] : [name]));
  if (!entry.endsWith('.*')) return variants.includes(entry);
  return entry.slice(0, -2) === difference.object || difference.object.startsWith(entry.slice(0, -1));
}

/** An index has a name of its own in its schema. */
function indexName(table: string, index: string): string {
  return `${table.slice(0, table.indexOf('.'))}.${index}`;
}
