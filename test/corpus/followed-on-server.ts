import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { apply } from '../../server/src/analysis/catalog/apply/apply';
import { endSession } from '../../server/src/analysis/catalog/apply/session';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { draftOf, emptyCatalog, snapshot } from '../../server/src/analysis/catalog/draft';
import { inExecutionOrder } from '../../server/src/analysis/operation/execution-order';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { runOnServer } from '../analysis/catalog/run-on-server';
import type { History } from './corpus';

/** So often within a history the two are compared, and at its end. */
const migrationsBetweenComparisons = 20;

export type Compare = (client: Client, catalog: Catalog, migration: string) => Promise<void>;

/** Executes a history statement by statement and folds it beside. A statement that the server refuses is left out on both sides. */
export async function followOnServer(client: Client, history: History, compare: Compare): Promise<void> {
  let catalog = emptyCatalog('postgresql');
  for (const [place, migration] of history.migrations.entries()) {
    catalog = await step(client, catalog, readFileSync(migration.path, 'utf8'));
    const last = place === history.migrations.length - 1;
    if (last || place % migrationsBetweenComparisons === 0) await compare(client, catalog, migration.name);
  }
}

async function step(client: Client, before: Catalog, text: string): Promise<Catalog> {
  const { statements } = readPostgres(text);
  const accepted = await runOnServer(client, text, statements);
  await client.query('RESET ALL; DISCARD TEMP');
  const draft = draftOf(before);
  for (const statement of statements) {
    if (accepted[statement.index]) for (const operation of inExecutionOrder(statement.operations)) apply(draft, operation);
  }
  endSession(draft);
  return snapshot(draft);
}
