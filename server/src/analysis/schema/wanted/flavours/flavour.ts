import type { ColumnType, ObjectId, StoredExpression, UserType } from '../../../catalog/catalog';
import type { Attribute } from '../../schema';
import type { WantedProvider } from '../wanted';
import type { Scalar, UsedType } from './native-type';

/**
 * In what the providers differ where Prisma turns a schema into tables.
 * Source: https://github.com/prisma/prisma-engines/tree/main/schema-engine/connectors/sql-schema-connector/src/flavour
 */
export interface Flavour {
  readonly provider: WantedProvider;
  /** Where tables are without `@@schema`. MySQL has no schemas: there it stands for the connection's database. */
  readonly defaultSchema: string;
  /** Bytes of UTF-8 that a name of Prisma's own making has at most. */
  readonly maximumName: number;
  /** A written name as the server keeps it. */
  readonly storedName: (name: string) => string;
  /** The type of a field with `@db.X(…)`; null where Prisma refuses it. */
  readonly writtenType: (attribute: Attribute, scalar: Scalar) => UsedType | null;
  /** Of a field without `@db`. */
  readonly defaultType: (scalar: Scalar) => UsedType;
  /** The type of an enum column: a type of its own, one per column, or plain text. */
  readonly enums: 'types' | 'columns' | 'text';
  /** Whether `String[]` has a column type. */
  readonly lists: boolean;
  /** The name of a primary key where `map` gives none. */
  readonly primaryKeyName: (table: string) => string;
  /** What the names of indexes are unique in, and so what stands before them in the catalog: the schema, on MySQL the table. */
  readonly indexScope: (schema: string, table: string) => string;
  /** How the table of an implicit many-to-many relation keeps its rows apart. */
  readonly relationTableKey: 'primary-key' | 'unique';
  readonly autoincrement: (column: CountingColumn) => 'sequence' | 'identity' | 'none';
  readonly literals: LiteralFormat;
  /** The text of `now()` as default of a column. */
  readonly now: (type: UsedType) => string;
  /** Whether the predicate of a partial index stands in parentheses. */
  readonly parenthesizedPredicate: boolean;
  /** SQL that the schema holds as text; null where it cannot be read. */
  readonly reader: SqlReader;
}

export interface CountingColumn {
  readonly type: UsedType;
  readonly scalar: Scalar;
  /** `@default(autoincrement())` is written. */
  readonly asked: boolean;
  /** It is the whole primary key. */
  readonly soleKey: boolean;
}

/** How literals are written that are more than a quoted string or a number; null: the provider takes none as a default. */
export interface LiteralFormat {
  /** From hexadecimal digits in lower case. */
  readonly bytes: ((hexadecimal: string) => string) | null;
  readonly json: ((text: string) => string) | null;
  readonly date: 'spaced' | 'rfc3339';
}

export interface SqlReader {
  /** Whether it can read at all: nothing may be kept of what was made without it. */
  readonly isReady: () => boolean;
  /** `dbgenerated("…")`. */
  readonly default: (sql: string) => StoredExpression | null;
  /** `where: raw("…")`. */
  readonly predicate: (sql: string) => StoredExpression | null;
  /** `ops: raw("…")`: the operator class as the catalog has it. */
  readonly operatorClass: (sql: string) => string | null;
  /** `Unsupported("…")`; `types` are those that the schema itself makes. */
  readonly type: (sql: string, types: ReadonlyMap<ObjectId, UserType>) => ColumnType | null;
}
