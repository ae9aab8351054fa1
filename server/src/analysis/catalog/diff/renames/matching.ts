/** That `from` may have become `to`, and how much speaks for it. */
export interface Pair<T, R> {
  readonly from: T;
  readonly to: T;
  readonly score: number;
  /** False for one that is too weak to be an answer, but makes a doubtful one of a rival that is hardly stronger. */
  readonly eligible: boolean;
  readonly detail: R;
}

/**
 * One-to-one: the strongest pair first, then the strongest among what is left. A pair that another one of its `from` or `to` is
 * about as strong as (by `margin`) is no answer, as long as both are left: which of them it is would be a guess.
 */
export function bestMatches<T, R>(pairs: readonly Pair<T, R>[], margin: number): readonly Pair<T, R>[] {
  let left = [...pairs].sort((a, b) => b.score - a.score);
  const matches: Pair<T, R>[] = [];
  for (;;) {
    const best = left.find(
      (pair) => pair.eligible && !left.some((other) => isRival(pair, other) && other.score > pair.score - margin + tolerance),
    );
    if (best === undefined) return matches;
    matches.push(best);
    left = left.filter((pair) => pair !== best && !isRival(best, pair));
  }
}

/** Sums of fractions. */
const tolerance = 1e-9;

function isRival<T>(pair: Pair<T, unknown>, other: Pair<T, unknown>): boolean {
  return pair !== other && (pair.from === other.from || pair.to === other.to);
}
