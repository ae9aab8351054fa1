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
 * A table or column about which nothing may be concluded while the text is as it is. The difference leaves it out: a half-typed
 * type must not look like a dropped column. `column` null: the whole table; `table` null: any (a model without a name).
 */
export interface Unresolved {
  readonly table: ObjectId | null;
  readonly column: string | null;
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
      /** Indexes and constraints by their name in the database: the field or attribute that asks for them. */
      readonly named: ReadonlyMap<string, Declaration>;
    }
  /** The table of an implicit many-to-many relation: the two fields, in the order of the text. */
  | { readonly type: 'relation'; readonly fields: readonly [Declaration, Declaration] };

export interface Declaration {
  readonly model: ModelBlock;
  readonly field: Field | null;
  readonly attribute: Attribute | null;
}

export interface EnumOrigin {
  readonly block: EnumBlock;
  /** By the value in the database. */
  readonly values: ReadonlyMap<string, EnumValue>;
}
