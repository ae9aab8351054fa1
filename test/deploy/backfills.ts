import assert from 'node:assert/strict';
import type { Client } from 'pg';
import type { BackfillEvent, Outcome } from '../../server/src/deploy/backfill/outcome';
import { specOf } from '../../server/src/deploy/backfill/read-spec';
import { runBackfill } from '../../server/src/deploy/backfill/run';
import type { Patience } from '../../server/src/deploy/backfill/runner';
import type { BackfillSpec } from '../../server/src/deploy/backfill/spec';
import { readAddress } from '../../server/src/deploy/connection/address';
import type { Database } from '../../server/src/deploy/connection/database';
import { openPostgres } from '../../server/src/deploy/connection/postgres';

export const versions = [12, 18] as const;

/** A connection URL for the database of a test's client; through another port of this machine where one is given. */
export function urlOf(client: Client, port?: number, options = ''): string {
  const user = client.user ?? 'postgres';
  if (port !== undefined) return `postgresql://${user}@127.0.0.1:${port}/${client.database}?sslmode=disable${options}`;
  if (client.host.startsWith('/'))
    return `postgresql://${user}@localhost/${client.database}?host=${encodeURIComponent(client.host)}${options}`;
  return `postgresql://${user}@${client.host}:${client.port}/${client.database}?sslmode=disable${options}`;
}

/** `patience`: see `openPostgres`. */
export function open(url: string, patience?: number): Database {
  const read = readAddress(url);
  if (!read.ok) throw new Error(read.problem);
  return openPostgres(read.address, patience);
}

/** A spec from what would stand in its file. Batches follow each other without a pause unless it says so. */
export function spec(value: Readonly<Record<string, unknown>>): BackfillSpec {
  const read = specOf({ pauseMilliseconds: 0, ...value });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.spec;
}

export interface Ran {
  readonly outcome: Outcome;
  readonly events: readonly BackfillEvent[];
}

/** Runs a backfill to its end in this process. */
export async function ran(
  url: string,
  backfill: BackfillSpec,
  { signal = new AbortController().signal, patience, onEvent }: RunOptions = {},
): Promise<Ran> {
  const database = open(url);
  const events: BackfillEvent[] = [];
  const emit = (event: BackfillEvent): void => {
    events.push(event);
    onEvent?.(event);
  };
  try {
    const outcome = await (patience === undefined
      ? runBackfill(backfill, database, emit, signal)
      : runBackfill(backfill, database, emit, signal, patience));
    return { outcome, events };
  } finally {
    await database.close();
  }
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
  readonly onEvent?: (event: BackfillEvent) => void;
}

/** The first value of the first row. */
export async function value(client: Client, sql: string): Promise<unknown> {
  const { rows } = await client.query<Record<string, unknown>>(sql);
  return Object.values(rows[0] ?? {})[0];
}

/**
 * A table whose rows count how often they were updated: `n` must be 1 for each in the end. It has a key of two columns, names that need
 * quotes, and one that is a reserved word.
 */
export async function countingTable(client: Client, rows: number): Promise<void> {
  await client.query(`
    CREATE TABLE "Order" ("tenantId" text, "user" bigint, "isDone" boolean NOT NULL DEFAULT false, n integer NOT NULL DEFAULT 0, PRIMARY KEY ("tenantId", "user"));
    INSERT INTO "Order" SELECT 'tenant ' || i % 7, i FROM generate_series(1, ${rows}) AS i;
    ANALYZE "Order"`);
}

export const countingSpec = { table: 'Order', set: { isDone: 'true', n: 'n + 1' }, where: 'NOT "isDone"' } as const;

/** How many rows were updated how often. */
export async function updatesByCount(client: Client): Promise<Readonly<Record<string, number>>> {
  const { rows } = await client.query<{ n: number; rows: number }>(
    'SELECT n, count(*)::integer AS rows FROM "Order" GROUP BY n ORDER BY n',
  );
  return Object.fromEntries(rows.map(({ n, rows }) => [n, rows]));
}

/** Numbers from 0 to below 1, always the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Shows what the runner has said where the state is another one. */
export function assertState(outcome: Outcome, state: Outcome['state']): void {
  assert.equal(outcome.state, state, JSON.stringify(outcome));
}
