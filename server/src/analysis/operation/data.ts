import type { Expression, Query } from './expression';
import type { Identifier, Name } from './name';
import type { OperationBase } from './operation';

/** Statements that read or change rows. */
export type DataOperation =
  | InsertRows
  | UpdateRows
  | DeleteRows
  | MergeRows
  | Truncate
  | CopyRows
  | SelectRows
  | CallProcedure
  | LockTables
  | AnalyzeTable
  | VacuumTable
  | ClusterTable;

export interface InsertRows extends OperationBase {
  readonly kind: 'insert-rows';
  readonly table: Name;
  /** Rows written out (`VALUES`), or as many as a query yields. */
  readonly source: { readonly type: 'values'; readonly rows: number } | { readonly type: 'query' };
  readonly columns: readonly Identifier[];
  readonly query: Query;
}

export interface UpdateRows extends OperationBase {
  readonly kind: 'update-rows';
  readonly table: Name;
  readonly columns: readonly Identifier[];
  /** What each of the columns gets; null where that takes more than the row: `FROM`, `WITH`, `RETURNING`, `(a, b) = …`, a part of a value. */
  readonly values: readonly Expression[] | null;
  /** Null: every row. */
  readonly where: Expression | null;
  readonly query: Query;
}

export interface DeleteRows extends OperationBase {
  readonly kind: 'delete-rows';
  readonly table: Name;
  /** Null: every row. */
  readonly where: Expression | null;
  readonly query: Query;
}

export interface MergeRows extends OperationBase {
  readonly kind: 'merge-rows';
  readonly table: Name;
  readonly query: Query;
}

export interface Truncate extends OperationBase {
  readonly kind: 'truncate';
  readonly table: Name;
  readonly cascade: boolean;
  /** All tables of the same statement, this one included. */
  readonly together: readonly Name[];
}

export interface CopyRows extends OperationBase {
  readonly kind: 'copy-rows';
  readonly table: Name | null;
  readonly direction: 'from' | 'to';
}

export interface SelectRows extends OperationBase {
  readonly kind: 'select-rows';
  readonly query: Query;
}

/** `CALL procedure(…)`. */
export interface CallProcedure extends OperationBase {
  readonly kind: 'call-procedure';
  readonly procedure: Name;
}

export interface LockTables extends OperationBase {
  readonly kind: 'lock-tables';
  readonly tables: readonly Name[];
  readonly mode: string;
}

export interface AnalyzeTable extends OperationBase {
  readonly kind: 'analyze';
  /** Null: every table of the database. */
  readonly table: Name | null;
}

export interface VacuumTable extends OperationBase {
  readonly kind: 'vacuum';
  readonly table: Name | null;
  readonly full: boolean;
}

export interface ClusterTable extends OperationBase {
  readonly kind: 'cluster';
  readonly table: Name | null;
}
