import type { Catalog } from '../../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../../server/src/analysis/catalog/draft';
import { foldScript } from '../../../server/src/analysis/catalog/fold';
import { readPostgres } from '../../../server/src/analysis/sql/postgres/read';

/** The catalog after these migrations, each a file of its own, on a new database. */
export function foldSql(...migrations: readonly string[]): Catalog {
  return migrations.reduce((catalog, text) => foldScript(catalog, readPostgres(text)), emptyCatalog('postgresql'));
}
