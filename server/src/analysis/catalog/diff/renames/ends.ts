import type { Catalog, ObjectId, Table } from '../../catalog';

/** The two catalogs that are compared, and what is known so far of names that only look new. */
export interface Ends {
  readonly before: Catalog;
  readonly after: Catalog;
  /** The tables that are not the same at both ends, and the types. */
  readonly differing: { readonly tables: readonly ObjectId[]; readonly types: readonly ObjectId[] };
  /**
   * What the schema asked for before the edit, where that is known: its columns stand in the order in which the person sees them,
   * those of a database in the order of their creation.
   */
  readonly previous: Catalog | null;
  /** Old id → new id, of tables that look renamed. Null while that is not known yet. */
  readonly tables: ReadonlyMap<ObjectId, ObjectId> | null;
  /** The same for enums. */
  readonly enums: ReadonlyMap<ObjectId, ObjectId>;
}

/** A table at both ends: under one id, or under two where it looks renamed. */
export interface TableEnds {
  readonly from: ObjectId;
  readonly to: ObjectId;
  readonly old: Table;
  readonly next: Table;
}
