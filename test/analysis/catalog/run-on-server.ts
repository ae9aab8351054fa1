import type { Client } from 'pg';
import type { Statement } from '../../../server/src/analysis/sql/statement';

/**
 * Executes the statements of a file one by one and says which of them the server accepted. A refused one leaves everything as
 * it was, inside a transaction block too.
 */
export async function runOnServer(client: Client, text: string, statements: readonly Statement[]): Promise<readonly boolean[]> {
  const accepted: boolean[] = [];
  let block = false;
  for (const statement of statements) {
    const control = controlOf(statement);
    const guarded = block && control === null;
    if (guarded) await client.query('SAVEPOINT guard');
    const done = await client.query(text.slice(statement.span.start, statement.span.end)).then(
      () => true,
      () => false,
    );
    if (guarded) await client.query(done ? 'RELEASE guard' : 'ROLLBACK TO guard; RELEASE guard');
    if (control === 'begin') block = true;
    if (control === 'commit' || control === 'rollback') block = false;
    accepted.push(done);
  }
  if (block) await client.query('COMMIT');
  return accepted;
}

function controlOf(statement: Statement): string | null {
  const [operation] = statement.operations;
  return operation?.kind === 'transaction-control' ? operation.action : null;
}

/** Takes a database back to where it began, which is much faster than to make another. */
export async function emptyDatabase(client: Client): Promise<void> {
  const { rows } = await client.query<{ drop: string }>(
    "SELECT format('DROP SCHEMA %I CASCADE', nspname) AS drop FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
  );
  for (const { drop } of rows) await client.query(drop);
  await client.query('CREATE SCHEMA public');
}
