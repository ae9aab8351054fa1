import type { Catalog } from './catalog';
import { type CatalogObjects, catalogOf } from './draft';
import { isSerializedCatalog } from './serialized-shape';

/** Changes whenever the form of a catalog does, so that a cache of another version is not read as this one. */
const format = 1;

/** One line of JSON. `dependents` is left out: it follows from the rest. */
export function serializeCatalog(catalog: Catalog): string {
  const { schemas, tables, indexes, views, sequences, types, functions, extensions, searchPath } = catalog;
  const objects: CatalogObjects = {
    schemas: [...schemas],
    extensions: [...extensions],
    searchPath,
    tables: [...tables.values()],
    indexes: [...indexes.values()],
    views: [...views.values()],
    sequences: [...sequences.values()],
    types: [...types.values()],
    functions: [...functions.values()],
  };
  return JSON.stringify({ format, ...objects });
}
