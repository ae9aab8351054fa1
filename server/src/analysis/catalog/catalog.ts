import type { IdentityKind } from '../operation/column';
import type { ReferentialAction } from '../operation/constraint';
import type { Comparison } from '../operation/expression';
import type { Volatility } from '../operation/object';
import type { PartitionBound } from '../operation/table';

/** `schema.name` as the server stores it, unquoted. Names a relation, an index, a sequence, a type or a function. */
export type ObjectId = string;

/**
 * What a database holds after a list of operations: the fold of a history, or what a schema asks for. Plain data without
 * positions, so that two catalogs can be compared and one can be kept in a cache. All maps are keyed by `ObjectId`.
 */
export interface Catalog {
  readonly schemas: ReadonlySet<string>;
  readonly tables: ReadonlyMap<ObjectId, Table>;
  readonly indexes: ReadonlyMap<ObjectId, Index>;
  readonly views: ReadonlyMap<ObjectId, View>;
  readonly sequences: ReadonlyMap<ObjectId, Sequence>;
  readonly types: ReadonlyMap<ObjectId, UserType>;
  readonly functions: ReadonlyMap<ObjectId, UserFunction>;
  readonly extensions: ReadonlySet<string>;
  /** Where unqualified names are looked up; `pg_catalog` comes first and is not listed. */
  readonly searchPath: readonly string[];
  /**
   * The reverse of every reference in the maps above: which objects name an object. Derived, so it is neither compared nor
   * serialized; `catalog/draft.ts` keeps it and `catalog/resolve.ts` answers from it without a walk over the whole catalog.
   */
  readonly dependents: Dependents;
}

/** By role: named object → the objects that name it. */
export type Dependents = { readonly [R in Role]: ReadonlyMap<ObjectId, readonly ObjectId[]> };

/**
 * How one object names another. `index`, `sequence`, `foreignKey`, `partition`, `heir`, `view`: that of a table (or view);
 * `indexPart`: that of a partitioned index; `columnType`: a table with columns of a type; `domain`: over a type; `trigger`: a
 * table with triggers that call a function.
 */
export type Role = 'index' | 'indexPart' | 'sequence' | 'foreignKey' | 'partition' | 'heir' | 'view' | 'columnType' | 'domain' | 'trigger';

export interface Table {
  readonly schema: string;
  readonly name: string;
  /** In the order of their creation. */
  readonly columns: readonly Column[];
  /** False after `CREATE TABLE … AS`: the text does not show all columns, there may be more than the listed ones. */
  readonly complete: boolean;
  readonly constraints: readonly TableConstraint[];
  readonly triggers: readonly Trigger[];
  readonly policies: readonly string[];
  readonly rules: readonly string[];
  readonly rowSecurity: { readonly enabled: boolean; readonly forced: boolean };
  readonly partitionBy: { readonly strategy: 'range' | 'list' | 'hash'; readonly columns: readonly string[] } | null;
  readonly partitionOf: { readonly parent: ObjectId; readonly bound: PartitionBound } | null;
  readonly inherits: readonly ObjectId[];
  readonly temporary: boolean;
  readonly unlogged: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** No row holds NULL here: a `NOT NULL` that is not valid yet does not count. */
  readonly notNull: boolean;
  readonly default: StoredExpression | null;
  readonly identity: IdentityKind | null;
  readonly generated: { readonly expression: StoredExpression; readonly stored: boolean } | null;
  readonly collation: string | null;
}

/** A resolved type: `serial` has become `int4`, names of user types are complete. */
export interface ColumnType {
  /**
   * `int4`, `varchar`, … for built-in types and those of extensions; an `ObjectId` where `user` is set; `unknown` where the
   * text does not say (the columns of `CREATE TABLE … AS`).
   */
  readonly name: string;
  /** Defined by the history (`Catalog.types`). */
  readonly user: boolean;
  readonly modifiers: readonly number[];
  readonly dimensions: number;
}

