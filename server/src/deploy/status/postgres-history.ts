import { quotedName } from '../../analysis/render/postgres-names';
import type { ConnectionAddress } from '../connection/address';
import type { Query } from '../connection/database';
import { readPostgres } from '../connection/read-postgres';
import { type DatabaseHistory, migrationRow, migrationsTable } from './database-history';

export function readPostgresHistory(address: ConnectionAddress, timeLimit: number, abort: AbortSignal): Promise<DatabaseHistory> {
  return readPostgres(address, timeLimit, abort, (query) => readHistory(query, address.schema ?? 'public'));
}

/** The same within a transaction of the caller. */
export async function readHistory(query: Query, schema: string): Promise<DatabaseHistory> {
  const table = `${quotedName(schema)}.${quotedName(migrationsTable)}`;
  const [facts] = await query(
    `SELECT current_setting('server_version') AS version,
      EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')) AS managed,
      EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname <> $2 AND c.relkind IN ('r', 'p') AND c.relname !~* $3) AS filled`,
    [schema, migrationsTable, postgisTables],
  );
  const rows =
    facts?.managed === 't'
      ? await query(
          `SELECT migration_name, checksum, ${iso('started_at')}, ${iso('finished_at')}, ${iso('rolled_back_at')}, applied_steps_count, logs
           FROM ${table} m ORDER BY m.started_at`,
        )
      : null;
  return { serverVersion: facts?.version ?? '', hasTables: facts?.filled === 't', rows: rows?.map((row) => migrationRow(row)) ?? null };
}

/**
 * Prisma takes a database with nothing else for empty.
 * Source: https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/postgres/schema_differ.rs
 */
const postgisTables = '^(geography_columns|geometry_columns|raster_columns|raster_overviews|spatial_ref_sys)$';

function iso(column: string): string {
  return `to_char(m.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ${column}`;
}
