import type { Column, Index, ObjectId, Table, TableForeignKey } from '../catalog';

/**
 * One step from the catalog of the history to the one that the schema asks for, as Prisma's own differ takes it: nothing that
 * Prisma would not do, in the order in which it would. Each step is one statement of the migration, `redefine-enum` a block of
 * them. Names are those of the database.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_migration.rs
 */
export type Change =
  | { readonly kind: 'create-schema'; readonly name: string }
  | { readonly kind: 'create-extension'; readonly name: string; readonly schema: string | null; readonly version: string | null }
  | { readonly kind: 'create-enum'; readonly type: ObjectId; readonly values: readonly string[] }
  | { readonly kind: 'add-enum-values'; readonly type: ObjectId; readonly values: readonly string[] }
  /** Values are removed: Prisma makes a new type, moves the columns over and swaps the names. */
  | {
      readonly kind: 'redefine-enum';
      readonly type: ObjectId;
      readonly before: readonly string[];
      readonly values: readonly string[];
      /** Columns whose default is taken off meanwhile: as they are, and as the schema wants them; null where they get none back. */
      readonly defaults: readonly { readonly table: ObjectId; readonly before: Column; readonly after: Column | null }[];
      /** Every column that the schema wants to have this type, those of tables that do not exist yet included. */
      readonly columns: readonly { readonly table: ObjectId; readonly column: Column }[];
    }
  | { readonly kind: 'drop-enum'; readonly type: ObjectId }
  | { readonly kind: 'create-table'; readonly table: Table }
  | { readonly kind: 'alter-table'; readonly table: ObjectId; readonly clauses: readonly Clause[] }
  | { readonly kind: 'drop-table'; readonly table: ObjectId }
  | { readonly kind: 'create-index'; readonly index: Index }
  | { readonly kind: 'drop-index'; readonly index: Index }
  | { readonly kind: 'rename-index'; readonly index: Index; readonly to: string }
  | { readonly kind: 'add-foreign-key'; readonly table: ObjectId; readonly foreignKey: TableForeignKey }
  | { readonly kind: 'drop-foreign-key'; readonly table: ObjectId; readonly name: string }
  | { readonly kind: 'rename-foreign-key'; readonly table: ObjectId; readonly name: string; readonly to: string };

/** A clause of ALTER TABLE. */
export type Clause =
  | { readonly kind: 'add-column'; readonly column: Column }
  | { readonly kind: 'drop-column'; readonly column: Column }
  | {
      readonly kind: 'alter-column';
      readonly before: Column;
      readonly after: Column;
      readonly parts: readonly ColumnPart[];
      /** The sequence that goes with a default that is dropped, without its schema, as Prisma writes it. */
      readonly droppedSequence: string | null;
    }
  /** The type cannot be cast: Prisma drops the column and adds it anew. */
  | { readonly kind: 'redefine-column'; readonly before: Column; readonly after: Column }
  | { readonly kind: 'add-primary-key'; readonly name: string; readonly columns: readonly string[] }
  | { readonly kind: 'drop-primary-key'; readonly name: string }
  | { readonly kind: 'rename-primary-key'; readonly name: string; readonly to: string };

/** What of a column changes, in the order in which Prisma writes it; both of a default where a serial column becomes a plain one with another default. */
export type ColumnPart = 'drop-default' | 'set-default' | 'set-not-null' | 'drop-not-null' | 'set-type' | 'add-sequence';
