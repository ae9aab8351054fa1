import type { Catalog, Index, ObjectId, Table } from '../../catalog/catalog';
import { createNames, quoted } from './names';
import { isEnum, nameEnum, writeEnum } from './write-enum';
import { createModels, type Model, writeModel } from './write-model';

export interface DatamodelOptions {
  /** `schemas` of the datasource; empty: the default schema alone, as Prisma then sees nothing else. */
  readonly schemas: readonly string[];
  /** Whether the datasource manages extensions. */
  readonly extensions: boolean;
  /** Whether the preview feature `partialIndexes` is on; without it Prisma does not see partial indexes. */
  readonly partialIndexes: boolean;
}

/**
 * A PostgreSQL catalog as a Prisma schema, so that Prisma's engine can compare a history with an edited schema without a database.
 * It says what Prisma sees of such a database and nothing else: no views, checks, triggers or expression indexes. The names of
 * models and fields are made up; those in the database stand in `@map`. Objects come in the order in which Prisma's describer lists
 * them, because its steps follow that order.
 * Source: https://github.com/prisma/prisma-engines/tree/main/schema-engine/sql-schema-describer/src/postgres
 */
export function writeDatamodel(catalog: Catalog, options: DatamodelOptions): string {
  const namespaces = options.schemas.length === 0 ? [catalog.searchPath[0] ?? 'public'] : options.schemas;
  const isSeen = ({ schema }: { readonly schema: string }) => namespaces.includes(schema);
  const names = createNames();
  const enums = sorted([...catalog.types.values()].filter(isEnum).filter(isSeen)).map((type) => nameEnum(type, names));
  const tables = sorted([...catalog.tables.values()].filter((table) => isSeen(table) && isVisible(table)));
  const models = createModels(tables, indexesOf(catalog, options), enums, names);
  const place = (schema: string) => (options.schemas.length === 0 ? '' : `  @@schema(${quoted(schema)})\n`);
  return [
    header(catalog, options),
    ...enums.map((one) => writeEnum(one, place(one.type.schema))),
    ...models.map((model: Model) => writeModel(model, models, place(model.table.schema))),
  ].join('\n');
}

function header({ extensions }: Catalog, options: DatamodelOptions): string {
  const names = createNames();
  const features = [...(options.extensions ? ['postgresqlExtensions'] : []), ...(options.partialIndexes ? ['partialIndexes'] : [])];
  const listed = [...extensions].sort().map((name) => (/^[A-Za-z]\w*$/.test(name) ? name : `${names.take(name)}(map: ${quoted(name)})`));
  return [
    'datasource db {',
    '  provider = "postgresql"',
    ...(options.schemas.length === 0 ? [] : [`  schemas = [${options.schemas.map(quoted).join(', ')}]`]),
    ...(options.extensions ? [`  extensions = [${listed.join(', ')}]`] : []),
    '}',
    '',
    'generator client {',
    '  provider = "prisma-client-js"',
    `  previewFeatures = [${features.map(quoted).join(', ')}]`,
    '}',
    '',
  ].join('\n');
}

/** Tables that Prisma passes over: its own, those of PostGIS, temporary ones and those without columns. */
function isVisible({ name, temporary, columns }: Table): boolean {
  if (temporary || columns.length === 0 || name === '_prisma_migrations') return false;
  return !/^(spatial_ref_sys|geometry_columns|geography_columns|raster_columns|raster_overviews)$/i.test(name);
}

function indexesOf(catalog: Catalog, { partialIndexes }: DatamodelOptions): ReadonlyMap<ObjectId, readonly Index[]> {
  const byTable = new Map<ObjectId, Index[]>();
  for (const index of sorted([...catalog.indexes.values()])) {
    const excluded = catalog.tables
      .get(index.table)
      ?.constraints.some((constraint) => constraint.type === 'exclusion' && constraint.name === index.constraint);
    if (excluded || (index.where !== null && !partialIndexes) || index.keys.some(({ type }) => type === 'expression')) continue;
    byTable.set(index.table, [...(byTable.get(index.table) ?? []), index]);
  }
  return byTable;
}

/** As PostgreSQL sorts names for the describer: by schema, then name, byte by byte. */
function sorted<T extends { readonly schema: string; readonly name: string }>(objects: readonly T[]): readonly T[] {
  return objects.toSorted((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
