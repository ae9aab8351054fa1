import type { Query } from './expression';
import type { Identifier, Name } from './name';
import type { OperationBase } from './operation';
import type { TypeName } from './type';

/** Changes of everything else that has a name: views, sequences, functions, triggers, policies, schemas, extensions. */
export type ObjectOperation =
  | CreateView
  | DropView
  | RenameView
  | MoveView
  | RenameViewColumn
  | AlterView
  | RefreshMaterializedView
  | CreateSequence
  | AlterSequence
  | DropSequence
  | RenameSequence
  | CreateFunction
  | DropFunction
  | AlterFunction
  | CreateTrigger
  | DropTrigger
  | RenameTrigger
  | SetTriggerState
  | CreatePolicy
  | AlterPolicy
  | DropPolicy
  | SetRowSecurity
  | CreateRule
  | DropRule
  | CreateSchema
  | DropSchema
  | RenameSchema
  | CreateExtension
  | DropExtension
  | AlterExtension
  | CreateStatistics
  | DropStatistics
  | AlterPublication
  | SetComment
  | ChangePrivileges
  | AlterOther;

export interface CreateView extends OperationBase {
  readonly kind: 'create-view';
  readonly view: Name;
  readonly materialized: boolean;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  /** False for `WITH NO DATA`; only materialized views hold data. */
  readonly withData: boolean;
  /** Its output columns as far as they are written: aliases and plain column names. */
  readonly columns: readonly string[];
  /** It has columns that are not among them: those of a `*`, nameless expressions. */
  readonly moreColumns: boolean;
  readonly query: Query;
}

export interface DropView extends OperationBase {
  readonly kind: 'drop-view';
  readonly view: Name;
  readonly materialized: boolean;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly together: readonly Name[];
}

export interface RenameView extends OperationBase {
  readonly kind: 'rename-view';
  readonly view: Name;
  readonly ifExists: boolean;
  readonly to: Identifier;
}

export interface MoveView extends OperationBase {
  readonly kind: 'move-view';
  readonly view: Name;
  readonly ifExists: boolean;
  readonly toSchema: Identifier;
}

export interface RenameViewColumn extends OperationBase {
  readonly kind: 'rename-view-column';
  readonly view: Name;
  readonly column: Identifier;
  readonly to: Identifier;
}

/** Options, owner, column defaults of a view. */
export interface AlterView extends OperationBase {
  readonly kind: 'alter-view';
  readonly view: Name;
  readonly materialized: boolean;
  readonly ifExists: boolean;
}

export interface RefreshMaterializedView extends OperationBase {
  readonly kind: 'refresh-materialized-view';
  readonly view: Name;
  readonly concurrently: boolean;
  readonly withData: boolean;
}

export interface CreateSequence extends OperationBase {
  readonly kind: 'create-sequence';
  readonly sequence: Name;
  readonly ifNotExists: boolean;
  readonly ownedBy: { readonly table: Name; readonly column: string } | null;
}

export interface AlterSequence extends OperationBase {
  readonly kind: 'alter-sequence';
  readonly sequence: Name;
  readonly ifExists: boolean;
  readonly change: 'restart' | 'options' | 'owned-by' | 'owner' | 'persistence';
  readonly ownedBy: { readonly table: Name; readonly column: string } | null;
}

