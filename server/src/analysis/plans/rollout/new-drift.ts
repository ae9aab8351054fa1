import type { Catalog, Index, ObjectId, Table } from '../../catalog/catalog';
import { dependentsIn } from '../../catalog/references';
import { sameData } from '../../catalog/same-data';
import type { Wanted } from '../../schema/wanted/wanted';
import { driftOf, type Sight } from './drift';

/** What migrations have built, and what a schema asks for. */
export interface Pair {
  readonly built: Catalog;
  readonly wanted: Wanted;
}

/**
 * A line of what Prisma would do between built and wanted, that it would not do for the `known` pair as well; null where there is none. Only
 * tables in which the pairs differ are compared: for all others both have the same lines.
 */
export function newDrift(pair: Pair, known: Pair, sight: Sight): string | null {
  const tables = tablesThatDiffer(pair, known, sight);
  const isNothing = tables !== null && newDriftAnywhere(partOf(pair, tables), partOf(known, tables), sight) === null;
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
  a.forEach((object, id) => {
    const other = b.get(id);
    if (object === other || (other !== undefined && isEqual(object, other))) return;
    found.push([id, object]);
    if (other !== undefined) found.push([id, other]);
  });
  b.forEach((object, id) => {
    if (!a.has(id)) found.push([id, object]);
  });
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

function partOf({ built, wanted }: Pair, ids: ReadonlySet<ObjectId>): Pair {
  return { built: part(built, ids), wanted: { ...wanted, catalog: part(wanted.catalog, ids) } };
}

function part(catalog: Catalog, ids: ReadonlySet<ObjectId>): Catalog {
  const tables = new Map<ObjectId, Table>();
  const indexes = new Map<ObjectId, Index>();
  for (const id of ids) {
    const table = catalog.tables.get(id);
    if (table !== undefined) tables.set(id, table);
    for (const name of dependentsIn(catalog, 'index', id)) {
      const index = catalog.indexes.get(name);
      if (index !== undefined) indexes.set(name, index);
    }
  }
  return { ...catalog, tables, indexes };
}
