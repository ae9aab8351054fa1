import type { Span } from '../text/span';
import type { Constraint } from './constraint';
import type { Expression } from './expression';
import type { Identifier } from './name';
import type { TypeName } from './type';

export type IdentityKind = 'always' | 'by-default';

/** A column as `CREATE TABLE` and `ADD COLUMN` define it. */
export interface ColumnDefinition {
  readonly name: Identifier;
  /** Null only in `CREATE TABLE … PARTITION OF p (column options)` and in half-typed text. */
  readonly type: TypeName | null;
  readonly notNull: boolean;
  readonly default: Expression | null;
  readonly identity: IdentityKind | null;
  readonly generated: { readonly expression: Expression; readonly stored: boolean } | null;
  readonly collation: string | null;
  /** Inline primary key, unique, foreign key and checks; `NOT NULL` and `DEFAULT` stand in fields of their own. */
  readonly constraints: readonly Constraint[];
  readonly span: Span;
}
