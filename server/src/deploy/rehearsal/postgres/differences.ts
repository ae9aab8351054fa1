import type { Effect } from '../../../analysis/effects/effect';
import { blocksWrites, type LockMode, strongerLock } from '../../../analysis/effects/lock-mode';
import type { SeenEffect } from '../rehearsal';
import type { SqlError } from '../session';

export interface SeenWith {
  readonly seen: SeenEffect;
  /** What its transaction held before and holds after it, by the names from before. */
  readonly heldBefore: ReadonlyMap<string, LockMode>;
  readonly heldAfter: ReadonlyMap<string, LockMode>;
}

/** How a statement that ran differs from what was foretold, as phrases. */
export function differencesOf(effect: Effect, { seen, heldBefore, heldAfter }: SeenWith): readonly string[] {
  const certain = effect.failures.filter(({ when }) => when === 'certain').map(({ code }) => `ran, foretold to fail with ${code}`);
  return [
    ...certain,
    ...(seen.watched === 'held' ? lockDifferences(effect, heldBefore, heldAfter) : []),
    ...(seen.watched === 'sampled' ? unexpected(effect, seen) : []),
    ...setDifferences('rewritten', seen.rewrites, effect.rewrites),
    ...setDifferences(
      'built anew',
      seen.reindexes.filter((id) => !isBuilt(id, effect)),
      effect.reindexes,
    ),
  ];
}

/** A failure that nobody foretold. */
export function failureDifferences(effect: Effect, { code }: SqlError): readonly string[] {
  return effect.failures.some((failure) => failure.code === code) ? [] : [`failed with ${code ?? 'an error'}, which was not foretold`];
}

/** A lock that a transaction holds already is not seen again, so that what it holds afterwards is compared. */
function lockDifferences({ locks }: Effect, before: SeenWith['heldBefore'], after: SeenWith['heldAfter']): readonly string[] {
  const relations = new Set([...locks.keys(), ...after.keys()]);
  return [...relations].flatMap((relation) => {
    // A session's own tables are not looked at: nobody else can.
    if (relation.startsWith('pg_temp.')) return [];
    const [said, had, has] = [locks.get(relation), before.get(relation), after.get(relation)];
    const expected = said === undefined ? had : had === undefined ? said : strongerLock(had, said);
    if (expected === has || (expected !== undefined && isOfRows(expected) && isWeaker(has, expected))) return [];
    return [`locked ${relation} in ${has ?? 'no mode'}, foretold ${expected ?? 'none'}`];
  });
}

/** Taken when there are rows: where a statement meets none, its foreign keys and triggers do not look into other tables. */
function isOfRows(mode: LockMode): boolean {
  return !blocksWrites(mode) && mode !== 'SHARE UPDATE EXCLUSIVE';
}

function isWeaker(mode: LockMode | undefined, than: LockMode): boolean {
  return mode === undefined || (mode !== than && strongerLock(mode, than) === than);
}

/** Dropped and made again by the same statement, under the same name: foretold as a build. */
function isBuilt(id: string, { builds }: Effect): boolean {
  return builds.some(({ index }) => index === null || index === id.slice(id.indexOf('.') + 1));
}

function unexpected({ locks }: Effect, seen: SeenEffect): readonly string[] {
  return Object.entries(seen.locks).flatMap(([relation, mode]) => {
    const said = locks.get(relation);
    if (said !== undefined && strongerLock(said, mode) === said) return [];
    return [`locked ${relation} in ${mode}, foretold ${said ?? 'none'}`];
  });
}

function setDifferences(verb: string, did: readonly string[], said: readonly string[]): readonly string[] {
  const missing = did.filter((id) => !said.includes(id));
  const extra = said.filter((id) => !did.includes(id));
  return [
    ...missing.map((id) => `${id} was ${verb}, which was not foretold`),
    ...extra.map((id) => `${id} was not ${verb}, which was foretold`),
  ];
}
