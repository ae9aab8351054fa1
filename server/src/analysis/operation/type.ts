import type { Span } from '../text/span';

/**
 * A type as an operation names it. Built-in types carry the server's internal name, so that `integer`, `int` and `int4` are
 * one: `int4`, `int8`, `varchar`, `bpchar`, `text`, `numeric`, `timestamp`, `timestamptz`, `bool`, … `serial` and
 * `bigserial` stay as written: they are not types but a column with a sequence.
 */
export interface TypeName {
  /** `pg_catalog` is dropped; null for built-in and unqualified names. */
  readonly schema: string | null;
  readonly name: string;
  /** `varchar(191)` → [191], `numeric(10,2)` → [10, 2]; empty where none is written. */
  readonly modifiers: readonly number[];
  /** 0 for a scalar, 1 for `text[]`. */
  readonly dimensions: number;
  readonly span: Span;
}
