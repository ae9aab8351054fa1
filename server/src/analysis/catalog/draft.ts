import type { Catalog, ObjectId, ObjectKey } from './catalog';
import { LayeredMap } from './layered-map';
import { keyOf, kindOf, objectId, referencesOf, retarget, type Stored, type StoredKind } from './references';

/**
 * A catalog that is being changed. It reads as a `Catalog`. Its maps and records are never changed in place but replaced, so
 * that making a draft and taking a snapshot of it cost nothing.
 */
export interface CatalogDraft extends Mutable<Catalog> {
  readonly session: Session;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a connection remembers and a database does not. */
export interface Session {
  /** The search path that the connection starts with: what RESET returns to. */
  readonly initialPath: readonly string[];
  /** The search path without a SET LOCAL. */
  path: readonly string[];
  /** Set between BEGIN and COMMIT: what ROLLBACK returns to, and one more for each savepoint. */
  transaction: { readonly before: Catalog; readonly savepoints: readonly Catalog[] } | null;
}

/** The catalog of a new database. */
export function emptyCatalog(provider: 'postgresql'): Catalog {
  const schema = { postgresql: 'public' }[provider];
  return {
    schemas: new Set([schema]),
    tables: new Map(),
    indexes: new Map(),
    views: new Map(),
    sequences: new Map(),
    types: new Map(),
    functions: new Map(),
    extensions: new Set(),
    searchPath: [schema],
    dependents: new Map(),
  };
}

export function draftOf(catalog: Catalog): CatalogDraft {
  return {
    ...snapshot(catalog),
    session: { initialPath: catalog.searchPath, path: catalog.searchPath, transaction: null },
  };
}

/** The draft as it is now, which later changes of the draft leave alone. */
export function snapshot(draft: Catalog): Catalog {
  const { schemas, tables, indexes, views, sequences, types, functions, extensions, searchPath, dependents } = draft;
  return { schemas, tables, indexes, views, sequences, types, functions, extensions, searchPath, dependents };
}

/** Returns the draft to an earlier state. */
export function restore(draft: CatalogDraft, catalog: Catalog): void {
  Object.assign(draft, snapshot(catalog));
}

/** Stores an object under its own name, in place of an earlier one of that name. */
export function put<K extends StoredKind>(draft: CatalogDraft, kind: K, object: Stored[K]): ObjectId {
  const id = objectId(object.schema, object.name);
  const map = mapOf(draft, kind);
  const before = map.get(id);
  setMap[kind](draft, LayeredMap.over(map).with(id, object));
  link(draft, keyOf[kind](id), before === undefined ? none : referencesOf[kind](before), referencesOf[kind](object));
  return id;
}

/** Forgets one object and nothing else; `apply/drop.ts` takes its dependents along. */
export function remove<K extends StoredKind>(draft: CatalogDraft, kind: K, id: ObjectId): void {
  const map = mapOf(draft, kind);
  const before = map.get(id);
  if (before === undefined) return;
  setMap[kind](draft, LayeredMap.over(map).without(id));
  link(draft, keyOf[kind](id), referencesOf[kind](before), none);
}

/** Stores an object under its new name or schema; everything that names it follows. The new name must be free. */
export function rename<K extends StoredKind>(draft: CatalogDraft, kind: K, id: ObjectId, renamed: Stored[K]): ObjectId {
  remove(draft, kind, id);
  const to = put(draft, kind, renamed);
  const from = keyOf[kind](id);
  for (const key of draft.dependents.get(from) ?? []) {
    const dependent = kindOf(draft, key);
    if (dependent !== null) retargetOne(draft, dependent.kind, dependent.id, from, to);
  }
  return to;
}

function retargetOne<K extends StoredKind>(draft: CatalogDraft, kind: K, id: ObjectId, from: ObjectKey, to: ObjectId): void {
  const object = mapOf(draft, kind).get(id);
  if (object !== undefined) put(draft, kind, retarget[kind](object, from, to));
}

const none: ReadonlySet<ObjectKey> = new Set();

function link(draft: CatalogDraft, key: ObjectKey, before: ReadonlySet<ObjectKey>, after: ReadonlySet<ObjectKey>): void {
  for (const target of before) {
    if (after.has(target)) continue;
    const rest = (draft.dependents.get(target) ?? []).filter((dependent) => dependent !== key);
    const dependents = LayeredMap.over(draft.dependents);
    draft.dependents = rest.length === 0 ? dependents.without(target) : dependents.with(target, rest);
  }
  for (const target of after) {
    if (before.has(target)) continue;
    draft.dependents = LayeredMap.over(draft.dependents).with(target, [...(draft.dependents.get(target) ?? []), key]);
  }
}

type StoredMaps = { readonly [K in StoredKind]: ReadonlyMap<ObjectId, Stored[K]> };

function mapOf<K extends StoredKind>(catalog: StoredMaps, kind: K): ReadonlyMap<ObjectId, Stored[K]> {
  return catalog[kind];
}

const setMap: { readonly [K in StoredKind]: (draft: CatalogDraft, map: ReadonlyMap<ObjectId, Stored[K]>) => void } = {
  tables: (draft, map) => {
    draft.tables = map;
  },
  indexes: (draft, map) => {
    draft.indexes = map;
  },
  views: (draft, map) => {
    draft.views = map;
  },
  sequences: (draft, map) => {
    draft.sequences = map;
  },
  types: (draft, map) => {
    draft.types = map;
  },
  functions: (draft, map) => {
    draft.functions = map;
  },
};
