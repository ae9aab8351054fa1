import type { Effect } from '../../analysis/effects/effect';
import type { Statistics } from '../../analysis/statistics/statistics';
import type { Estimate } from './rehearsal';

/** A duration over fewer rows says nothing about many: it is the time that a statement takes in any case. */
const fewestRows = 1000;

/**
 * What a statement would take on the rows of the environment, if its time grew with them: null where it does not, where the rows are not known, or where the
 * copy had too few of them.
 */
export function estimateOf(
  { milliseconds, effect }: { readonly milliseconds: number; readonly effect: Effect },
  copied: Readonly<Record<string, number>>,
  statistics: Statistics | null,
): Estimate | null {
  if (!effect.grows || statistics === null) return null;
  const known = workedOn(effect).flatMap((table) => {
    const [rows, rehearsedRows] = [statistics.tables.get(table)?.rows ?? null, copied[table]];
    return rows === null || rehearsedRows === undefined ? [] : [{ table, rows, rehearsedRows }];
  });
  const largest = known.sort((a, b) => b.rows - a.rows)[0];
  if (largest === undefined || largest.rehearsedRows < fewestRows) return null;
  return { ...largest, milliseconds: (milliseconds * largest.rows) / largest.rehearsedRows };
}

/** The tables whose rows a statement goes through. */
export function workedOn({ rewrites, scans, builds, locks }: Effect): readonly string[] {
  const through = [...rewrites, ...scans, ...builds.map(({ table }) => table)];
  return [...new Set(through.length > 0 ? through : locks.keys())];
}
