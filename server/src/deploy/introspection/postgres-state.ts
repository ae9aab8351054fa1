import type { ObjectId, Sequence, ViewDependency } from '../../analysis/catalog/catalog';
import type { Query, Row } from '../connection/database';

/** What the definitions do not tell. */
export interface PostgresState {
  readonly serverVersion: string;
  readonly sequences: ReadonlyMap<ObjectId, Sequence>;
  /** Indexes that a failed CREATE INDEX CONCURRENTLY has left, or that lack a part. */
  readonly invalid: ReadonlySet<ObjectId>;
  /** What each view reads, as the server keeps it. */
  readonly viewUses: ReadonlyMap<ObjectId, readonly ViewDependency[]>;
  /** Of each partition, the names of its foreign keys. */
  readonly partitionKeys: ReadonlyMap<ObjectId, ReadonlySet<string>>;
  /** Of each table that inherits, its columns in their order. */
  readonly inheritedOrder: ReadonlyMap<ObjectId, readonly string[]>;
  readonly bodies: ReadonlyMap<ObjectId, string | null>;
  readonly otherSchemas: readonly string[];
}

/** `values`: the schemas as an array, and the own one, as for the definitions. */
export async function readState(query: Query, values: readonly string[]): Promise<PostgresState> {
  const [server] = await query(`SELECT current_setting('server_version') AS version`);
  const sequences = await query(sequencesSql, values);
  const invalid = await query(invalidSql, values);
  const uses = await query(viewUsesSql, values);
  const keys = await query(partitionKeysSql, values);
  const order = await query(inheritedOrderSql, values);
  const bodies = await query(bodiesSql, values);
  const others = await query(othersSql, values);
  return {
    serverVersion: server?.version ?? '',
    sequences: new Map(sequences.map((row) => [idOf(row), sequenceOf(row)])),
    invalid: new Set(invalid.map(idOf)),
    viewUses: usesOf(uses),
    partitionKeys: new Map([...grouped(keys)].map(([id, names]) => [id, new Set(names)])),
    inheritedOrder: grouped(order),
    bodies: new Map(bodies.map((row) => [idOf(row), row.count === '1' ? (row.body ?? null) : null])),
    otherSchemas: others.flatMap(({ name }) => (name == null ? [] : [name])),
  };
}

function idOf({ schema, name }: Row): ObjectId {
  return `${schema}.${name}`;
}

/** The values of `part`, by object. */
function grouped(rows: readonly Row[]): ReadonlyMap<ObjectId, readonly string[]> {
  const groups = new Map<ObjectId, string[]>();
  for (const row of rows) {
    const group = groups.get(idOf(row)) ?? [];
    if (row.part != null) group.push(row.part);
    groups.set(idOf(row), group);
  }
  return groups;
}

function usesOf(rows: readonly Row[]): ReadonlyMap<ObjectId, readonly ViewDependency[]> {
  const views = new Map<ObjectId, Map<ObjectId, string[]>>();
  for (const row of rows) {
    const uses = views.get(idOf(row)) ?? new Map<ObjectId, string[]>();
    const relation = `${row.used_schema}.${row.used}`;
    uses.set(relation, [...(uses.get(relation) ?? []), ...(row.part == null ? [] : [row.part])]);
    views.set(idOf(row), uses);
  }
  return new Map([...views].map(([id, uses]) => [id, [...uses].map(([relation, columns]) => ({ relation, columns }))]));
}

function sequenceOf({ schema, name, owner_schema, owner, column }: Row): Sequence {
  const ownedBy = owner == null || column == null ? null : { table: `${owner_schema}.${owner}`, column };
  return { schema: schema ?? '', name: name ?? '', ownedBy };
}

const schemaOf = (n: string): string => `CASE WHEN ${n}.nspname = $2::text THEN 'public' ELSE ${n}.nspname END`;

const withoutExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

const sequencesSql = `SELECT ${schemaOf('n')} AS schema, c.relname AS name, ${schemaOf('tn')} AS owner_schema, t.relname AS owner, a.attname AS "column"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ANY ($1::text[])
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_class t ON t.oid = d.refobjid LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
  WHERE c.relkind = 'S' AND ${withoutExtension('pg_class', 'c.oid')} ORDER BY c.oid`;

const invalidSql = `SELECT ${schemaOf('n')} AS schema, c.relname AS name
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ANY ($1::text[])
  WHERE NOT i.indisvalid AND $2::text IS NOT NULL`;

const viewUsesSql = `SELECT DISTINCT ${schemaOf('n')} AS schema, c.relname AS name, ${schemaOf('un')} AS used_schema, u.relname AS used, a.attname AS part
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ANY ($1::text[])
  JOIN pg_rewrite w ON w.ev_class = c.oid AND w.rulename = '_RETURN'
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
  JOIN pg_class u ON u.oid = d.refobjid JOIN pg_namespace un ON un.oid = u.relnamespace AND un.nspname NOT IN ('pg_catalog', 'information_schema')
  LEFT JOIN pg_attribute a ON a.attrelid = u.oid AND a.attnum = d.refobjsubid AND d.refobjsubid <> 0
  WHERE c.relkind IN ('v', 'm') ORDER BY 1, 2, 3, 4, 5`;

const partitionKeysSql = `SELECT ${schemaOf('n')} AS schema, c.relname AS name, k.conname AS part
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ANY ($1::text[])
  LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' WHERE c.relispartition AND c.relkind IN ('r', 'p') ORDER BY c.oid, k.oid`;

const inheritedOrderSql = `SELECT ${schemaOf('n')} AS schema, c.relname AS name, a.attname AS part
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ANY ($1::text[])
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND NOT c.relispartition AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid) ORDER BY c.oid, a.attnum`;

/** Of a function in SQL's own form (14), which has no text, the server keeps none. */
const bodiesSql = `SELECT ${schemaOf('n')} AS schema, p.proname AS name, count(*) AS count, min(p.prosrc) AS body
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = ANY ($1::text[])
  WHERE p.prokind IN ('f', 'p') AND p.prosrc <> '' AND ${withoutExtension('pg_proc', 'p.oid')} GROUP BY n.nspname, p.proname`;

const othersSql = `SELECT n.nspname AS name FROM pg_namespace n WHERE n.nspname <> ALL ($1::text[]) AND $2::text IS NOT NULL
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)' ORDER BY 1`;
