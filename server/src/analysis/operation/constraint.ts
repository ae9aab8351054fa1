import type { Span } from '../text/span';
import type { Expression } from './expression';
import type { Identifier, Name } from './name';

interface ConstraintBase {
  /** Null where the server chooses the name. */
  readonly name: Identifier | null;
  readonly span: Span;
  /** Written inside a column definition (`ADD COLUMN c … UNIQUE`), not as a clause of its own. */
  readonly inline: boolean;
}

export interface PrimaryKeyConstraint extends ConstraintBase {
  readonly type: 'primary-key';
  /** Empty with `usingIndex`. */
  readonly columns: readonly Identifier[];
  /** Columns that the index carries beside its key: `INCLUDE (x)`. */
  readonly include: readonly Identifier[];
  readonly usingIndex: Identifier | null;
}

export interface UniqueConstraint extends ConstraintBase {
  readonly type: 'unique';
  /** Empty with `usingIndex`. */
  readonly columns: readonly Identifier[];
  readonly include: readonly Identifier[];
  readonly usingIndex: Identifier | null;
  readonly nullsNotDistinct: boolean;
}

export type ReferentialAction = 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default';

export interface ForeignKeyConstraint extends ConstraintBase {
  readonly type: 'foreign-key';
  readonly columns: readonly Identifier[];
  readonly references: Name;
  /** Empty: the primary key of the referenced table. */
  readonly referencedColumns: readonly Identifier[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly notValid: boolean;
  readonly enforced: boolean;
}

export interface CheckConstraint extends ConstraintBase {
  readonly type: 'check';
  readonly expression: Expression;
  readonly notValid: boolean;
  readonly enforced: boolean;
}

export interface ExclusionConstraint extends ConstraintBase {
  readonly type: 'exclusion';
  readonly columns: readonly Identifier[];
  readonly method: string;
}

/** `CONSTRAINT c NOT NULL x`, a table constraint since PostgreSQL 18. */
export interface NotNullConstraint extends ConstraintBase {
  readonly type: 'not-null';
  readonly column: Identifier;
  readonly notValid: boolean;
}

export type Constraint =
  | PrimaryKeyConstraint
  | UniqueConstraint
  | ForeignKeyConstraint
  | CheckConstraint
  | ExclusionConstraint
  | NotNullConstraint;
