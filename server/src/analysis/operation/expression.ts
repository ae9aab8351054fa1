import type { Span } from '../text/span';
import type { Identifier, Name } from './name';
import type { TypeName } from './type';

/** What can be read from an expression without knowing the catalog. */
export interface Expression {
  readonly text: string;
  readonly span: Span;
  /** Literal without any call or column: its value as text (`'active'` → `active`), or null for NULL. Casts of literals count. */
  readonly constant: { readonly value: string | null } | null;
  /** Every column that it mentions outside subqueries, unqualified name. */
  readonly columns: readonly Identifier[];
  readonly functions: readonly FunctionUse[];
  /** Types that it casts to, outermost first. */
  readonly casts: readonly TypeName[];
  /** `x`, `x::t`, `CAST(x AS t)`: the column whose value passes through nothing but casts; null for every other form. */
  readonly castOfColumn: string | null;
  readonly hasSubquery: boolean;
  /**
   * Columns that are certainly not NULL where the expression is TRUE by an `IS NOT NULL` test: conjunctions unite, alternatives
   * intersect. A comparison proves nothing: a CHECK also passes when it is NULL.
   */
  readonly provesNotNull: readonly string[];
  /** The conjuncts that compare a column with a constant: what shows that a partition's rows fit its bound. */
  readonly comparisons: readonly Comparison[];
}

export interface Comparison {
  readonly column: string;
  readonly operator: '=' | '<' | '<=' | '>' | '>=' | '<>' | 'in';
  /** The constants as text; more than one only for `in`. */
  readonly values: readonly string[];
}

export interface FunctionUse {
  /** `CURRENT_TIMESTAMP` and its kin are listed in lower case: `current_timestamp`; the schema `pg_catalog` is left out. */
  readonly name: Name;
  readonly argumentCount: number;
}

/** How a statement uses one relation in a query, or in the data that it changes. */
export interface RelationUse {
  readonly name: Name;
  readonly alias: string | null;
  readonly access: 'read' | 'write' | 'lock-rows';
}

export interface ColumnUse {
  /** The alias or table written before the dot. */
  readonly qualifier: string | null;
  /** `*` for every column; without a table before it, there is one use for each table of its FROM. */
  readonly column: string;
  readonly span: Span;
}

/** What a query, a view's definition or a data change reads. Names of common table expressions are left out. */
export interface Query {
  readonly relations: readonly RelationUse[];
  readonly columns: readonly ColumnUse[];
  readonly functions: readonly FunctionUse[];
  /** Its string constants of less than 64 characters, each once. */
  readonly literals: readonly string[];
  readonly span: Span;
}