/** What is kept of an expression. Functions are names as written (`gen_random_uuid`, `public.f`). */
export interface StoredExpression {
  readonly text: string;
  readonly constant: { readonly value: string | null } | null;
  readonly columns: readonly string[];
  readonly functions: readonly string[];
}

export type TableConstraint =
  | { readonly type: 'primary-key'; readonly name: string; readonly columns: readonly string[]; readonly index: ObjectId }
  | { readonly type: 'unique'; readonly name: string; readonly columns: readonly string[]; readonly index: ObjectId }
  | TableForeignKey
  | {
      readonly type: 'check';
      readonly name: string;
      readonly text: string;
      readonly columns: readonly string[];
      readonly provesNotNull: readonly string[];
      readonly comparisons: readonly Comparison[];
      readonly valid: boolean;
      readonly enforced: boolean;
    }
  | { readonly type: 'exclusion'; readonly name: string; readonly columns: readonly string[]; readonly index: ObjectId }
  /** Only those written as `CONSTRAINT c NOT NULL x` (18), which can be not valid; others are `Column.notNull`. */
  | { readonly type: 'not-null'; readonly name: string; readonly column: string; readonly valid: boolean };

export interface TableForeignKey {
  readonly type: 'foreign-key';
  readonly name: string;
  readonly columns: readonly string[];
  readonly references: ObjectId;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly valid: boolean;
  readonly enforced: boolean;
}

export interface Trigger {
  readonly name: string;
  readonly function: ObjectId;
  readonly enabled: boolean;
  /** Partitions have those of their parent too. */
  readonly forEachRow: boolean;
}

/** Every index, those that hold a constraint included. */
export interface Index {
  readonly schema: string;
  readonly name: string;
  /** A table or a materialized view. */
  readonly table: ObjectId;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly StoredIndexKey[];
  readonly include: readonly string[];
  readonly where: StoredExpression | null;
  readonly nullsNotDistinct: boolean;
  /** The primary key, unique or exclusion constraint that it holds. */
  readonly constraint: string | null;
  /** False for `ON ONLY parent` until every partition's index is attached. */
  readonly valid: boolean;
  /** The partitioned index that it is a part of. */
  readonly partOf: ObjectId | null;
}

export type StoredIndexKey =
  | { readonly type: 'column'; readonly column: string; readonly descending: boolean; readonly operatorClass: string | null }
  | {
      readonly type: 'expression';
      readonly expression: StoredExpression;
      readonly descending: boolean;
      readonly operatorClass: string | null;
    };

export interface View {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly populated: boolean;
  readonly columns: readonly string[];
  /** False where it may have more columns than the listed ones: those of a `*`, nameless expressions. */
  readonly complete: boolean;
  readonly dependsOn: readonly ViewDependency[];
}

export interface ViewDependency {
  readonly relation: ObjectId;
  /** Column names of that relation that the definition mentions, `*` written out; null: any of them, where not all are known. */
  readonly columns: readonly string[] | null;
}

export interface Sequence {
  readonly schema: string;
  readonly name: string;
  readonly ownedBy: { readonly table: ObjectId; readonly column: string } | null;
}

export type UserType =
  | { readonly type: 'enum'; readonly schema: string; readonly name: string; readonly values: readonly string[] }
  | {
      readonly type: 'domain';
      readonly schema: string;
      readonly name: string;
      readonly base: ColumnType;
      readonly notNull: boolean;
      readonly default: StoredExpression | null;
      readonly checks: readonly { readonly name: string; readonly valid: boolean }[];
    }
  | { readonly type: 'composite' | 'range' | 'base'; readonly schema: string; readonly name: string };

/** All overloads of a name together: the most volatile counts. */
export interface UserFunction {
  readonly schema: string;
  readonly name: string;
  readonly procedure: boolean;
  readonly volatility: Volatility;
  readonly language: string;
  /** One for each list of argument types. */
  readonly overloads: readonly FunctionOverload[];
}

export interface FunctionOverload {
  /** Resolved types, `int4,public.Role[]`. */
  readonly arguments: string;
  readonly volatility: Volatility;
}
