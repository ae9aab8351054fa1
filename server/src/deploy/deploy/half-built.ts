import { type Answer, askDatabase } from '../connection/ask';
import { readPostgres } from '../connection/read-postgres';
import type { Environment } from '../environments/environment';

/** What a server keeps and does not use: an index that was not built to its end, a constraint that was never checked against all rows. */
export interface HalfBuilt {
  readonly kind: 'invalid-index' | 'unvalidated-constraint';
  /** As SQL names it: `public."User_email_idx"`. */
  readonly name: string;
}

/** Of the whole database; null where the provider has no such thing. Never rejects. */
export async function readHalfBuilt({ connection }: Environment, timeLimit: number): Promise<Answer<readonly HalfBuilt[] | null>> {
  if (!connection.ok) return connection;
  return askDatabase(connection, timeLimit, async (address, abort) => {
    if (address.provider !== 'postgresql') return null;
    const rows = await readPostgres(address.postgres, timeLimit, abort, (query) => query(halfBuilt));
    return rows.map(({ kind, name }) => ({ kind: kind === 'index' ? 'invalid-index' : 'unvalidated-constraint', name: name ?? '' }));
  });
}

/** What is there now and was not before. */
export function newlyHalfBuilt(before: readonly HalfBuilt[], after: readonly HalfBuilt[]): readonly HalfBuilt[] {
  const known = new Set(before.map(({ kind, name }) => `${kind} ${name}`));
  return after.filter(({ kind, name }) => !known.has(`${kind} ${name}`));
}

/** Sources: https://www.postgresql.org/docs/current/catalog-pg-index.html (indisvalid), …/catalog-pg-constraint.html (convalidated) */
const halfBuilt = `SELECT 'index' AS kind, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname !~ '^pg_'
UNION ALL
SELECT 'constraint', format('%I on %I.%I', o.conname, n.nspname, c.relname)
  FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_class c ON c.oid = o.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT o.convalidated AND o.contype IN ('c', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1, 2`;
