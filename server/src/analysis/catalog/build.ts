import type { Catalog, Index, ObjectId, ObjectKey, Sequence, Table, UserFunction, UserType, View } from './catalog';
import { keyOf, objectId, referencesOf, type Stored, type StoredKind } from './references';

/** The objects of a catalog as lists, without what follows from them. */
export interface CatalogObjects {
  readonly schemas: readonly string[];
  readonly extensions: readonly string[];
  readonly searchPath: readonly string[];
  readonly tables: readonly Table[];
  readonly indexes: readonly Index[];
  readonly views: readonly View[];
  readonly sequences: readonly Sequence[];
  readonly types: readonly UserType[];
  readonly functions: readonly UserFunction[];
}

export function objectsOf(catalog: Catalog): CatalogObjects {
  return {
    schemas: [...catalog.schemas],
    extensions: [...catalog.extensions],
    searchPath: catalog.searchPath,
    tables: [...catalog.tables.values()],
    indexes: [...catalog.indexes.values()],
    views: [...catalog.views.values()],
    sequences: [...catalog.sequences.values()],
    types: [...catalog.types.values()],
    functions: [...catalog.functions.values()],
  };
}

/** The catalog that holds these objects. */
export function catalogOf(objects: CatalogObjects): Catalog {
  const dependents = new Map<ObjectKey, ObjectKey[]>();
  return {
    schemas: new Set(objects.schemas),
    extensions: new Set(objects.extensions),
    searchPath: objects.searchPath,
    tables: keyed('tables', objects.tables, dependents),
    indexes: keyed('indexes', objects.indexes, dependents),
    views: keyed('views', objects.views, dependents),
    sequences: keyed('sequences', objects.sequences, dependents),
    types: keyed('types', objects.types, dependents),
    functions: keyed('functions', objects.functions, dependents),
    dependents,
  };
}

function keyed<K extends StoredKind>(
  kind: K,
  objects: readonly Stored[K][],
  dependents: Map<ObjectKey, ObjectKey[]>,
): ReadonlyMap<ObjectId, Stored[K]> {
  const map = new Map<ObjectId, Stored[K]>();
  for (const object of objects) {
    const id = objectId(object.schema, object.name);
    map.set(id, object);
    for (const target of referencesOf[kind](object)) {
      const users = dependents.get(target);
      if (users === undefined) dependents.set(target, [keyOf[kind](id)]);
      else users.push(keyOf[kind](id));
    }
  }
  return map;
}
