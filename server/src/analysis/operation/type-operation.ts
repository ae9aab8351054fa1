import type { ColumnDefinition } from './column';
import type { CheckConstraint } from './constraint';
import type { Expression } from './expression';
import type { Identifier, Name } from './name';
import type { OperationBase } from './operation';
import type { TypeName } from './type';

/** Changes of enums, domains and other types. */
export type TypeOperation =
  | CreateEnum
  | AddEnumValue
  | RenameEnumValue
  | CreateDomain
  | AlterDomain
  | CreateType
  | AlterCompositeType
  | DropType
  | RenameType
  | MoveType;

export interface CreateEnum extends OperationBase {
  readonly kind: 'create-enum';
  readonly type: Name;
  readonly values: readonly Identifier[];
}

export interface AddEnumValue extends OperationBase {
  readonly kind: 'add-enum-value';
  readonly type: Name;
  readonly value: Identifier;
  readonly ifNotExists: boolean;
  /** Null: after the last. */
  readonly position: { readonly side: 'before' | 'after'; readonly neighbour: string } | null;
}

export interface RenameEnumValue extends OperationBase {
  readonly kind: 'rename-enum-value';
  readonly type: Name;
  readonly value: Identifier;
  readonly to: Identifier;
}

export interface CreateDomain extends OperationBase {
  readonly kind: 'create-domain';
  readonly type: Name;
  readonly baseType: TypeName;
  readonly notNull: boolean;
  readonly default: Expression | null;
  readonly checks: readonly CheckConstraint[];
}

export type DomainChange =
  | { readonly action: 'add-check'; readonly constraint: CheckConstraint }
  | { readonly action: 'validate-constraint'; readonly constraint: Identifier }
  | { readonly action: 'drop-constraint'; readonly constraint: Identifier; readonly ifExists: boolean }
  | { readonly action: 'rename-constraint'; readonly constraint: Identifier; readonly to: Identifier }
  | { readonly action: 'set-not-null' }
  | { readonly action: 'drop-not-null' }
  | { readonly action: 'set-default'; readonly default: Expression }
  | { readonly action: 'drop-default' };

export interface AlterDomain extends OperationBase {
  readonly kind: 'alter-domain';
  readonly type: Name;
  readonly change: DomainChange;
}

/** Composite, range, base and shell types. */
export interface CreateType extends OperationBase {
  readonly kind: 'create-type';
  readonly type: Name;
  readonly form: 'composite' | 'range' | 'base';
  readonly attributes: readonly ColumnDefinition[];
}

/** `ALTER TYPE … ADD | DROP | ALTER ATTRIBUTE`. */
export interface AlterCompositeType extends OperationBase {
  readonly kind: 'alter-composite-type';
  readonly type: Name;
  readonly cascade: boolean;
}

export interface DropType extends OperationBase {
  readonly kind: 'drop-type';
  readonly type: Name;
  readonly isDomain: boolean;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

export interface RenameType extends OperationBase {
  readonly kind: 'rename-type';
  readonly type: Name;
  readonly to: Identifier;
}

export interface MoveType extends OperationBase {
  readonly kind: 'move-type';
  readonly type: Name;
  readonly toSchema: Identifier;
}
