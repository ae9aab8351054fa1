import type { Catalog, Index, ObjectId, Table, UserType } from '../../catalog/catalog';
import { LayeredMap } from '../../catalog/layered-map';
import { dependentsIn } from '../../catalog/references';
import { sameData } from '../../catalog/same-data';
import type { WantedState } from '../../schema/wanted/wanted-beside';
import { driftOf, type Sight } from './drift';

/** What migrations have built, and what a schema asks for. */
export interface Pair {
  readonly built: Catalog;
  readonly wanted: WantedState;
}

/**
 * A line of what Prisma would do between built and wanted, that it would not do for the `known` pair as well; null where there is none. Only
 * tables in which the pairs differ are compared: for all others both have the same lines.
 */
export function newDrift(pair: Pair, known: Pair, sight: Sight): string | null {
  const tables = tablesThatDiffer(pair, known, sight);
  // What is said beside the tables is the same of both then.
  if (tables?.size === 0) return null;
  const types = tables === null ? null : typesIn([pair, known], tables);
  const isNothing =
    tables !== null && types !== null && newDriftAnywhere(partOf(pair, tables, types), partOf(known, tables, types), sight) === null;
  return isNothing ? null : newDriftAnywhere(pair, known, sight);
}

/** The same, with all tables compared. */
export function newDriftAnywhere({ built, wanted }: Pair, known: Pair, sight: Sight): string | null {
  const drift = [...driftOf(built, wanted, sight)];
  if (drift.length === 0) return null;
  const recurring = driftOf(known.built, known.wanted, sight);
  return drift.find((line) => !recurring.has(line)) ?? null;
}

/** A line of what Prisma would do between built and wanted; null where there is none. */
export function firstDrift({ built, wanted }: Pair, sight: Sight): string | null {
  return [...driftOf(built, wanted, sight)][0] ?? null;
}

/**
 * Null where what is said of one table may depend on others: other enums, other settings of the schema, a table that is not known in full or
 * that Prisma leaves to others. Columns of such a table are in doubt, and with them foreign keys and enums elsewhere.
 */
function tablesThatDiffer(pair: Pair, known: Pair, { external }: Sight): ReadonlySet<ObjectId> | null {
  if (!isSameAround(pair, known)) return null;
  const found = new Set<ObjectId>();
  addDifferent(found, pair.built, known.built);
  addDifferent(found, pair.wanted.catalog, known.wanted.catalog);
  const catalogs = [pair.built, known.built, pair.wanted.catalog, known.wanted.catalog];
  for (const id of found) {
    for (const { tables } of catalogs) {
      const table = tables.get(id);
      if (table !== undefined && !isKnown(table, tables, external)) return null;
    }
    if (external.includes(id)) return null;
  }
  return found;
}

function isKnown({ complete, constraints }: Table, tables: Catalog['tables'], external: readonly ObjectId[]): boolean {
  return (
    complete &&
    constraints.every((one) => {
      if (one.type !== 'foreign-key') return true;
      return tables.get(one.references)?.complete !== false && !external.includes(one.references);
    })
  );
}

/** Whatever counts for a comparison beside the tables and their indexes. What is built may have more schemas and extensions. */
function isSameAround({ built, wanted }: Pair, known: Pair): boolean {
  const [own, other] = [wanted.catalog, known.wanted.catalog];
  return (
    sameData(built.searchPath, known.built.searchPath) &&
    sameData(own.searchPath, other.searchPath) &&
    [...known.built.schemas].every((name) => built.schemas.has(name)) &&
    [...known.built.extensions].every((name) => built.extensions.has(name)) &&
    sameData(wanted.schemas, known.wanted.schemas) &&
    sameData(wanted.extensions, known.wanted.extensions) &&
    sameData([...wanted.previewFeatures], [...known.wanted.previewFeatures]) &&
    wanted.unresolved.length === 0 &&
    known.wanted.unresolved.length === 0 &&
    different(built.types, known.built.types).length === 0 &&
    different(own.types, other.types).length === 0
  );
}

function addDifferent(found: Set<ObjectId>, a: Catalog, b: Catalog): void {
  for (const [id] of different(a.tables, b.tables)) found.add(id);
  for (const [, index] of different(a.indexes, b.indexes)) found.add(index.table);
}

/** What one of two maps has and the other has not, or has otherwise: of both. Most often they share nearly all objects. */
function different<T extends object>(a: ReadonlyMap<ObjectId, T>, b: ReadonlyMap<ObjectId, T>): readonly (readonly [ObjectId, T])[] {
  if (a === b) return [];
  const found: (readonly [ObjectId, T])[] = [];
  const compare = (object: T | undefined, other: T | undefined, id: ObjectId): void => {
    if (object === other || (object !== undefined && other !== undefined && isEqual(object, other))) return;
    if (object !== undefined) found.push([id, object]);
    if (other !== undefined) found.push([id, other]);
  };
  const written = LayeredMap.writtenIn(a, b);
  if (written !== null) for (const id of written) compare(a.get(id), b.get(id), id);
  else {
    a.forEach((object, id) => {
      compare(object, b.get(id), id);
    });
    b.forEach((object, id) => {
      if (!a.has(id)) found.push([id, object]);
    });
  }
  return found;
}

/** Objects are compared with the same ones again after each stage. */
const equals = new WeakMap<object, object>();

function isEqual(object: object, other: object): boolean {
  if (equals.get(object) === other) return true;
  const isSame = sameData(object, other);
  if (isSame) equals.set(object, other);
  return isSame;
}

/** The types of the columns of these tables, and those that they are made of. */
function typesIn(pairs: readonly Pair[], ids: ReadonlySet<ObjectId>): ReadonlySet<ObjectId> {
  const found = new Set<ObjectId>();
  for (const { built, wanted } of pairs) {
    for (const { tables, types } of [built, wanted.catalog]) {
      const add = (name: ObjectId): void => {
        if (found.size === found.add(name).size) return;
        const type = types.get(name);
        if (type?.type === 'domain' && type.base.user) add(type.base.name);
      };
      for (const id of ids) for (const { type } of tables.get(id)?.columns ?? []) if (type.user) add(type.name);
    }
  }
  return found;
}

function partOf({ built, wanted }: Pair, ids: ReadonlySet<ObjectId>, types: ReadonlySet<ObjectId>): Pair {
  const own = new Set([...ids].flatMap((id) => dependentsIn(built, 'index', id)));
  const others = new Set<ObjectId>();
  // Who names whom is known of what is built; of a schema it would have to be found out for all of it.
  wanted.catalog.indexes.forEach(({ table }, id) => {
    if (ids.has(table)) others.add(id);
  });
  return { built: part(built, ids, own, types), wanted: { ...wanted, catalog: part(wanted.catalog, ids, others, types) } };
}

function part(catalog: Catalog, tables: ReadonlySet<ObjectId>, indexes: ReadonlySet<ObjectId>, types: ReadonlySet<ObjectId>): Catalog {
  return {
    ...catalog,
    tables: those<Table>(catalog.tables, tables),
    indexes: those<Index>(catalog.indexes, indexes),
    types: those<UserType>(catalog.types, types),
  };
}

function those<T>(all: ReadonlyMap<ObjectId, T>, ids: ReadonlySet<ObjectId>): ReadonlyMap<ObjectId, T> {
  const found = new Map<ObjectId, T>();
  for (const id of ids) {
    const one = all.get(id);
    if (one !== undefined) found.set(id, one);
  }
  return found;
}
