import { catalogOf, objectsOf } from './build';
import type { Catalog } from './catalog';
import { isCatalogObjects } from './catalog-shape';

/** One line of JSON for a cache. `dependents` is left out: it follows from the rest. */
export function serializeCatalog(catalog: Catalog): string {
  return JSON.stringify(objectsOf(catalog));
}

/** The catalog that was serialized; null for any other text. */
export function parseCatalog(text: string): Catalog | null {
  const objects = parsed(text);
  return isCatalogObjects(objects) ? catalogOf(objects) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
