import type { Catalog } from '../../../server/src/analysis/catalog/catalog';
import { diffCatalogs } from '../../../server/src/analysis/catalog/diff/diff';
import type { DiffOptions } from '../../../server/src/analysis/catalog/diff/options';
import { writeMigration } from '../../../server/src/analysis/render/migration';
import { schemaSpelling } from '../../../server/src/analysis/render/schema-spelling';
import type { SqlText } from '../../../server/src/analysis/render/sql-text';
import { readSchema } from '../../../server/src/analysis/schema/read';
import type { Wanted } from '../../../server/src/analysis/schema/wanted/wanted';
import { wantedCatalog } from '../../../server/src/analysis/schema/wanted/wanted-catalog';

export function wantedOf(schema: string): Wanted {
  return wantedCatalog(readSchema(schema), 'postgresql');
}

/** What Prisma of this version would write for a schema, after a history that has led to this catalog, or from another schema. */
export function written(before: Catalog, wanted: Wanted, from: DiffOptions['from'], prismaVersion: string | null = '7.10.0'): SqlText {
  const changes = diffCatalogs(before, wanted.catalog, { ...wanted, from, prismaVersion });
  return writeMigration(changes, { schemas: wanted.schemas, prismaVersion, from, spelling: schemaSpelling(wanted.origins) });
}

/** The text of no difference, from Prisma and from here. */
export function withoutEmpty(sql: string): string {
  return sql.startsWith('-- This is an empty migration') ? '' : sql.trim();
}
