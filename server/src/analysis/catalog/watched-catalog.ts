import type { Catalog, Dependents, ObjectId, Role } from './catalog';
import { LayeredMap, type Watcher } from './layered-map';
import type { StoredKind } from './references';

/** A place in a catalog: a key of one of its maps, or of one of those that say who names whom. */
export interface Place {
  readonly map: StoredKind | Role;
  /** Null for all keys of the map, as who goes through it reads them. */
  readonly key: ObjectId | null;
}

/** What has been done with a catalog. */
export interface Recorded {
  readonly reads: readonly Place[];
  /** Those of each of the parts in turn. */
  readonly writes: readonly (readonly Place[])[];
}

/** Writes down which places of a catalog something reads and writes. `schemas`, `extensions` and the search path are no places. */
export interface Recorder {
  /** The same catalog. What is read of it, and of the catalogs that a draft makes of it, is written down while something is recorded. */
  readonly watched: (catalog: Catalog) => Catalog;
  readonly begin: () => void;
  /** What is written from now on belongs to the next part. */
  readonly nextPart: () => void;
  readonly end: () => Recorded;
}

export function createRecorder(): Recorder {
  let recording = false;
  let reads: Place[] = [];
  let writes: Place[][] = [];

  /** A place is the same object whoever names it: thousands of statements name some thousand places. */
  const known = new Map<Place['map'], Map<ObjectId | null, Place>>();

  function placeIn(map: Place['map'], key: ObjectId | null): Place {
    const places = known.get(map) ?? new Map<ObjectId | null, Place>();
    known.set(map, places);
    const place = places.get(key) ?? { map, key };
    places.set(key, place);
    return place;
  }

  function watcherOf(map: Place['map']): Watcher<ObjectId> {
    return {
      read: (key) => {
        if (recording) add(reads, placeIn(map, key));
      },
      wrote: (key) => {
        const part = writes.at(-1);
        if (recording && part !== undefined) add(part, placeIn(map, key));
      },
    };
  }

  function watched<V>(name: Place['map'], map: ReadonlyMap<ObjectId, V>): ReadonlyMap<ObjectId, V> {
    return LayeredMap.watched(map, watcherOf(name));
  }

  return {
    watched: (catalog) => ({
      ...catalog,
      tables: watched('tables', catalog.tables),
      indexes: watched('indexes', catalog.indexes),
      views: watched('views', catalog.views),
      sequences: watched('sequences', catalog.sequences),
      types: watched('types', catalog.types),
      functions: watched('functions', catalog.functions),
      dependents: watchedDependents(catalog.dependents, watched),
    }),
    begin: () => {
      recording = true;
      reads = [];
      writes = [];
    },
    nextPart: () => {
      writes.push([]);
    },
    end: () => {
      recording = false;
      return { reads, writes };
    },
  };
}

type WatchMap = <V>(name: Place['map'], map: ReadonlyMap<ObjectId, V>) => ReadonlyMap<ObjectId, V>;

function watchedDependents(dependents: Dependents, watched: WatchMap): Dependents {
  return {
    index: watched('index', dependents.index),
    indexPart: watched('indexPart', dependents.indexPart),
    sequence: watched('sequence', dependents.sequence),
    foreignKey: watched('foreignKey', dependents.foreignKey),
    partition: watched('partition', dependents.partition),
    heir: watched('heir', dependents.heir),
    view: watched('view', dependents.view),
    columnType: watched('columnType', dependents.columnType),
    domain: watched('domain', dependents.domain),
    trigger: watched('trigger', dependents.trigger),
  };
}

function add(places: Place[], place: Place): void {
  if (!places.includes(place)) places.push(place);
}

/** What a catalog holds at a place; undefined where that is nothing. */
export function valueAt(catalog: Catalog, { map, key }: Place): unknown {
  return key === null ? undefined : mapNamed(catalog, map).get(key);
}

function mapNamed(catalog: Catalog, map: Place['map']): ReadonlyMap<ObjectId, unknown> {
  return isStored(map) ? catalog[map] : catalog.dependents[map];
}

const stored: { readonly [K in StoredKind]: true } = {
  tables: true,
  indexes: true,
  views: true,
  sequences: true,
  types: true,
  functions: true,
};

function isStored(map: Place['map']): map is StoredKind {
  return map in stored;
}

/** The catalog, with what another one holds at these places. */
export function withPlaces(catalog: Catalog, places: readonly Place[], from: Catalog): Catalog {
  let changed = catalog;
  for (const { map, key } of places) {
    if (key === null) continue;
    if (isStored(map)) changed = { ...changed, [map]: copied<unknown>(changed[map], key, from[map]) };
    else changed = { ...changed, dependents: { ...changed.dependents, [map]: copied(changed.dependents[map], key, from.dependents[map]) } };
  }
  return changed;
}

function copied<V>(map: ReadonlyMap<ObjectId, V>, key: ObjectId, from: ReadonlyMap<ObjectId, V>): ReadonlyMap<ObjectId, V> {
  const value = from.get(key);
  const layered = LayeredMap.over(map);
  return value === undefined ? layered.without(key) : layered.with(key, value);
}
