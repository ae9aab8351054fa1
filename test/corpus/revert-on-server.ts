import type { Client } from 'pg';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';

/**
 * Everything that a server can tell of its schema, in its own words, a line each: columns without their order, constraints, indexes,
 * views, functions, triggers, policies, types, sequences.
 */
export async function schemaOnServer(client: Client): Promise<readonly string[]> {
  const facts: string[] = [];
  for (const query of queries) facts.push(...(await client.query<{ fact: string }>(query)).rows.map(({ fact }) => fact));
  return facts.sort();
}

/** Carries out a revert inside a transaction, hands back what the server then has, and takes everything back. */
export async function afterRevert(client: Client, text: string): Promise<readonly string[] | { readonly error: string }> {
  await client.query('BEGIN');
  try {
    for (const { span, operations } of readPostgres(text).statements) {
      // Blocks of their own would end the transaction around them.
      if (operations[0]?.kind === 'transaction-control') continue;
      await client.query(text.slice(span.start, span.end));
    }
    return await schemaOnServer(client);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    await client.query('ROLLBACK');
  }
}

const ours = `nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND nspname !~ '^pg_(toast_)?temp'`;
const noExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;
const relations = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND ${ours} AND ${noExtension('pg_class', 'c.oid')}`;

const queries: readonly string[] = [
  `SELECT 'schema ' || nspname AS fact FROM pg_namespace WHERE ${ours}`,
  `SELECT 'extension ' || extname AS fact FROM pg_extension`,
  `SELECT concat_ws(' ', 'relation', c.oid::regclass, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions) AS fact
    FROM ${relations}`,
  `SELECT concat_ws(' ', 'column', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
      a.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid)) AS fact
    FROM ${relations} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum`,
  `SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(k.oid), convalidated) AS fact
    FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace AND ${ours} WHERE contype <> 't'`,
  `SELECT concat_ws(' ', 'index', pg_get_indexdef(c.oid), i.indisvalid) AS fact FROM ${relations} JOIN pg_index i ON i.indexrelid = c.oid`,
  `SELECT concat_ws(' ', 'view', c.oid::regclass, pg_get_viewdef(c.oid)) AS fact FROM ${relations} WHERE c.relkind IN ('v', 'm')`,
  `SELECT concat_ws(' ', 'sequence', c.oid::regclass, s.seqtypid::regtype, s.seqincrement, s.seqcycle) AS fact FROM ${relations} JOIN pg_sequence s ON s.seqrelid = c.oid`,
  `SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid)) AS fact FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND ${ours}
    WHERE p.prokind IN ('f', 'p') AND ${noExtension('pg_proc', 'p.oid')}`,
  `SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled) AS fact FROM pg_trigger t WHERE NOT t.tgisinternal`,
  `SELECT concat_ws(' ', 'policy', polrelid::regclass, polname, polcmd, polpermissive, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) AS fact
    FROM pg_policy`,
  `SELECT concat_ws(' ', 'enum', t.oid::regtype, (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)) AS fact
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND ${ours} WHERE t.typtype = 'e'`,
  `SELECT concat_ws(' ', 'domain', t.oid::regtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault) AS fact
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND ${ours} WHERE t.typtype = 'd'`,
];
