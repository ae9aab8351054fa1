import type { Expression } from './expression';
import type { Identifier, Name } from './name';
import type { OperationBase } from './operation';

/** Changes of indexes that are not constraints. */
export type IndexOperation = CreateIndex | DropIndex | RenameIndex | Reindex | AttachIndex | SetIndexOption;

export type IndexKey =
  | { readonly type: 'column'; readonly column: Identifier; readonly descending: boolean; readonly operatorClass: string | null }
  | { readonly type: 'expression'; readonly expression: Expression; readonly descending: boolean; readonly operatorClass: string | null };

export interface CreateIndex extends OperationBase {
  readonly kind: 'create-index';
  /** Null where the server chooses the name. */
  readonly name: Identifier | null;
  readonly table: Name;
  readonly unique: boolean;
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  /** `btree`, `gin`, `hash`, … */
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly Identifier[];
  readonly where: Expression | null;
  readonly nullsNotDistinct: boolean;
  /** `ON ONLY parent`: the partitions keep their own indexes to be attached. */
  readonly only: boolean;
}

export interface DropIndex extends OperationBase {
  readonly kind: 'drop-index';
  readonly index: Name;
  readonly concurrently: boolean;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

export interface RenameIndex extends OperationBase {
  readonly kind: 'rename-index';
  readonly index: Name;
  readonly ifExists: boolean;
  readonly to: Identifier;
}

export interface Reindex extends OperationBase {
  readonly kind: 'reindex';
  readonly target: 'index' | 'table' | 'schema' | 'database' | 'system';
  /** The index or table; the schema's or database's name in `name.name` otherwise. */
  readonly name: Name;
  readonly concurrently: boolean;
}

/** `ALTER INDEX parent ATTACH PARTITION child`. */
export interface AttachIndex extends OperationBase {
  readonly kind: 'attach-index';
  readonly index: Name;
  readonly child: Name;
}

export interface SetIndexOption extends OperationBase {
  readonly kind: 'set-index-option';
  readonly index: Name;
  readonly ifExists: boolean;
  readonly option: 'storage-parameters' | 'tablespace' | 'statistics' | 'owner' | 'depends-on-extension';
}
