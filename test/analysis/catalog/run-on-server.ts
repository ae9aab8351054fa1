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
