import type { Catalog, Index, ObjectId, Table } from '../catalog';
import { compareNames } from './compare-names';
import { enumsOf, indexColumns, indexesByTable, type VisibleCatalog, type VisibleIndex, type VisibleTable, visibleTable } from './visible';

/** What decides which part of a database Prisma looks at. */
export interface Sight {
  /** `schemas` of the datasource; empty: the schema of the connection alone. */
  readonly schemas: readonly string[];
  /** What it does with partial indexes: does not see them, sees them, or keeps them (`partial-indexes.ts`). */
  readonly partialIndexes: 'hidden' | 'seen' | 'kept';
}

/**
 * A database as Prisma describes it to its differ: no views, triggers, policies, functions, checks, exclusion constraints or
 * indexes over expressions, everything by name.
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/sql-schema-describer/src/postgres.rs
 */
export function describedCatalog(catalog: Catalog, sight: Sight): VisibleCatalog {
  const key = JSON.stringify([sight.schemas, sight.partialIndexes]);
  const known = remembered.get(catalog);
  if (known?.key === key) return known.visible;
  const visible = describe(catalog, sight);
  remembered.set(catalog, { key, visible });
  return visible;
}

/** The history stays the same from one keystroke to the next. */
const remembered = new WeakMap<Catalog, { readonly key: string; readonly visible: VisibleCatalog }>();

function describe(catalog: Catalog, sight: Sight): VisibleCatalog {
  const schemas = new Set(sight.schemas.length === 0 ? [catalog.searchPath[0] ?? 'public'] : sight.schemas);
  const indexes = indexesByTable(catalog);
  const describeIndex = (index: Index) => describedIndex(index, sight);
  const tables = sorted([...catalog.tables].filter(([, table]) => schemas.has(table.schema) && isSeen(table))).map(
    ([id, table]): readonly [ObjectId, VisibleTable] => [id, describedTable(id, table, indexes.get(id) ?? [], describeIndex)],
  );
  const enums = sorted([...enumsOf(catalog)].filter(([, type]) => schemas.has(type.schema)));
  return { catalog, described: true, tables: new Map(tables), enums: new Map(enums) };
}

function sorted<T extends { readonly schema: string; readonly name: string }>(
  objects: readonly (readonly [ObjectId, T])[],
): readonly (readonly [ObjectId, T])[] {
  return [...objects].sort(([, a], [, b]) => compareNames(a.schema, b.schema) || compareNames(a.name, b.name));
}

/** Prisma's own table, and those that PostGIS brings (`POSTGIS_TABLES_OR_VIEWS`). */
const ignored = /^(?:_prisma_migrations|spatial_ref_sys|geometry_columns|geography_columns|raster_columns|raster_overviews)$/i;

function isSeen(table: Table): boolean {
  const isLeaf = table.partitionOf !== null && table.partitionBy === null;
  return !table.temporary && !isLeaf && !ignored.test(table.name);
}

function describedTable(
  id: ObjectId,
  table: Table,
  indexes: readonly Index[],
  describeIndex: (index: Index) => VisibleIndex | null,
): VisibleTable {
  const exclusions = new Set(table.constraints.flatMap((constraint) => (constraint.type === 'exclusion' ? [constraint.name] : [])));
  const byName = indexes
    .filter(({ constraint }) => constraint === null || !exclusions.has(constraint))
    .sort((a, b) => compareNames(a.name, b.name));
  const visible = visibleTable(id, table, byName, describeIndex);
  return { ...visible, foreignKeys: [...visible.foreignKeys].sort((a, b) => compareNames(a.name, b.name)) };
}

/** Of the methods that extensions bring, Prisma thinks that they are B-trees. */
const knownMethods: ReadonlySet<string> = new Set(['btree', 'hash', 'gist', 'gin', 'spgist', 'brin']);

/** Of these Prisma reads no operator class: a schema that has one gets its index anew in every migration. */
const withoutClasses: ReadonlySet<string> = new Set(['btree', 'hash']);

function describedIndex(index: Index, { partialIndexes }: Sight): VisibleIndex | null {
  if (index.keys.some(({ type }) => type === 'expression')) return null;
  if (index.where !== null && partialIndexes === 'hidden') return null;
  const method = knownMethods.has(index.method) ? index.method : 'btree';
  const keys = indexColumns(index).map((column) => (withoutClasses.has(method) ? { ...column, operatorClass: null } : column));
  // Columns of INCLUDE follow the keys in `pg_index.indkey`, where Prisma takes them for keys.
  const included = index.include.map((name) => ({ name, descending: false, operatorClass: null }));
  return {
    name: index.name,
    index,
    columns: [...keys, ...included],
    method,
    kept: index.where !== null && partialIndexes === 'kept',
  };
}
