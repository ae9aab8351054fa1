/** Statements that are tried on real servers, on tables that hold rows, and share what was there before. */
export interface Evidence {
  readonly subject: string;
  /** SQL that makes the tables and fills them. Committed before. */
  readonly setup: string;
  /** Undoes what outlives the database. */
  readonly teardown?: string;
  /** Only on these major versions and later. */
  readonly since?: number;
  readonly statements: readonly Trial[];
}

/** One statement, or one with conditions. */
export type Trial = string | TrialWith;

/** A statement, and where it is tried. */
export interface TrialWith {
  readonly sql: string;
  /** Only on these major versions and later. */
  readonly since?: number;
  /** Only on these major versions and earlier. */
  readonly until?: number;
  /** The connection's `TimeZone`; UTC otherwise. */
  readonly timeZone?: string;
  /**
   * For a statement that refuses a transaction block: SQL that another connection runs and holds until the statement waits
   * behind it. It then runs for good, in a database of its own.
   */
  readonly hold?: string;
}

/** The long form of a trial. */
export function trialOf(trial: Trial): TrialWith {
  return typeof trial === 'string' ? { sql: trial } : trial;
}
