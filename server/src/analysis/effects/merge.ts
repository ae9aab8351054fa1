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

/** Fills in what the parts leave out. */
export function completeEffect(parts: EffectParts, facts: readonly string[]): Effect {
  return { ...noEffect, ...parts, facts };
}

/** The effect of a statement, or of several, from those of its operations. */
export function mergeEffects(effects: readonly Effect[]): Effect {
  const [first, ...others] = effects;
  if (first === undefined) return noEffect;
  if (others.length === 0) return first;
  return {
    locks: mergeLocks(effects),
    rewrites: unite(effects, (effect) => effect.rewrites),
    reindexes: unite(effects, (effect) => effect.reindexes),
    builds: effects.flatMap((effect) => effect.builds),
    scans: unite(effects, (effect) => effect.scans),
    creates: unite(effects, (effect) => effect.creates),
    drops: unite(effects, (effect) => effect.drops),
    transactional: effects.every((effect) => effect.transactional),
    grows: effects.some((effect) => effect.grows),
    failures: effects.flatMap((effect) => effect.failures),
    facts: unite(effects, (effect) => effect.facts),
  };
}

function mergeLocks(effects: readonly Effect[]): ReadonlyMap<ObjectId, LockMode> {
  const locking = effects.filter(({ locks }) => locks.size > 0);
  const [first, ...others] = locking;
  if (first === undefined || others.length === 0) return first?.locks ?? noEffect.locks;
  const merged = new Map(first.locks);
  for (const { locks } of others) {
    for (const [relation, mode] of locks) {
      const held = merged.get(relation);
      merged.set(relation, held === undefined ? mode : strongerLock(held, mode));
    }
  }
  return merged;
}

/** Each item once. Most lists are empty, so that nothing is copied unless two have items. */
function unite<T>(effects: readonly Effect[], list: (effect: Effect) => readonly T[]): readonly T[] {
  let united: readonly T[] = [];
  for (const effect of effects) {
    const items = list(effect);
    if (united.length === 0) united = items;
    else if (items.length > 0) united = [...new Set([...united, ...items])];
  }
  return united;
}
