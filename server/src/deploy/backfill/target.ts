import { quotedName } from '../../analysis/render/postgres-names';
import { nearestName } from '../../project/nearest-name';
import type { Query, Row } from '../connection/database';
import type { BackfillSpec } from './spec';

/** The table as the server describes it. */
export interface Target {
  readonly schema: string;
  readonly name: string;
  /** The columns that batches walk along, in the order of their index. */
  readonly key: readonly KeyColumn[];
  /** Rows by the server's statistics; null where it has none. */
  readonly estimatedRows: number | null;
  /** What to know before it runs; sentences. */
  readonly notes: readonly string[];
}

export interface KeyColumn {
  readonly name: string;
  /** As a cast spells it. */
  readonly type: string;
}

export type FoundTarget =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly problem: string; readonly next: string };

/** `"public"."User"`. */
export function quotedTable({ schema, name }: Pick<Target, 'schema' | 'name'>): string {
  return `${quotedName(schema)}.${quotedName(name)}`;
}

/** Reads the table and checks what the spec says of it; `usedColumns` are those that its expressions name. */
export async function findTarget(
  query: Query,
  { table, set }: BackfillSpec,
  usedColumns: ReadonlySet<string>,
  defaultSchema: string,
): Promise<FoundTarget> {
  const schema = table.schema ?? defaultSchema;
  const [found] = await query(relationQuery, [schema, table.name]);
  if (found === undefined) return missingTable(query, schema, table.name);
  const shown = quotedTable({ schema, name: table.name });
  if (found.kind !== 'r' && found.kind !== 'p') {
    return { ok: false, problem: `${shown} is no table.`, next: 'A backfill updates tables; name the table that the rows are in.' };
  }
  const columns = await query(columnsQuery, [found.oid ?? null]);
  const wrong = columnProblem(shown, set, usedColumns, columns);
  if (wrong !== null) return { ok: false, ...wrong };
  const key = (await query(keyQuery, [found.oid ?? null])).map(({ name, type }) => ({ name: name ?? '', type: type ?? '' }));
  if (key.length === 0) {
    return {
      ok: false,
      problem: `${shown} has neither a primary key nor a unique index over required columns.`,
      next: `Add one in a migration: a unique index built CONCURRENTLY, then ALTER TABLE ${shown} ADD PRIMARY KEY USING INDEX.`,
    };
  }
  const inKey = key.find(({ name }) => set.has(name));
  if (inKey !== undefined) {
    const problem = `"${inKey.name}" is part of the key of ${shown}, which the batches walk along.`;
    return { ok: false, problem, next: 'Fill a new column, and switch the key in a migration.' };
  }
  const rows = Number(found.rows);
  const hidden = 'Row security is active for this role: rows that its policies hide are neither updated nor counted.';
  const notes = found.secured === 'true' ? [hidden] : [];
  return { ok: true, target: { schema, name: table.name, key, estimatedRows: rows > 0 ? rows : null, notes } };
}

/** Leaves of a partitioned table have the numbers of its rows; -1 and 0 are both "never analysed" (pg_class.reltuples). */
const relationQuery = `
  SELECT c.oid::text AS oid, c.relkind::text AS kind, row_security_active(c.oid)::text AS secured,
    CASE c.relkind
      WHEN 'p' THEN (SELECT sum(greatest(l.reltuples, 0)) FROM pg_partition_tree(c.oid) t JOIN pg_class l ON l.oid = t.relid WHERE t.isleaf)
      ELSE c.reltuples
    END::bigint::text AS rows
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2`;

const columnsQuery = `
  SELECT attname::text AS name, attgenerated::text AS generated, attidentity::text AS identity
  FROM pg_catalog.pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped`;

/**
 * The primary key, else the narrowest unique index that is valid, whole, immediate and over required columns only. Its order has to be the
 * one in which row values compare: the usual operators, and all columns ascending.
 */
const keyQuery = `
  WITH usable AS (
    SELECT i.indrelid, i.indkey::int2[] AS attributes, i.indnkeyatts
    FROM pg_catalog.pg_index i
    WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
      AND 0 = ALL (i.indoption::int2[]) AND (SELECT bool_and(o.opcdefault) FROM unnest(i.indclass::oid[]) used JOIN pg_catalog.pg_opclass o ON o.oid = used)
      AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]) AND NOT a.attnotnull
      )
    ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid LIMIT 1
  )
  SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type
  FROM usable u CROSS JOIN generate_series(0, u.indnkeyatts - 1) AS place
  JOIN pg_catalog.pg_attribute a ON a.attrelid = u.indrelid AND a.attnum = u.attributes[place]
  ORDER BY place`;

async function missingTable(query: Query, schema: string, name: string): Promise<FoundTarget> {
  const tables = await query(`SELECT c.relname::text AS name, n.nspname::text AS schema
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`);
  const elsewhere = tables.find((table) => table.name === name);
  const near = nearestName(
    name,
    tables.filter((table) => table.schema === schema).flatMap((table) => table.name ?? []),
  );
  const hint = near === null ? null : `Did you mean "${near}"?`;
  return {
    ok: false,
    problem: `There is no table ${quotedTable({ schema, name })}.`,
    next:
      elsewhere === undefined
        ? (hint ?? 'Name the table as the database does; @@map in the schema shows it where that differs from the model.')
        : `There is one in the schema "${elsewhere.schema}": name it "${elsewhere.schema}.${name}".`,
  };
}

function columnProblem(
  table: string,
  set: BackfillSpec['set'],
  used: ReadonlySet<string>,
  columns: readonly Row[],
): { readonly problem: string; readonly next: string } | null {
  const known = new Map(columns.map((column) => [column.name ?? '', column]));
  for (const name of set.keys()) {
    const column = known.get(name);
    if (column === undefined) return missingColumn(table, name, known.keys());
    if (column.generated !== '')
      return { problem: `"${name}" of ${table} is generated.`, next: 'The database computes it; leave it out of "set".' };
    if (column.identity === 'a')
      return { problem: `"${name}" of ${table} is GENERATED ALWAYS AS IDENTITY.`, next: 'Leave it out of "set".' };
  }
  for (const name of used) if (!known.has(name) && name !== table) return missingColumn(table, name, known.keys());
  return null;
}

function missingColumn(table: string, name: string, known: Iterable<string>): { readonly problem: string; readonly next: string } {
  const near = nearestName(name, known);
  const next = near === null ? 'Name columns as the database does; @map in the schema shows it where that differs from the field.' : '';
  return {
    problem: `${table} has no column "${name}".`,
    next: near === null ? next : `Did you mean "${near}"? Names with capitals stand in double quotes.`,
  };
}
