import type { Catalog, Dependents, Index, ObjectId, Role, Sequence, Table, UserFunction, UserType, View } from './catalog';
import { objectId, type Reference, referencesOf, type Stored, type StoredKind } from './references';

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
  return withDependents({
    schemas: new Set(objects.schemas),
    extensions: new Set(objects.extensions),
    searchPath: objects.searchPath,
    tables: keyed(objects.tables),
    indexes: keyed(objects.indexes),
    views: keyed(objects.views),
    sequences: keyed(objects.sequences),
    types: keyed(objects.types),
    functions: keyed(objects.functions),
  });
}

/** The maps of a catalog, without what follows from them. */
export type CatalogMaps = Omit<Catalog, 'dependents'>;

/** The catalog of these maps. */
export function withDependents(maps: CatalogMaps): Catalog {
  return { ...maps, dependents: dependentsOf(maps) };
}

/** By their ids, in their order. */
export function keyed<T extends { readonly schema: string; readonly name: string }>(objects: readonly T[]): ReadonlyMap<ObjectId, T> {
  return new Map(objects.map((object) => [objectId(object.schema, object.name), object]));
}

/** Who names whom is worked out when it is first asked, role by role: a schema is read at each keystroke, and seldom is all of it. */
function dependentsOf(maps: CatalogMaps): Dependents {
  const known = new Map<Role, ReadonlyMap<ObjectId, readonly ObjectId[]>>();
  const of = (role: Role) => {
    const dependents = known.get(role) ?? dependentsIn(maps, role);
    known.set(role, dependents);
    return dependents;
  };
  return {
    get index() {
      return of('index');
    },
    get indexPart() {
      return of('indexPart');
    },
    get sequence() {
      return of('sequence');
    },
    get foreignKey() {
      return of('foreignKey');
    },
    get partition() {
      return of('partition');
    },
    get heir() {
      return of('heir');
    },
    get view() {
      return of('view');
    },
    get columnType() {
      return of('columnType');
    },
    get domain() {
      return of('domain');
    },
    get trigger() {
      return of('trigger');
    },
  };
}

function dependentsIn(maps: CatalogMaps, asked: Role): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const dependents = new Map<ObjectId, ObjectId[]>();
  const add = <K extends StoredKind>(kind: K, all: ReadonlyMap<ObjectId, Stored[K]>): void => {
    const references: readonly Reference<Stored[K]>[] = referencesOf[kind];
    for (const { role, targets } of references) {
      if (role !== asked) continue;
      all.forEach((object, id) => {
        for (const target of targets(object)) push(dependents, target, id);
      });
    }
  };
  add('tables', maps.tables);
  add('indexes', maps.indexes);
  add('views', maps.views);
  add('sequences', maps.sequences);
  add('types', maps.types);
  return dependents;
}

function push(map: Map<ObjectId, ObjectId[]>, target: ObjectId, id: ObjectId): void {
  const ids = map.get(target);
  if (ids === undefined) map.set(target, [id]);
  else ids.push(id);
}
