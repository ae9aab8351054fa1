import { createHash } from 'node:crypto';
import type { Query, Row } from '../connection/database';
import type { BackfillSpec } from './spec';
import { type Key, readKey } from './statements';
import { quotedTable, type Target } from './target';

/**
 * How far a backfill is, as the database knows it. The tables stand in a schema of their own, `lockstep`: Prisma looks only at the schemas
 * that the datasource names, so no migration sees drift.
 *
 * Runners share the work without knowing each other. The row of the backfill says up to which key the table has been cut into chunks; a
 * runner locks it for as long as it takes to cut one more. A chunk that has a row is still to do, and whoever locks that row does it: the
 * rows are updated and the chunk is deleted in one transaction. A runner that dies loses its lock, and the chunk is there for another.
 */
export interface Progress {
  /** Rows updated, by all runners since the backfill first began. */
  readonly rows: number;
  /** Keys walked over in this pass. */
  readonly keys: number;
  readonly batches: number;
  /** Counts from 1; a further pass picks up rows that were written behind the first. */
  readonly pass: number;
  readonly state: 'running' | 'done';
}

/** Names the work, not its pace: a run with the same id goes on where an earlier one has stopped. */
export function backfillId(target: Target, { set, where }: BackfillSpec): string {
  const assignments = [...set].sort(([a], [b]) => (a < b ? -1 : 1));
  const work = [target.schema, target.name, target.key.map(({ name, type }) => [name, type]), assignments, where];
  return createHash('sha256').update(JSON.stringify(work)).digest('hex').slice(0, 32);
}

const createTables = [
  'CREATE SCHEMA IF NOT EXISTS lockstep',
  `CREATE TABLE IF NOT EXISTS lockstep.backfills (
    id text PRIMARY KEY,
    "table" text NOT NULL,
    spec jsonb NOT NULL,
    state text NOT NULL DEFAULT 'running',
    pass integer NOT NULL DEFAULT 1,
    position jsonb,
    is_cut boolean NOT NULL DEFAULT false,
    keys bigint NOT NULL DEFAULT 0,
    rows bigint NOT NULL DEFAULT 0,
    batches bigint NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
  )`,
  `CREATE TABLE IF NOT EXISTS lockstep.backfill_chunks (
    backfill text NOT NULL REFERENCES lockstep.backfills ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    after jsonb,
    through jsonb NOT NULL,
    keys bigint NOT NULL,
    PRIMARY KEY (backfill, id)
  )`,
] as const;

/** What somebody with more rights can run where the role of the runner may not create schemas. */
export const createTablesScript: string = createTables.map((statement) => `${statement};\n`).join('');

/**
 * Creates the tables where they are missing, in a transaction of its own: what it locks must not wait for another runner's rows. The advisory
 * lock, which ends with the transaction, keeps two runners from creating them at once. The catalog is read as a table: `to_regclass` may
 * answer from a cache that is older than the lock.
 */
export async function prepareTables(query: Query): Promise<void> {
  const present = `SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'lockstep' AND c.relname = 'backfill_chunks'`;
  if ((await query(present)).length > 0) return;
  await query(`SELECT pg_advisory_xact_lock(hashtext('lockstep.backfills'))::text`);
  if ((await query(present)).length > 0) return;
  for (const statement of createTables) await query(statement);
}

const shownProgress = 'rows::text, keys::text, batches::text, pass::text, state';

/** Registers the backfill, or finds it where it was left. */
export async function register(query: Query, id: string, target: Target, { set, where }: BackfillSpec): Promise<Progress> {
  const spec = JSON.stringify({ set: Object.fromEntries(set), where });
  const [row] = await query(
    `INSERT INTO lockstep.backfills AS b (id, "table", spec) VALUES ($1, $2, $3::jsonb)
     ON CONFLICT (id) DO UPDATE SET updated_at = now() RETURNING ${shownProgress}`,
    [id, quotedTable(target), spec],
  );
  return progressOf(row);
}

export async function readProgress(query: Query, id: string): Promise<Progress> {
  const [row] = await query(`SELECT ${shownProgress} FROM lockstep.backfills WHERE id = $1`, [id]);
  return progressOf(row);
}

