import type { Catalog } from '../../analysis/catalog/catalog';
import type { Introspection } from '../introspection/introspection';

/** One side of a comparison of a database that keeps the statements that have made its objects. */
export interface WrittenSide {
  readonly catalog: Catalog;
  readonly written: Introspection['written'];
}

export interface WrittenStatements {
  /** Each without semicolon. */
  readonly sql: readonly string[];
  /** What they take away, in sentences. */
  readonly losses: readonly string[];
  /** What cannot be written, in sentences. */
  readonly unwritten: readonly string[];
}
