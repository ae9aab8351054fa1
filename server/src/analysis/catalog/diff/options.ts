import type { ObjectId } from '../catalog';

/** What a difference depends on beside the two catalogs. A `Wanted` has most of it under the same names. */
export interface DiffOptions {
  readonly provider: 'postgresql' | 'mysql' | 'sqlite';
  /**
   * Where the catalog before comes from: `migrations`, which Prisma would execute in a shadow database and read back, or another
   * `schema`. It decides what Prisma sees of it, and the order of what is dropped.
   */
  readonly from: 'migrations' | 'schema';
  /** `schemas` of the datasource; empty where there is none. */
  readonly schemas: readonly string[];
  /** `extensions` of the datasource; null where Prisma does not manage them. */
  readonly extensions: readonly { readonly name: string; readonly schema: string | null; readonly version: string | null }[] | null;
  readonly previewFeatures: ReadonlySet<string>;
  /** Of the project; null, where it is not known, means the newest. */
  readonly prismaVersion: string | null;
  /** About what nothing may be concluded: it is left out. */
  readonly unresolved: readonly UnresolvedPart[];
}

/** See `Unresolved` in `schema/wanted/wanted.ts`. */
export interface UnresolvedPart {
  /** A table or an enum; null: any that one side lacks. */
  readonly table: ObjectId | null;
  /** With the keys and foreign keys over it; null: `part` of the table. */
  readonly column: string | null;
  readonly part: 'everything' | 'keys' | 'foreign-keys';
}
