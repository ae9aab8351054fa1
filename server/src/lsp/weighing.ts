import type { Finding } from '../analysis/finding';
import type { Sizes } from '../analysis/statistics/statistics';
import { weighed } from '../analysis/statistics/weigh';

/** Makes findings say how large their tables are, from statistics that were taken once and are kept on the disk. */
export interface Weighing {
  /** The same list for the same list, as long as the statistics are the same. */
  readonly weighed: (findings: readonly Finding[]) => readonly Finding[];
  readonly sizes: () => Sizes | null;
  readonly sizesChanged: () => void;
}

export function createWeighing(read: () => Sizes | null): Weighing {
  let sizes: Sizes | null | undefined;
  let known = new WeakMap<readonly Finding[], readonly Finding[]>();
  const current = (): Sizes | null => {
    if (sizes === undefined) sizes = read();
    return sizes;
  };
  return {
    sizes: current,
    weighed: (findings) => {
      const basis = current();
      if (basis === null) return findings;
      const found = known.get(findings) ?? weighed(findings, basis);
      known.set(findings, found);
      return found;
    },
    sizesChanged: () => {
      sizes = undefined;
      known = new WeakMap();
    },
  };
}
