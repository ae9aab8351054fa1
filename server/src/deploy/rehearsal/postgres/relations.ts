import { type LockMode, lockModes, strongerLock } from '../../../analysis/effects/lock-mode';
import { quotedText } from '../../../analysis/render/postgres-names';
import { ask, type Session } from '../session';

/** The relations of a database by object id, which outlives a rename. */
export type Relations = ReadonlyMap<string, Relation>;

export interface Relation {
  /** `schema.name`; what lies in the schema of the connection URL counts as `public`, as the analysis has it. */
  readonly id: string;
  /** A letter of `pg_class.relkind`. */
  readonly kind: string;
  /** The file on the disk: another one means that everything was written anew. */
  readonly file: string;
  /** Object id of the table of an index; null for others. */
  readonly table: string | null;
}

/** Tables, views and indexes that exist now. Takes no lock on any of them. */
export async function readRelations(session: Session, ownSchema: string | null): Promise<Relations> {
  const rows = await ask(session, relationsQuery);
  return new Map(
    rows.map(({ oid, schema, name, kind, file, of }) => [
      oid ?? '',
      { id: `${schema === ownSchema ? 'public' : schema}.${name}`, kind: kind ?? '', file: file ?? '', table: of ?? null },
    ]),
  );
}

/** Names are complete, because a migration may change where names are looked up. Source: https://www.postgresql.org/docs/current/catalog-pg-class.html */
const relationsQuery = `SELECT c.oid::pg_catalog.text AS oid, n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name,
  c.relkind::pg_catalog.text AS kind, c.relfilenode::pg_catalog.text AS file, i.indrelid::pg_catalog.text AS of
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'i', 'I')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'`;

/** The strongest lock on each relation, by object id. */
export type HeldLocks = ReadonlyMap<string, LockMode>;

/**
 * Locks that a backend holds now. `backend` is its process id; null: those of the session itself.
 * Source: https://www.postgresql.org/docs/current/view-pg-locks.html
 */
export async function readLocks(session: Session, backend: string | null): Promise<HeldLocks> {
  // The embedded PostgreSQL numbers its one process 0 in some versions, and then says nothing of it beside its locks.
  const pid = backend === null ? 'nullif(pg_catalog.pg_backend_pid(), 0)' : quotedText(backend);
  const rows = await ask(
    session,
    `SELECT relation::pg_catalog.text AS relation, mode FROM pg_catalog.pg_locks
     WHERE locktype = 'relation' AND granted AND relation >= 16384 AND pid IS NOT DISTINCT FROM ${pid}`,
  );
  const locks = new Map<string, LockMode>();
  for (const { relation, mode: name } of rows) {
    const mode = lockModeOf(name ?? '');
    if (relation == null || mode === null) continue;
    const held = locks.get(relation);
    locks.set(relation, held === undefined ? mode : strongerLock(held, mode));
  }
  return locks;
}

/** `ShareRowExclusiveLock` → `SHARE ROW EXCLUSIVE`. */
function lockModeOf(name: string): LockMode | null {
  const words = name
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
  return lockModes.find((mode) => mode === words) ?? null;
}
