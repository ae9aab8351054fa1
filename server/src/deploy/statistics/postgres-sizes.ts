import type { TableSize } from '../../analysis/statistics/statistics';
import type { ConnectionAddress } from '../connection/address';
import type { Row } from '../connection/database';
import { readPostgres } from '../connection/read-postgres';

/**
 * What the server knows without counting: `reltuples` is what the last VACUUM or ANALYZE found, and -1 or 0 before the first one.
 * A partitioned table is as large as its partitions.
 * Source: https://www.postgresql.org/docs/current/catalog-pg-class.html
 */
const sql = `
WITH tables AS (
  SELECT c.oid, n.nspname, c.relname, c.relkind FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
), parts AS (
  SELECT oid AS root, oid AS part FROM tables WHERE relkind <> 'p'
  UNION ALL SELECT tables.oid, tree.relid FROM tables, pg_catalog.pg_partition_tree(tables.oid) AS tree WHERE relkind = 'p' AND tree.isleaf
)
SELECT t.nspname AS schema, t.relname AS name,
  sum(pg_catalog.pg_total_relation_size(p.part)) AS bytes,
  CASE WHEN bool_or(c.reltuples < 0 OR c.reltuples = 0 AND pg_catalog.pg_relation_size(c.oid) > 0) THEN NULL
    ELSE round(sum(c.reltuples))::bigint END AS rows,
  (SELECT count(*) FROM pg_catalog.pg_index i WHERE i.indrelid = t.oid) AS indexes
FROM tables t LEFT JOIN parts p ON p.root = t.oid LEFT JOIN pg_catalog.pg_class c ON c.oid = p.part
GROUP BY t.oid, t.nspname, t.relname`;

export function readPostgresSizes(
  address: ConnectionAddress,
  timeLimit: number,
  abort: AbortSignal,
): Promise<ReadonlyMap<string, TableSize>> {
  return readPostgres(address, timeLimit, abort, async (query) => {
    const rows = await query(sql);
    return new Map(rows.map((row) => [nameOf(row, address.schema), sizeOf(row)]));
  });
}

/** Migrations name what lies in the schema of the URL without a schema, which the analysis takes for `public`. */
function nameOf({ schema, name }: Row, own: string | null): string {
  return `${own !== null && schema === own ? 'public' : schema}.${name}`;
}

function sizeOf({ rows, bytes, indexes }: Row): TableSize {
  const number = (text: string | null | undefined): number | null => (text == null ? null : Number(text));
  return { rows: number(rows), bytes: number(bytes), indexes: number(indexes) };
}