function progressOf(row: Row | undefined): Progress {
  return {
    rows: Number(row?.rows ?? 0),
    keys: Number(row?.keys ?? 0),
    batches: Number(row?.batches ?? 0),
    pass: Number(row?.pass ?? 1),
    state: row?.state === 'done' ? 'done' : 'running',
  };
}

/** Where the next chunk begins. Locks the backfill's row until the transaction ends. */
export async function lockPosition(query: Query, id: string): Promise<{ readonly position: Key | null; readonly isCut: boolean }> {
  const [row] = await query('SELECT position::text, is_cut::text FROM lockstep.backfills WHERE id = $1 FOR UPDATE', [id]);
  return { position: readKey(row?.position), isCut: row === undefined || row.is_cut === 'true' };
}

export async function addChunk(query: Query, id: string, after: Key | null, through: Key, keys: number, isLast: boolean): Promise<void> {
  await query(
    `WITH chunk AS (
       INSERT INTO lockstep.backfill_chunks (backfill, after, through, keys) VALUES ($1, $2::jsonb, $3::jsonb, $4::bigint)
     )
     UPDATE lockstep.backfills SET position = $3::jsonb, is_cut = $5::boolean, updated_at = now() WHERE id = $1`,
    [id, after === null ? null : JSON.stringify(after), JSON.stringify(through), String(keys), String(isLast)],
  );
}

export async function markCut(query: Query, id: string): Promise<void> {
  await query('UPDATE lockstep.backfills SET is_cut = true, updated_at = now() WHERE id = $1', [id]);
}

export interface Chunk {
  readonly id: string;
  readonly after: Key | null;
  readonly through: Key;
  readonly keys: number;
}

/** The oldest chunk that no other runner has locked; locked from here to the end of the transaction. */
export async function lockChunk(query: Query, id: string): Promise<Chunk | null> {
  const [row] = await query(
    `SELECT id::text, after::text, through::text, keys::text FROM lockstep.backfill_chunks
     WHERE backfill = $1 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [id],
  );
  if (row === undefined) return null;
  return { id: row.id ?? '', after: readKey(row.after), through: readKey(row.through) ?? [], keys: Number(row.keys) };
}

/** How many chunks are still to do, those of other runners included. */
export async function countChunks(query: Query, id: string): Promise<number> {
  const [row] = await query('SELECT count(*)::text AS chunks FROM lockstep.backfill_chunks WHERE backfill = $1', [id]);
  return Number(row?.chunks ?? 0);
}

/** Counts a batch. The chunk goes, or shrinks to what lies behind `through`. */
export async function finishBatch(
  query: Query,
  id: string,
  chunk: Chunk,
  done: { readonly rows: number; readonly keys: number; readonly through: Key; readonly isWhole: boolean },
): Promise<Progress> {
  const change = done.isWhole
    ? 'DELETE FROM lockstep.backfill_chunks WHERE backfill = $1 AND id = $4::bigint AND $5::jsonb IS NOT NULL'
    : 'UPDATE lockstep.backfill_chunks SET after = $5::jsonb, keys = greatest(keys - $3::bigint, 1) WHERE backfill = $1 AND id = $4::bigint';
  const [row] = await query(
    `WITH chunk AS (${change})
     UPDATE lockstep.backfills SET rows = rows + $2::bigint, keys = keys + $3::bigint, batches = batches + 1, updated_at = now()
     WHERE id = $1 RETURNING ${shownProgress}`,
    [id, String(done.rows), String(done.keys), chunk.id, JSON.stringify(done.through)],
  );
  return progressOf(row);
}

/** Begins another pass behind `from`, unless another runner has already done so. */
export async function beginPass(query: Query, id: string, pass: number, from: Key | null): Promise<void> {
  await query(
    `UPDATE lockstep.backfills
     SET pass = pass + 1, position = $3::jsonb, is_cut = false, keys = CASE WHEN $3::jsonb IS NULL THEN 0 ELSE keys END,
       state = 'running', finished_at = NULL, updated_at = now()
     WHERE id = $1 AND pass = $2::integer AND is_cut`,
    [id, String(pass), from === null ? null : JSON.stringify(from)],
  );
}

export async function markDone(query: Query, id: string, pass: number): Promise<void> {
  await query(
    `UPDATE lockstep.backfills SET state = 'done', finished_at = now(), updated_at = now()
     WHERE id = $1 AND pass = $2::integer AND is_cut AND state <> 'done'`,
    [id, String(pass)],
  );
}
