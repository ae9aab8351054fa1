/** What of a table is in doubt where a column is not named. */
export type DoubtfulPart = 'everything' | 'keys' | 'foreign-keys';

/** A place in a block that is half-typed or contradicts itself, and what may not be concluded from it. */
export interface Doubt {
  /** The column that is in doubt, with all keys and foreign keys over it; null: `part` of the table. */
  readonly column: string | null;
  readonly part: DoubtfulPart;
  /** Counted from the block's start. */
  readonly at: number;
  readonly reason: string;
}

export function columnDoubt(column: string, at: number, reason: string): Doubt {
  return { column, part: 'everything', at, reason };
}

export function tableDoubt(part: DoubtfulPart, at: number, reason: string): Doubt {
  return { column: null, part, at, reason };
}
