/** What a backfill does: plain data, from a file or from options. */
export interface BackfillSpec {
  readonly table: { /** Null: the connection's own. */ readonly schema: string | null; readonly name: string };
  /** Columns with the SQL expression that each gets. */
  readonly set: ReadonlyMap<string, string>;
  /** True for a row that is still to do, and false once it is done. */
  readonly where: string;
  readonly batch: BatchLimits;
  /** Between two batches. */
  readonly pauseMilliseconds: number;
  /** Milliseconds. */
  readonly lockTimeout: number;
  /** Milliseconds. */
  readonly statementTimeout: number;
  /** A query of one's own that must yield 0 in the end. */
  readonly check: string | null;
}

export interface BatchLimits {
  /** How long one batch should take. */
  readonly targetMilliseconds: number;
  /** Keys in the first batch. */
  readonly initial: number;
  /** Keys in any batch. */
  readonly maximum: number;
}

export const defaultPacing = {
  batch: { targetMilliseconds: 200, initial: 1000, maximum: 50_000 },
  pauseMilliseconds: 50,
  lockTimeout: 1000,
  statementTimeout: 30_000,
} as const;
