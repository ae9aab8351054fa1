import type { ObjectId } from '../catalog/catalog';
import type { Effect, EffectParts } from './effect';
import { type LockMode, strongerLock } from './lock-mode';

/** What nothing does. */
export const noEffect: Effect = {
  locks: new Map(),
  rewrites: [],
  reindexes: [],
  builds: [],
  scans: [],
  creates: [],
  drops: [],
  transactional: true,
  grows: false,
  failures: [],
  facts: [],
};

/** The parts of several effects that happen together: the strongest lock of each relation, everything else united. */
export function together(...parts: readonly EffectParts[]): EffectParts {
  return parts.length === 1 ? (parts[0] ?? {}) : mergeEffects(parts.map((part) => completeEffect(part, [])));
}

/** Fills in what the parts leave out. Each property is named, so that all effects have one shape and are quick to make and read. */
export function completeEffect(parts: EffectParts, facts: readonly string[]): Effect {
  return {
    locks: parts.locks ?? noEffect.locks,
    rewrites: parts.rewrites ?? noEffect.rewrites,
    reindexes: parts.reindexes ?? noEffect.reindexes,
    builds: parts.builds ?? noEffect.builds,
    scans: parts.scans ?? noEffect.scans,
    creates: parts.creates ?? noEffect.creates,
    drops: parts.drops ?? noEffect.drops,
    transactional: parts.transactional ?? noEffect.transactional,
    grows: parts.grows ?? noEffect.grows,
    failures: parts.failures ?? noEffect.failures,
    facts,
  };
}

/** The effect of a statement, or of several, from those of its operations. */
export function mergeEffects(effects: readonly Effect[]): Effect {
  const first = effects[0];
  if (first === undefined) return noEffect;
  if (effects.length === 1) return first;
  const { rewrites, reindexes, scans, creates, drops, transactional, grows, facts } = first;
  const merged = { rewrites, reindexes, scans, creates, drops, transactional, grows, facts };
  for (let at = 1; at < effects.length; at++) {
    const effect = effects[at] ?? noEffect;
    merged.rewrites = unite(merged.rewrites, effect.rewrites);
    merged.reindexes = unite(merged.reindexes, effect.reindexes);
    merged.scans = unite(merged.scans, effect.scans);
    merged.creates = unite(merged.creates, effect.creates);
    merged.drops = unite(merged.drops, effect.drops);
    merged.transactional &&= effect.transactional;
    merged.grows ||= effect.grows;
    merged.facts = unite(merged.facts, effect.facts);
  }
  return {
    locks: mergeLocks(effects),
    rewrites: merged.rewrites,
    reindexes: merged.reindexes,
    builds: effects.flatMap(({ builds }) => builds),
    scans: merged.scans,
    creates: merged.creates,
    drops: merged.drops,
    transactional: merged.transactional,
    grows: merged.grows,
    failures: effects.flatMap(({ failures }) => failures),
    facts: merged.facts,
  };
}

function mergeLocks(effects: readonly Effect[]): ReadonlyMap<ObjectId, LockMode> {
  const locking = effects.filter(({ locks }) => locks.size > 0);
  if (locking.length < 2) return locking[0]?.locks ?? noEffect.locks;
  const merged = new Map<ObjectId, LockMode>();
  for (const { locks } of locking) {
    locks.forEach((mode, relation) => {
      const held = merged.get(relation);
      merged.set(relation, held === undefined ? mode : strongerLock(held, mode));
    });
  }
  return merged;
}

/** Each item once. Most lists are empty, so that nothing is copied unless both have items. */
function unite<T>(united: readonly T[], items: readonly T[]): readonly T[] {
  if (united.length === 0) return items;
  return items.length === 0 ? united : [...new Set([...united, ...items])];
}
