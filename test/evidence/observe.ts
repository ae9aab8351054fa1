import type { Client } from 'pg';
import { DatabaseError } from 'pg';
import { type LockMode, lockModes, strongerLock } from '../../server/src/analysis/effects/lock-mode';

/** What a real server did for a statement. Relations are `schema.name` as they were before it. */
export interface Observation {
  /** SQLSTATE; null when it succeeded. */
  readonly error: string | null;
  readonly message: string | null;
  /** The strongest lock on each table, view and materialized view that existed before. */
  readonly locks: ReadonlyMap<string, LockMode>;
  /** Tables and materialized views with another file than before. */
  readonly rewritten: ReadonlySet<string>;
  /** Indexes with another file than before. */
  readonly reindexed: ReadonlySet<string>;
  /** Indexes that were dropped and made anew under the same name, with another file. */
  readonly remade: ReadonlySet<string>;
  /** Tables and materialized views that were read from end to end. */
  readonly scanned: ReadonlySet<string>;
  readonly created: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
}

/** The relations of a database by object id, which outlives a rename. */
export type Relations = ReadonlyMap<number, Relation>;

interface Relation {
  readonly id: string;
  readonly kind: string;
  readonly file: number;
  /** Sequential scans that are not yet reported, those of earlier transactions included: only a difference tells. */
  readonly scans: number;
}

/** The tables, views and indexes that exist now. */
export async function relationsOf(client: Client): Promise<Relations> {
  const { rows } = await client.query<Relation & { readonly oid: number }>({
    name: 'relations',
    text: `SELECT c.oid::int, n.nspname || '.' || c.relname AS id, c.relkind::text AS kind, c.relfilenode::int AS file,
             pg_stat_get_xact_numscans(c.oid)::int AS scans
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE c.oid >= 16384 AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'`,
  });
  return new Map(rows.map(({ oid, ...relation }) => [oid, relation]));
}

/** Runs the statement in a transaction, looks at what it did, and takes it back. */
export async function observe(client: Client, statement: string): Promise<Observation> {
  await client.query('BEGIN');
  try {
    const before = await relationsOf(client);
    await client.query(statement);
    const after = await relationsOf(client);
    return outcome(before, after, await locksOf(client, before));
  } catch (error) {
    return failure(error);
  } finally {
    await client.query('ROLLBACK');
  }
}

/**
 * Runs a statement that refuses a transaction block, for good. `hold` runs on another connection before and is held until the
 * statement waits behind it: that is when its locks can be seen.
 */
export async function observeOutside(client: Client, blocker: Client, statement: string, hold: string): Promise<Observation> {
  const before = await relationsOf(client);
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await blocker.query('BEGIN');
  await blocker.query(hold);
  let ended = false;
  const running = client.query(statement).then(
    () => null,
    (error: unknown) => failure(error),
  );
  void running.then(() => {
    ended = true;
  });
  let locks: ReadonlyMap<string, LockMode> = new Map();
  while (!ended && !(await isWaiting(blocker, rows[0]?.pid ?? 0))) locks = new Map();
  if (!ended) locks = await locksOf(blocker, before, rows[0]?.pid ?? 0);
  await blocker.query('ROLLBACK');
  const failed = await running;
  return failed ?? { ...outcome(before, await relationsOf(client), locks), scanned: new Set() };
}

async function isWaiting(client: Client, pid: number): Promise<boolean> {
  const { rows } = await client.query(`SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'`, [pid]);
  if (rows.length > 0) return true;
  await client.query('SELECT pg_sleep(0.005)');
  return false;
}

function failure(error: unknown): Observation {
  if (!(error instanceof DatabaseError) || error.code === undefined) throw error;
  return { ...nothing, error: error.code, message: error.message };
}

const nothing: Observation = {
  error: null,
  message: null,
  locks: new Map(),
  rewritten: new Set(),
  reindexed: new Set(),
  remade: new Set(),
  scanned: new Set(),
  created: new Set(),
  dropped: new Set(),
};

function outcome(before: Relations, after: Relations, locks: ReadonlyMap<string, LockMode>): Observation {
  const stayed = [...before].flatMap(([oid, was]) => {
    const is = after.get(oid);
    return is === undefined ? [] : [{ was, is }];
  });
  const changed = stayed.filter(({ was, is }) => was.file !== is.file).map(({ was }) => was);
  const gone = [...before].filter(([oid]) => !after.has(oid)).map(([, relation]) => relation);
  const fresh = [...after].filter(([oid]) => !before.has(oid)).map(([, relation]) => relation);
  const freshFiles = new Map(fresh.map(({ id, file }) => [id, file]));
  return {
    ...nothing,
    locks,
    scanned: ids(
      stayed.filter(({ was, is }) => is.scans > was.scans).map(({ was }) => was),
      'rm',
    ),
    rewritten: ids(changed, 'rm'),
    reindexed: ids(changed, 'i'),
    remade: ids(
      gone.filter(({ id, file }) => freshFiles.has(id) && freshFiles.get(id) !== file),
      'i',
    ),
    created: ids(fresh, 'rpvm'),
    dropped: ids(gone, 'rpvm'),
  };
}

/** The relations of some kinds, by the letters of `pg_class.relkind`. */
function ids(relations: readonly Relation[], kinds: string): ReadonlySet<string> {
  return new Set(relations.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id));
}

async function locksOf(client: Client, before: Relations, pid?: number): Promise<ReadonlyMap<string, LockMode>> {
  const { rows } = await client.query<{ relation: number; mode: string }>({
    name: 'locks',
    text: `SELECT relation::int, mode FROM pg_locks WHERE locktype = 'relation' AND pid = coalesce($1, pg_backend_pid())`,
    values: [pid ?? null],
  });
  const locks = new Map<string, LockMode>();
  for (const { relation: oid, mode } of rows) {
    const relation = before.get(oid);
    if (relation === undefined || !'rpvm'.includes(relation.kind)) continue;
    const held = locks.get(relation.id);
    const next = lockMode(mode);
    locks.set(relation.id, held === undefined ? next : strongerLock(held, next));
  }
  return locks;
}

/** `ShareRowExclusiveLock` → `SHARE ROW EXCLUSIVE`. */
function lockMode(name: string): LockMode {
  const words = name
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
  const mode = lockModes.find((candidate) => candidate === words);
  if (mode === undefined) throw new Error(`unknown lock mode ${name}`);
  return mode;
}