export interface DropSequence extends OperationBase {
  readonly kind: 'drop-sequence';
  readonly sequence: Name;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

export interface RenameSequence extends OperationBase {
  readonly kind: 'rename-sequence';
  readonly sequence: Name;
  readonly ifExists: boolean;
  readonly to: Identifier;
}

export type Volatility = 'immutable' | 'stable' | 'volatile';

export interface CreateFunction extends OperationBase {
  readonly kind: 'create-function';
  readonly function: Name;
  readonly procedure: boolean;
  readonly orReplace: boolean;
  readonly argumentTypes: readonly TypeName[];
  readonly volatility: Volatility;
  readonly language: string;
  /** `RETURNS trigger` and the like: the type's name; null for a procedure. */
  readonly returns: string | null;
}

export interface DropFunction extends OperationBase {
  readonly kind: 'drop-function';
  readonly function: Name;
  /** Null where only the name is written. */
  readonly argumentTypes: readonly TypeName[] | null;
  readonly procedure: boolean;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

/** Rename, owner, schema, volatility of a function. */
export interface AlterFunction extends OperationBase {
  readonly kind: 'alter-function';
  readonly function: Name;
  readonly to: Identifier | null;
  readonly volatility: Volatility | null;
}

export interface CreateTrigger extends OperationBase {
  readonly kind: 'create-trigger';
  readonly trigger: Identifier;
  readonly table: Name;
  readonly orReplace: boolean;
  readonly constraint: boolean;
  readonly timing: 'before' | 'after' | 'instead-of';
  /** Of `UPDATE OF a, b`; empty where it fires whatever is changed. */
  readonly columns: readonly Identifier[];
  /** False for a statement-level trigger. */
  readonly forEachRow: boolean;
  readonly function: Name;
}

export interface DropTrigger extends OperationBase {
  readonly kind: 'drop-trigger';
  readonly trigger: Identifier;
  readonly table: Name;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

export interface RenameTrigger extends OperationBase {
  readonly kind: 'rename-trigger';
  readonly trigger: Identifier;
  readonly table: Name;
  readonly to: Identifier;
}

/** `ALTER TABLE … ENABLE | DISABLE TRIGGER`. */
export interface SetTriggerState extends OperationBase {
  readonly kind: 'set-trigger-state';
  readonly table: Name;
  readonly ifExists: boolean;
  readonly trigger: { readonly type: 'one'; readonly name: Identifier } | { readonly type: 'all' } | { readonly type: 'user' };
  readonly enabled: boolean;
}

export interface CreatePolicy extends OperationBase {
  readonly kind: 'create-policy';
  readonly policy: Identifier;
  readonly table: Name;
  readonly query: Query;
}

export interface AlterPolicy extends OperationBase {
  readonly kind: 'alter-policy';
  readonly policy: Identifier;
  readonly table: Name;
  readonly to: Identifier | null;
}

export interface DropPolicy extends OperationBase {
  readonly kind: 'drop-policy';
  readonly policy: Identifier;
  readonly table: Name;
  readonly ifExists: boolean;
}

/** `ALTER TABLE … [ENABLE | DISABLE | FORCE | NO FORCE] ROW LEVEL SECURITY`. */
export interface SetRowSecurity extends OperationBase {
  readonly kind: 'set-row-security';
  readonly table: Name;
  readonly ifExists: boolean;
  readonly state: 'enabled' | 'disabled' | 'forced' | 'not-forced';
}

export interface CreateRule extends OperationBase {
  readonly kind: 'create-rule';
  readonly rule: Identifier;
  readonly table: Name;
  readonly orReplace: boolean;
}

export interface DropRule extends OperationBase {
  readonly kind: 'drop-rule';
  readonly rule: Identifier;
  readonly table: Name;
  readonly ifExists: boolean;
}

export interface CreateSchema extends OperationBase {
  readonly kind: 'create-schema';
  readonly schema: Identifier;
  readonly ifNotExists: boolean;
}

export interface DropSchema extends OperationBase {
  readonly kind: 'drop-schema';
  readonly schema: Identifier;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

export interface RenameSchema extends OperationBase {
  readonly kind: 'rename-schema';
  readonly schema: Identifier;
  readonly to: Identifier;
}

export interface CreateExtension extends OperationBase {
  readonly kind: 'create-extension';
  readonly extension: Identifier;
  readonly ifNotExists: boolean;
  readonly schema: string | null;
}

export interface DropExtension extends OperationBase {
  readonly kind: 'drop-extension';
  readonly extension: Identifier;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

export interface AlterExtension extends OperationBase {
  readonly kind: 'alter-extension';
  readonly extension: Identifier;
}

/** `CREATE STATISTICS … FROM table`: extended statistics for the planner. */
export interface CreateStatistics extends OperationBase {
  readonly kind: 'create-statistics';
  readonly table: Name;
}

export interface DropStatistics extends OperationBase {
  readonly kind: 'drop-statistics';
  readonly statistics: Name;
}

export interface AlterPublication extends OperationBase {
  readonly kind: 'alter-publication';
  readonly publication: Identifier;
  readonly action: 'create' | 'alter' | 'drop';
  readonly tables: readonly Name[];
  readonly allTables: boolean;
}

export interface SetComment extends OperationBase {
  readonly kind: 'set-comment';
  /** The table, view or column's table that is locked for it; null for other objects. */
  readonly relation: Name | null;
}

export interface ChangePrivileges extends OperationBase {
  readonly kind: 'change-privileges';
  readonly action: 'grant' | 'revoke' | 'default-privileges';
}

/** Roles, casts, operators, text search, foreign servers, event triggers …: touches no table. */
export interface AlterOther extends OperationBase {
  readonly kind: 'alter-other';
  /** The statement's node name, for the reader of an analysis. */
  readonly what: string;
}
