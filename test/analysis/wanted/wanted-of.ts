import { describeCatalog } from '../../../server/src/analysis/catalog/describe';
import { readSchema } from '../../../server/src/analysis/schema/read';
import type { Wanted, WantedProvider } from '../../../server/src/analysis/schema/wanted/wanted';
import { wantedCatalog } from '../../../server/src/analysis/schema/wanted/wanted-catalog';

/** What the models in the text ask for. */
export function wantedOf(models: string, provider: WantedProvider = 'postgresql', settings = ''): Wanted {
  return wantedCatalog(readSchema(`datasource db {\n  provider = "${provider}"\n${settings}\n}\n${models}`), provider);
}

/** The columns of a table, as `describeCatalog` puts them. */
export function columnsOf({ catalog }: Wanted, table: string): readonly string[] {
  return describeCatalog(catalog).tables[table]?.columns ?? [];
}

/** What is in doubt, each as `public.User.email`, `public.User (keys)`; `*` is any table. */
export function doubtsOf({ unresolved }: Wanted): readonly string[] {
  const named = unresolved.map(({ table, column, part }) =>
    column !== null ? `${table}.${column}` : part === 'everything' ? (table ?? '*') : `${table} (${part})`,
  );
  return [...new Set(named)].sort();
}
