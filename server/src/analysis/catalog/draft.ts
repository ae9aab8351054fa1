import type { Catalog, Dependents, ObjectId } from './catalog';
import { LayeredMap } from './layered-map';
import { objectId, type Reference, referencesOf, type Stored, type StoredKind } from './references';

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

const noDependents: Dependents = {
  index: new Map(),
  indexPart: new Map(),
  sequence: new Map(),
  foreignKey: new Map(),
  partition: new Map(),
  heir: new Map(),
  view: new Map(),
  columnType: new Map(),
  domain: new Map(),
  trigger: new Map(),
};

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
    dependents: noDependents,
  };
}

export function draftOf(catalog: Catalog): CatalogDraft {
  return draftAt(catalog, { initialPath: catalog.searchPath, path: catalog.searchPath, transaction: null });
}

/** A draft that goes on from what another one left. */
export function draftAt(catalog: Catalog, session: Session): CatalogDraft {
  const { schemas, tables, indexes, views, sequences, types, functions, extensions, searchPath, dependents } = catalog;
  return {
    schemas,
    tables,
    indexes,
    views,
    sequences,
    types,
    functions,
    extensions,
    searchPath,
    dependents,
    session: { ...session },
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
  const references: readonly Reference<Stored[K]>[] = referencesOf[kind];
  for (const reference of references) link(draft, reference, id, before ?? null, object);
  return id;
}

/** Forgets one object and nothing else; `apply/drop.ts` takes its dependents along. */
export function remove<K extends StoredKind>(draft: CatalogDraft, kind: K, id: ObjectId): void {
  const map = mapOf(draft, kind);
  const before = map.get(id);
  if (before === undefined) return;
  setMap[kind](draft, LayeredMap.over(map).without(id));
  const references: readonly Reference<Stored[K]>[] = referencesOf[kind];
  for (const reference of references) link(draft, reference, id, before, null);
}

function link<T>(draft: CatalogDraft, { role, part, targets }: Reference<T>, id: ObjectId, before: T | null, after: T | null): void {
  if (before !== null && after !== null && part(before) === part(after)) return;
  const left = before === null ? none : targets(before);
  const reached = after === null ? none : targets(after);
  if (left.length === 0 && reached.length === 0) return;
  let dependents = LayeredMap.over(draft.dependents[role]);
  for (const target of left) {
    if (reached.includes(target)) continue;
    const rest = (dependents.get(target) ?? none).filter((dependent) => dependent !== id);
    dependents = rest.length === 0 ? dependents.without(target) : dependents.with(target, rest);
  }
  for (const target of reached) {
    if (!left.includes(target)) dependents = dependents.with(target, [...(dependents.get(target) ?? none), id]);
  }
  if (dependents !== draft.dependents[role]) draft.dependents = { ...draft.dependents, [role]: dependents };
}

const none: readonly ObjectId[] = [];

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
