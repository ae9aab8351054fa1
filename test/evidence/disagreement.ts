import type { Effect } from '../../server/src/analysis/effects/effect';
import type { Observation } from './observe';

/**
 * Every way in which what Lockstep says about a statement differs from what the server did, as sentences; empty when they
 * agree. The tables of these tests hold rows, so what fails with any row must fail.
 */
export function disagreements(effect: Effect, seen: Observation): readonly string[] {
  if (seen.error !== null) {
    const foretold = effect.failures.some(({ code }) => code === seen.error);
    return foretold ? [] : [`failed with ${seen.error} (${seen.message}), foretold ${list(effect.failures.map(({ code }) => code))}`];
  }
  const wrong = effect.failures.filter(({ when }) => when !== 'rows').map(({ code, reason }) => `succeeded, foretold ${code}: ${reason}`);
  return [...wrong, ...lockDifferences(effect, seen), ...setDifferences(effect, seen)];
}

function lockDifferences({ locks }: Effect, seen: Observation): readonly string[] {
  const relations = new Set([...locks.keys(), ...seen.locks.keys()]);
  return [...relations].flatMap((relation) => {
    const [said, did] = [locks.get(relation), seen.locks.get(relation)];
    return said === did ? [] : [`${relation}: locked in ${did ?? 'no mode'}, foretold ${said ?? 'none'}`];
  });
}

function setDifferences(effect: Effect, seen: Observation): readonly string[] {
  const rewrites = new Set(effect.rewrites);
  const scans = effect.scans.filter((relation) => !rewrites.has(relation));
  const scanned = [...seen.scanned].filter((relation) => !seen.rewritten.has(relation) && !isPlannersChoice(relation, effect));
  const built = new Set(effect.builds.flatMap(({ index }) => index ?? []));
  const remade = [...seen.remade].filter(
    (id) => !built.has(id.slice(id.indexOf('.') + 1)) && !effect.builds.some(({ index }) => index === null),
  );
  const reindexed = [...seen.reindexed, ...remade];
  return [
    ...difference('rewrote', [...seen.rewritten], effect.rewrites),
    ...difference('rebuilt', reindexed, effect.reindexes),
    ...difference('scanned', scanned, scans),
    ...difference(
      'created',
      [...seen.created],
      effect.creates.filter((id) => !isIndexCreated(id, effect) && !id.startsWith('pg_temp.')),
    ),
    ...difference(
      'dropped',
      [...seen.dropped],
      effect.drops.filter((id) => !effect.facts.some((fact) => fact.startsWith('drop-index/')) || seen.dropped.has(id)),
    ),
  ];
}

function isIndexCreated(id: string, effect: Effect): boolean {
  return effect.facts.some((fact) => fact.startsWith('create-index/')) && effect.locks.get(id) === undefined;
}

/**
 * How the server looks rows up in a table is its planner's choice: in a table that a query reads, in one that a foreign key
 * references, in one whose rows a trigger of a foreign key changes. Lockstep says nothing about it.
 */
function isPlannersChoice(relation: string, effect: Effect): boolean {
  if (effect.scans.includes(relation)) return false;
  const mode = effect.locks.get(relation);
  const verifiesKeys = effect.facts.some((fact) => keyVerifications.has(fact));
  return mode === 'ACCESS SHARE' || mode === 'ROW SHARE' || mode === 'ROW EXCLUSIVE' || verifiesKeys;
}

const keyVerifications: ReadonlySet<string> = new Set([
  'add-foreign-key/validates',
  'validate-constraint/foreign-key',
  'add-column/inline-references-with-default',
  'attach-partition/foreign-keys',
  'change-type/foreign-key',
  'alter-constraint/becomes-enforced',
]);

function difference(verb: string, did: readonly string[], said: readonly string[]): readonly string[] {
  const extra = said.filter((id) => !did.includes(id));
  const missing = did.filter((id) => !said.includes(id));
  return [
    ...(extra.length > 0 ? [`foretold ${verb} ${list(extra)}, which the server did not do`] : []),
    ...(missing.length > 0 ? [`${verb} ${list(missing)}, which was not foretold`] : []),
  ];
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.join(', ');
}
