import type { Effect } from '../analysis/effects/effect';
import { explainFact } from '../analysis/effects/effect-of';

/** A statement with many clauses would otherwise fill the screen. */
const longestList = 4;

/** Why a statement costs what it costs: one sentence for each fact that was used, none twice. */
export function whyOf(effect: Effect): readonly string[] {
  const sentences = new Set(effect.facts.flatMap((fact) => explainFact(fact)?.why ?? []));
  return [...sentences].slice(0, longestList);
}
