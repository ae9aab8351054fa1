import type { ObjectId, Table, Trigger } from '../../analysis/catalog/catalog';
import type { Difference } from './difference';
import type { Tell } from './tell';

/** Triggers, policies, rules and row security of a table. */
export function attachedDifferences(id: ObjectId, database: Table, expected: Table, tell: Tell): readonly Difference[] {
  const plain = (names: readonly string[]): ReadonlyMap<string, string> => new Map(names.map((name) => [name, name]));
  return [
    ...listDifferences('trigger', id, named(database.triggers), named(expected.triggers), tell),
    ...triggerStates(id, database, expected, tell),
    ...listDifferences('policy', id, plain(database.policies), plain(expected.policies), tell),
    ...listDifferences('rule', id, plain(database.rules), plain(expected.rules), tell),
    ...rowSecurity(id, database, expected, tell),
  ];
}

function named(triggers: readonly Trigger[]): ReadonlyMap<string, string> {
  return new Map(triggers.map(({ name, function: called, forEachRow }) => [name, `calls ${called}${forEachRow ? ' for each row' : ''}`]));
}

function triggerStates(id: ObjectId, database: Table, expected: Table, tell: Tell): readonly Difference[] {
  const word = (enabled: boolean): string => (enabled ? 'enabled' : 'disabled');
  return database.triggers.flatMap(({ name, enabled }): readonly Difference[] => {
    const other = expected.triggers.find((trigger) => trigger.name === name)?.enabled ?? enabled;
    if (enabled === other) return [];
    const words = { database: word(enabled), expected: word(other) };
    const subject = { kind: 'trigger', object: id, part: name, concerns: 'other' } as const;
    return [tell.changed(subject, words.database, words.expected, [{ verb: 'is', ...words }])];
  });
}

function listDifferences(
  kind: 'trigger' | 'policy' | 'rule',
  id: ObjectId,
  database: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, string>,
  tell: Tell,
): readonly Difference[] {
  const subject = (name: string) => ({ kind, object: id, part: name, concerns: 'other' }) as const;
  const found = [...database].flatMap(([name, words]): readonly Difference[] => {
    const other = expected.get(name);
    if (other === undefined) return [tell.onlyInDatabase(subject(name), words)];
    return other === words ? [] : [tell.changed(subject(name), words, other, [{ phrase: 'is another one' }])];
  });
  const missing = [...expected].filter(([name]) => !database.has(name));
  return [...found, ...missing.map(([name, words]) => tell.missing(subject(name), words))];
}

function rowSecurity(id: ObjectId, { rowSecurity: own }: Table, { rowSecurity: other }: Table, tell: Tell): readonly Difference[] {
  if (own.enabled === other.enabled && own.forced === other.forced) return [];
  const words = ({ enabled, forced }: Table['rowSecurity']): string => `${enabled ? 'on' : 'off'}${forced ? ', forced' : ''}`;
  const subject = { kind: 'row security', object: id, part: null, concerns: 'other' } as const;
  const [database, expected] = [words(own), words(other)];
  return [tell.changed(subject, database, expected, [{ verb: 'is', database, expected }])];
}
