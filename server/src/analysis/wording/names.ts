import type { ColumnType, ObjectId } from '../catalog/catalog';
import type { QualifiedName } from '../catalog/resolve';

/**
 * How a message names what it speaks of: as SQL writes it, or as the schema does. A rule takes every name from here, so that
 * one rule can speak in both places; SQL that a help advises to write is SQL in either.
 */
export interface Names {
  /** A name in the database, as a name. */
  readonly name: (name: string) => string;
  /** A table or view: `"auth"."User"`, `User`. */
  readonly relation: (id: ObjectId) => string;
  /** A relation as its statement writes it, for what the catalog does not know. */
  readonly written: (name: QualifiedName) => string;
  /** A column with its table: `"User"."status"`, `User.status`. */
  readonly column: (table: ObjectId, column: string) => string;
  /** A column in a sentence that names its table already. */
  readonly bareColumn: (table: ObjectId, column: string) => string;
  /** An index or constraint, by its name in the database; null where its table is not known. */
  readonly part: (table: ObjectId | null, name: string) => string;
  /** An index with the schema that it is in. */
  readonly index: (table: ObjectId, name: string) => string;
  /** An enum, domain or other type of the history. */
  readonly type: (id: ObjectId) => string;
  readonly value: (type: ObjectId, value: string) => string;
  /** The type that a column has or gets: `DECIMAL(10,2)`, `Decimal @db.Decimal(10, 2)`. */
  readonly columnType: (table: ObjectId, column: string, type: ColumnType) => string;
}
