import type { ObjectId } from '../catalog/catalog';

/** How large the tables of an environment were at one moment. Plain data: nothing is asked while something is analysed. */
export interface Statistics {
  readonly environment: string;
  /** ISO 8601 in UTC. */
  readonly takenAt: string;
  readonly tables: ReadonlyMap<ObjectId, TableSize>;
}

/** Each is null where the database does not know it. */
export interface TableSize {
  /** As the server estimates it. */
  readonly rows: number | null;
  /** With indexes. */
  readonly bytes: number | null;
  readonly indexes: number | null;
}

/** Statistics as findings speak of them. */
export interface Sizes {
  readonly statistics: Statistics;
  /** A table with fewer rows counts as small. */
  readonly smallTable: number;
  /** Milliseconds since 1970, for the age. */
  readonly now: number;
}

/** Rows of a table; null where nobody has looked, or where the server does not know. */
export function rowsOf(sizes: Sizes | null, table: ObjectId): number | null {
  return sizes?.statistics.tables.get(table)?.rows ?? null;
}
