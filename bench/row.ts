/** One line of the benchmark: a measured figure against its budget, and against a peer measured in the same run where there is one. */
export interface Row {
  readonly name: string;
  /** With its unit: `412 ms`. */
  readonly measured: string;
  /** What the peer took, with its unit; null where there is no peer. */
  readonly peer: string | null;
  /** Measured divided by the peer's; null where there is no peer. */
  readonly ratio: number | null;
  readonly budget: string;
  readonly met: boolean;
}

/** A figure against an absolute budget in the same unit; smaller is better. */
export function absolute(name: string, value: number, limit: number, unit: string): Row {
  return { name, measured: `${round(value)} ${unit}`, peer: null, ratio: null, budget: `≤ ${limit} ${unit}`, met: value <= limit };
}

/** A figure against a peer's in the same run; smaller is better. */
export function relative(name: string, value: number, peer: number, limit: number, unit: string): Row {
  const ratio = value / peer;
  return { name, measured: `${round(value)} ${unit}`, peer: `${round(peer)} ${unit}`, ratio, budget: `≤ ${limit} ×`, met: ratio <= limit };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Nearest-rank percentile; `share` from 0 to 1. NaN for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function printTable(rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    row.met ? 'ok' : 'MISSED',
    row.name,
    row.measured,
    row.peer ?? '',
    row.ratio === null ? '' : `${row.ratio.toFixed(2)} ×`,
    row.budget,
  ]);
  const table = [['', 'what', 'measured', 'squawk', 'ratio', 'budget'], ...cells];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((line) => (line[column] ?? '').length)));
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
}
