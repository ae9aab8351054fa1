import type { AnalysedStatement } from '../../analysis/migration/migration';
import { clipped } from '../../analysis/wording/wording';
import type { FactChange, Facts } from './facts/facts';

/** A file as it is carried out from a known state of the database on, whatever the provider. */
export interface FollowedFile {
  readonly text: string;
  readonly statements: readonly FileStatement[];
  /** What is there before the first statement. */
  readonly before: Facts;
  /** What each statement changes. */
  readonly changes: readonly (readonly FactChange[])[];
  /** Whether the file begins or ends transactions of its own. */
  readonly controlsTransactions: boolean;
}

export interface FileStatement {
  readonly index: number;
  /** Offset in the text of the file. */
  readonly start: number;
  readonly sql: string;
  /** Whether it changes rows, or nothing that a catalog shows. */
  readonly changesRows: boolean;
  /** Whether it changes the schema in a way that the facts do not show: it could not be read, or it means what the history does not have. */
  readonly isBlind: boolean;
  /** Codes of the errors that rows may make it end with. */
  readonly codes: readonly string[];
  /** What PostgreSQL's analysis knows of it; null for other providers. */
  readonly analysed: AnalysedStatement | null;
}

/** From 1. */
export function lineOf(text: string, start: number): number {
  return text.slice(0, start).split('\n').length;
}

/** In one line, so short that it fits into a table. Literals stay out: a data migration may hold personal data. */
export function shownStatement(sql: string): string {
  return clipped(sql.replace(/'(?:[^']|'')*'/g, "'…'"), 80);
}
