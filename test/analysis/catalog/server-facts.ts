import type { Client } from 'pg';

/**
 * What a server says that its database holds, one line a fact, in the same words as `catalogFacts`. Objects of the system and
 * of extensions are left out, and so is what the server keeps for itself: the triggers of constraints, the copies of a foreign
 * key that references a partitioned table. (Up to 14 the triggers that a partition has from its parent count as internal.)
 */
export async function serverFacts(client: Client): Promise<readonly string[]> {
  const facts: string[] = [];
  for (const query of queries) {
    const { rows } = await client.query<{ fact: string }>(query);
    facts.push(...rows.map((row) => row.fact));
  }
  return facts.sort();
}

const ours = (schema: string) => `${schema} NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND ${schema} !~ '^pg_(toast_)?temp'`;

const withoutExtension = (catalog: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

/** A relation that is ours: `c` is its row of pg_class, `n` that of its schema. */
const relation = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND ${ours('n.nspname')} AND ${withoutExtension('pg_class', 'c.oid')}`;

const columnNames = (keys: string, table: string) => `(SELECT coalesce(string_agg(a.attname, ', ' ORDER BY u.place), '')
  FROM unnest(${keys}) WITH ORDINALITY AS u(number, place) JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = u.number)`;

/** Internal name, modifiers, brackets: `public.Role[]`, `varchar(191)`. */
const typeName = (type: string, modifier: string, dimensions: string) => `(SELECT
    CASE WHEN tn.nspname = 'pg_catalog' OR EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = base.oid AND e.deptype = 'e')
      THEN base.typname ELSE tn.nspname || '.' || base.typname END
    || coalesce('(' || substring(format_type(base.oid, ${modifier}) FROM '\\(([0-9,]+)\\)') || ')', '')
    || repeat('[]', CASE WHEN ty.oid = base.oid THEN 0 ELSE greatest(${dimensions}, 1) END)
  FROM pg_type ty
  JOIN pg_type base ON base.oid = CASE WHEN ty.typcategory = 'A' AND ty.typelem <> 0 THEN ty.typelem ELSE ty.oid END
  JOIN pg_namespace tn ON tn.oid = base.typnamespace
  WHERE ty.oid = ${type})`;

const actions = (column: string) =>
  `CASE ${column} WHEN 'a' THEN 'no-action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set-null' ELSE 'set-default' END`;

const queries: readonly string[] = [
  `SELECT 'schema ' || nspname AS fact FROM pg_namespace n WHERE ${ours('nspname')}`,

  `SELECT 'extension ' || extname AS fact FROM pg_extension WHERE extname <> 'plpgsql'`,

  `SELECT 'table ' || n.nspname || '.' || c.relname
      || CASE WHEN c.relkind = 'p' THEN ' partitioned' ELSE '' END
      || CASE WHEN c.relpersistence = 'u' THEN ' unlogged' ELSE '' END
      || CASE WHEN c.relrowsecurity THEN ' row-security' ELSE '' END
      || CASE WHEN c.relforcerowsecurity THEN ' forced' ELSE '' END
      || coalesce((SELECT string_agg((CASE WHEN c.relispartition THEN ' part of ' ELSE ' inherits ' END) || pn.nspname || '.' || p.relname, '' ORDER BY i.inhseqno)
           FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid), '') AS fact
    FROM ${relation} WHERE c.relkind IN ('r', 'p')`,

  `SELECT 'column ' || n.nspname || '.' || c.relname || ' ' || rank() OVER (PARTITION BY c.oid ORDER BY a.attnum) || ' ' || a.attname
      || ' ' || ${typeName('a.atttypid', 'a.atttypmod', 'a.attndims')}
      || CASE WHEN a.attnotnull THEN ' not-null' ELSE '' END
      || CASE WHEN a.atthasdef AND a.attgenerated = '' THEN ' default' ELSE '' END
      || CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity by-default' ELSE '' END
      || CASE a.attgenerated WHEN 's' THEN ' generated stored' WHEN 'v' THEN ' generated virtual' ELSE '' END AS fact
    FROM ${relation} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p')`,

  `SELECT 'constraint ' || n.nspname || '.' || c.relname || ' ' || k.conname || ' '
      || CASE k.contype WHEN 'p' THEN 'primary-key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign-key' WHEN 'c' THEN 'check' ELSE 'exclusion' END
      || CASE WHEN k.contype = 'c' THEN '' ELSE ' (' || ${columnNames('k.conkey', 'k.conrelid')} || ')' END
      || CASE WHEN k.contype = 'f' THEN ' references ' || rn.nspname || '.' || r.relname || ' (' || ${columnNames('k.confkey', 'k.confrelid')} || ') '
           || ${actions('k.confdeltype')} || ' ' || ${actions('k.confupdtype')} ELSE '' END
      || CASE WHEN k.contype IN ('p', 'u', 'x') THEN ' index ' || ixn.nspname || '.' || ix.relname ELSE '' END
      || CASE WHEN k.convalidated THEN '' ELSE ' not-valid' END AS fact
    FROM ${relation} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')
    LEFT JOIN pg_class r ON r.oid = k.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
    LEFT JOIN pg_class ix ON ix.oid = k.conindid LEFT JOIN pg_namespace ixn ON ixn.oid = ix.relnamespace
    WHERE NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)`,

  `SELECT 'index ' || n.nspname || '.' || c.relname || ' on ' || tn.nspname || '.' || t.relname || ' ' || am.amname
      || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
      || ' (' || (SELECT string_agg(coalesce(a.attname, 'expression')
            || CASE WHEN k.place <= i.indnkeyatts AND am.amname = 'btree' AND i.indoption[k.place - 1] & 1 = 1 THEN ' desc' ELSE '' END, ', ' ORDER BY k.place)
          FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place)
          LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number <> 0) || ')'
      || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END
      || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
      || coalesce((SELECT ' part of ' || pn.nspname || '.' || p.relname FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
           JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = c.oid), '') AS fact
    FROM ${relation} JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_am am ON am.oid = c.relam
    JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace`,

  `SELECT CASE c.relkind WHEN 'm' THEN 'materialized view ' ELSE 'view ' END || n.nspname || '.' || c.relname
      || CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN ' without data' ELSE '' END AS fact
    FROM ${relation} WHERE c.relkind IN ('v', 'm')`,

  `SELECT DISTINCT 'view ' || n.nspname || '.' || c.relname || ' uses ' || un.nspname || '.' || u.relname
      || coalesce(' ' || a.attname, '') AS fact
    FROM ${relation} JOIN pg_rewrite w ON w.ev_class = c.oid AND w.rulename = '_RETURN'
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
    JOIN pg_class u ON u.oid = d.refobjid JOIN pg_namespace un ON un.oid = u.relnamespace AND ${ours('un.nspname')}
    LEFT JOIN pg_attribute a ON a.attrelid = u.oid AND a.attnum = d.refobjsubid AND d.refobjsubid <> 0
    WHERE c.relkind IN ('v', 'm')`,

  `SELECT 'sequence ' || n.nspname || '.' || c.relname || coalesce((SELECT ' owned by ' || tn.nspname || '.' || t.relname || ' ' || a.attname
        FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')), '') AS fact
    FROM ${relation} WHERE c.relkind = 'S'`,

  `SELECT 'type ' || n.nspname || '.' || t.typname || ' ' || CASE t.typtype
        WHEN 'e' THEN 'enum (' || coalesce((SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '') || ')'
        WHEN 'd' THEN 'domain over ' || ${typeName('t.typbasetype', 't.typtypmod', 't.typndims')} || CASE WHEN t.typnotnull THEN ' not-null' ELSE '' END
          || CASE WHEN t.typdefault IS NULL THEN '' ELSE ' default' END
          || coalesce((SELECT string_agg(' check ' || k.conname || CASE WHEN k.convalidated THEN '' ELSE ' not-valid' END, '' ORDER BY k.conname)
               FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '')
        WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range' ELSE 'base' END AS fact
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND ${ours('n.nspname')} AND ${withoutExtension('pg_type', 't.oid')}
    LEFT JOIN pg_class row_of ON row_of.oid = t.typrelid
    WHERE (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND row_of.relkind = 'c'))`,

  `SELECT 'function ' || n.nspname || '.' || p.proname || ' ' || count(*) || ' '
      || CASE WHEN bool_or(p.provolatile = 'v') THEN 'volatile' WHEN bool_or(p.provolatile = 's') THEN 'stable' ELSE 'immutable' END AS fact
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND ${ours('n.nspname')} AND ${withoutExtension('pg_proc', 'p.oid')}
    WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
    GROUP BY n.nspname, p.proname`,

  `SELECT 'trigger ' || n.nspname || '.' || c.relname || ' ' || g.tgname || ' calls ' || pn.nspname || '.' || p.proname
      || CASE WHEN g.tgenabled = 'D' THEN ' disabled' ELSE '' END AS fact
    FROM ${relation} JOIN pg_trigger g ON g.tgrelid = c.oid AND (NOT g.tgisinternal OR c.relispartition AND g.tgconstraint = 0)
    JOIN pg_proc p ON p.oid = g.tgfoid JOIN pg_namespace pn ON pn.oid = p.pronamespace WHERE c.relkind IN ('r', 'p')`,

  `SELECT 'policy ' || n.nspname || '.' || c.relname || ' ' || y.polname AS fact FROM ${relation} JOIN pg_policy y ON y.polrelid = c.oid`,

  `SELECT 'rule ' || n.nspname || '.' || c.relname || ' ' || w.rulename AS fact
    FROM ${relation} JOIN pg_rewrite w ON w.ev_class = c.oid AND w.rulename <> '_RETURN' WHERE c.relkind IN ('r', 'p')`,
];
