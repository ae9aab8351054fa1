import type { Catalog, ObjectId } from '../../catalog/catalog';
import type { Attribute, EnumBlock, EnumValue, Field, ModelBlock, Schema } from '../schema';

/** The databases whose catalog a schema can be turned into. */
export type WantedProvider = 'postgresql' | 'mysql' | 'sqlite';

/** What a schema asks for: the catalog that Prisma would create from it in an empty database, and where each part comes from. */
export interface Wanted {
  readonly provider: WantedProvider;
  readonly schema: Schema;
  readonly catalog: Catalog;
  readonly origins: Origins;
  /** `relationMode = "prisma"`: no foreign keys are made. */
  readonly relationMode: 'foreignKeys' | 'prisma';
  readonly previewFeatures: ReadonlySet<string>;
  /** `schemas` of the datasource; empty where there is none. */
  readonly schemas: readonly string[];
  /** `extensions` of the datasource; null without the preview feature. */
  readonly extensions: readonly WantedExtension[] | null;
  /** Models, fields and enums whose place in the database is not clear yet: half-typed, contradictory, of an unknown type. */
  readonly unresolved: readonly Unresolved[];
  /** Columns that Prisma Client fills in, so that the database has no default: `cuid()`, `uuid()`, `nanoid()`, `ulid()`, `@updatedAt`. */
  readonly clientDefaults: readonly ClientDefault[];
}

export interface WantedExtension {
  readonly name: string;
  readonly schema: string | null;
  readonly version: string | null;
}

/**
 * About what nothing may be concluded while the text is as it is. The difference leaves it out: a half-typed type must not look like
 * a dropped column. Tables and enums share their names, so `table` names either.
 */
export interface Unresolved {
  /** Null: any (a block without a name). No table or enum is known to be gone then. */
  readonly table: ObjectId | null;
  /** With the keys and foreign keys over it, which the wanted catalog lacks as well; null: `part` of the table. */
  readonly column: string | null;
  /** `keys` are the primary key and all indexes. */
  readonly part: 'everything' | 'keys' | 'foreign-keys';
  /** Absolute offset of the place. */
  readonly at: number;
  readonly reason: string;
}

export interface ClientDefault {
  readonly table: ObjectId;
  readonly column: string;
  /** `cuid()`, `@updatedAt`, as written. */
  readonly text: string;
}

/** Where the parts of a wanted catalog stand in the schema; keyed as in the catalog. */
export interface Origins {
  readonly tables: ReadonlyMap<ObjectId, TableOrigin>;
  readonly enums: ReadonlyMap<ObjectId, EnumOrigin>;
}

export type TableOrigin =
  | {
      readonly type: 'model';
      readonly model: ModelBlock;
      /** By column name. */
      readonly columns: ReadonlyMap<string, Field>;
      /** Indexes and constraints by their name in the database: the field or attribute of the model that asks for them. */
      readonly named: ReadonlyMap<string, NamedBy>;
    }
  /** The table of an implicit many-to-many relation: the two fields, in the order of the text. */
  | { readonly type: 'relation'; readonly fields: readonly [Declaration, Declaration] };

export interface NamedBy {
  readonly field: Field | null;
  readonly attribute: Attribute | null;
}

export interface Declaration extends NamedBy {
  readonly model: ModelBlock;
}

export interface EnumOrigin {
  readonly block: EnumBlock;
  /** By the value in the database. */
  readonly values: ReadonlyMap<string, EnumValue>;
}
