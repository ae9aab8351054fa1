import type { ColumnDefinition, IdentityKind } from './column';
import type {
  CheckConstraint,
  Constraint,
  ExclusionConstraint,
  ForeignKeyConstraint,
  NotNullConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from './constraint';
import type { Expression, Query } from './expression';
import type { Identifier, Name } from './name';
import type { OperationBase } from './operation';
import type { TypeName } from './type';

/** Changes of tables, their columns, constraints and partitions. */
export type TableOperation =
  | CreateTable
  | DropTable
  | RenameTable
  | MoveTable
  | SetTableOption
  | AddColumn
  | DropColumn
  | RenameColumn
  | ChangeType
  | SetDefault
  | DropDefault
  | SetNotNull
  | DropNotNull
  | AddIdentity
  | DropIdentity
  | SetIdentity
  | SetGenerationExpression
  | DropGenerationExpression
  | SetColumnOption
  | AddPrimaryKey
  | AddUnique
  | AddForeignKey
  | AddCheck
  | AddExclusion
  | AddNotNullConstraint
  | ValidateConstraint
  | DropConstraint
  | RenameConstraint
  | AlterConstraint
  | AttachPartition
  | DetachPartition;

/** Most operations on a table that exists. */
export interface OnTable extends OperationBase {
  readonly table: Name;
  /** `ALTER TABLE IF EXISTS`. */
  readonly ifExists: boolean;
}

export interface CreateTable extends OperationBase {
  readonly kind: 'create-table';
  readonly table: Name;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  readonly unlogged: boolean;
  readonly columns: readonly ColumnDefinition[];
  /** Constraints written as clauses of their own; inline ones stand with their column. */
  readonly constraints: readonly Constraint[];
  readonly partitionBy: { readonly strategy: 'range' | 'list' | 'hash'; readonly columns: readonly string[] } | null;
  readonly partitionOf: { readonly parent: Name; readonly bound: PartitionBound } | null;
  readonly inherits: readonly Name[];
  readonly like: readonly { readonly source: Name; readonly includes: readonly LikeOption[] }[];
  /** `CREATE TABLE … AS query`, `SELECT … INTO`. */
  readonly query: Query | null;
}

export type LikeOption =
  | 'constraints'
  | 'defaults'
  | 'generated'
  | 'identity'
  | 'indexes'
  | 'statistics'
  | 'storage'
  | 'comments'
  | 'compression';

export type PartitionBound =
  | { readonly type: 'default' }
  | { readonly type: 'list'; readonly values: readonly string[] }
  | { readonly type: 'range'; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly type: 'hash' };

export interface DropTable extends OperationBase {
  readonly kind: 'drop-table';
  readonly table: Name;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  /** All tables of the same statement, this one included: they may refer to each other. */
  readonly together: readonly Name[];
}

export interface RenameTable extends OnTable {
  readonly kind: 'rename-table';
  readonly to: Identifier;
}

export interface MoveTable extends OnTable {
  readonly kind: 'move-table';
  readonly toSchema: Identifier;
}

export type TableOption =
  | 'storage-parameters'
  | 'logged'
  | 'unlogged'
  | 'tablespace'
  | 'access-method'
  | 'replica-identity'
  | 'owner'
  | 'cluster-on'
  | 'without-cluster'
  | 'inherit'
  | 'no-inherit'
  | 'of-type'
  | 'rewrite-rule';

export interface SetTableOption extends OnTable {
  readonly kind: 'set-table-option';
  readonly option: TableOption;
  /** The other relation that takes part: the parent of INHERIT. */
  readonly other: Name | null;
  /** Storage parameters by name, lower case; empty for other options. */
  readonly parameters: readonly string[];
}

export interface AddColumn extends OnTable {
  readonly kind: 'add-column';
  readonly column: ColumnDefinition;
  readonly ifNotExists: boolean;
}

interface OnColumn extends OnTable {
  readonly column: Identifier;
}

export interface DropColumn extends OnColumn {
  readonly kind: 'drop-column';
  /** `DROP COLUMN IF EXISTS`; `ifExists` is the table's. */
  readonly columnIfExists: boolean;
  readonly cascade: boolean;
}

export interface RenameColumn extends OnColumn {
  readonly kind: 'rename-column';
  readonly to: Identifier;
}

export interface ChangeType extends OnColumn {
  readonly kind: 'change-type';
  readonly type: TypeName;
  readonly using: Expression | null;
  readonly collation: string | null;
}

export interface SetDefault extends OnColumn {
  readonly kind: 'set-default';
  readonly default: Expression;
}

export interface DropDefault extends OnColumn {
  readonly kind: 'drop-default';
}

export interface SetNotNull extends OnColumn {
  readonly kind: 'set-not-null';
}

export interface DropNotNull extends OnColumn {
  readonly kind: 'drop-not-null';
}

export interface AddIdentity extends OnColumn {
  readonly kind: 'add-identity';
  readonly identity: IdentityKind;
}

export interface DropIdentity extends OnColumn {
  readonly kind: 'drop-identity';
}

export interface SetIdentity extends OnColumn {
  readonly kind: 'set-identity';
}

/** `ALTER COLUMN … SET EXPRESSION AS (…)`, PostgreSQL 17. */
export interface SetGenerationExpression extends OnColumn {
  readonly kind: 'set-generation-expression';
  readonly expression: Expression;
}

export interface DropGenerationExpression extends OnColumn {
  readonly kind: 'drop-generation-expression';
}

export interface SetColumnOption extends OnColumn {
  readonly kind: 'set-column-option';
  readonly option: 'statistics' | 'storage' | 'compression' | 'attributes';
}

interface AddConstraint<C extends Constraint> extends OnTable {
  readonly constraint: C;
}

export interface AddPrimaryKey extends AddConstraint<PrimaryKeyConstraint> {
  readonly kind: 'add-primary-key';
}

export interface AddUnique extends AddConstraint<UniqueConstraint> {
  readonly kind: 'add-unique';
}

export interface AddForeignKey extends AddConstraint<ForeignKeyConstraint> {
  readonly kind: 'add-foreign-key';
}

export interface AddCheck extends AddConstraint<CheckConstraint> {
  readonly kind: 'add-check';
}

export interface AddExclusion extends AddConstraint<ExclusionConstraint> {
  readonly kind: 'add-exclusion';
}

export interface AddNotNullConstraint extends AddConstraint<NotNullConstraint> {
  readonly kind: 'add-not-null-constraint';
}

interface OnConstraint extends OnTable {
  readonly constraint: Identifier;
}

export interface ValidateConstraint extends OnConstraint {
  readonly kind: 'validate-constraint';
}

export interface DropConstraint extends OnConstraint {
  readonly kind: 'drop-constraint';
  /** `DROP CONSTRAINT IF EXISTS`; `ifExists` is the table's. */
  readonly constraintIfExists: boolean;
  readonly cascade: boolean;
}

export interface RenameConstraint extends OnConstraint {
  readonly kind: 'rename-constraint';
  readonly to: Identifier;
}

/** `ALTER CONSTRAINT … [NOT] DEFERRABLE`, `[NOT] ENFORCED` (18), `[NO] INHERIT` (18). */
export interface AlterConstraint extends OnConstraint {
  readonly kind: 'alter-constraint';
  readonly enforced: boolean | null;
}

/** `table` is the parent. */
export interface AttachPartition extends OnTable {
  readonly kind: 'attach-partition';
  readonly partition: Name;
  readonly bound: PartitionBound;
}

/** `table` is the parent. */
export interface DetachPartition extends OnTable {
  readonly kind: 'detach-partition';
  readonly partition: Name;
  readonly concurrently: boolean;
  readonly finalize: boolean;
}
