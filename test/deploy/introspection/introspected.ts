import type { Client } from 'pg';
import type { Query, Row } from '../../../server/src/deploy/connection/database';
import type { Introspection } from '../../../server/src/deploy/introspection/introspection';
import { introspectPostgres } from '../../../server/src/deploy/introspection/postgres';

/** What the database of a client holds, in all its schemas. */
export async function introspected(client: Client, own = 'public'): Promise<Introspection> {
  const { rows } = await client.query<{ nspname: string }>(
    "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
  );
  await client.query('BEGIN READ ONLY');
  try {
    return await introspectPostgres(queryOf(client), { own, schemas: rows.map(({ nspname }) => nspname) });
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Values as text, as the product's own connection has them. */
export function queryOf(client: Client): Query {
  return async (text, values = []) => {
    const { rows } = await client.query<Row>({ text, values: [...values], types: { getTypeParser: () => (value: string) => value } });
    return rows;
  };
}
