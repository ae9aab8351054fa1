import { type Answer, askDatabase } from '../connection/ask';
import type { DatabaseAddress } from '../connection/database-address';
import { mysqlDriver, sqliteDriver } from '../connection/drivers';
import { readPostgres } from '../connection/read-postgres';
import type { Redact } from '../connection/redact';
import { markTable } from '../scratch/mysql-scratches';

/** What a database is, apart from its migrations. */
export interface DatabaseFacts {
  /** As the server states it: `15.18`, `10.11.6-MariaDB`. */
  readonly serverVersion: string;
  /** Of the whole database; of MySQL as its storage engine estimates it. */
  readonly bytes: number;
  /** Without those of the server and of extensions. */
  readonly tables: number;
  /** Whether there is anything that a restore would meet. */
  readonly isEmpty: boolean;
}

/** Milliseconds. */
const timeLimit = 15_000;

/** Never rejects. */
export function readFacts(connection: { readonly address: DatabaseAddress; readonly redact: Redact }): Promise<Answer<DatabaseFacts>> {
  return askDatabase(connection, timeLimit, (address, abort) => factsAt(address, abort));
}

async function factsAt(address: DatabaseAddress, abort: AbortSignal): Promise<DatabaseFacts> {
  switch (address.provider) {
    case 'postgresql':
      return readPostgres(address.postgres, timeLimit, abort, async (query) => {
        const [row] = await query(postgresFacts);
        return facts(row?.version, row?.bytes, row?.tables, row?.objects);
      });
    case 'mysql': {
      const reader = await mysqlDriver().openMysql(address.mysql, timeLimit, abort);
      try {
        const [row] = await reader.query(mysqlFacts, [markTable]);
        return facts(row?.version, row?.bytes, row?.tables, row?.objects);
      } finally {
        reader.close();
      }
    }
    case 'sqlite': {
      const { version, bytes, tables, objects } = sqliteDriver().sqliteFacts(address.sqlite.file);
      return { serverVersion: version, bytes, tables, isEmpty: objects === 0 };
    }
  }
}

function facts(version: string | null | undefined, bytes: unknown, tables: unknown, objects: unknown): DatabaseFacts {
  return { serverVersion: version ?? '', bytes: Number(bytes ?? 0), tables: Number(tables ?? 0), isEmpty: Number(objects ?? 0) === 0 };
}

/**
 * What stands in schemas of the person's, without what belongs to an extension or is a part of something else. Everything in a schema depends on it
 * (https://www.postgresql.org/docs/current/catalog-pg-depend.html); a default privilege or an extension is not in the way of anything.
 */
export const postgresObjects = `
  SELECT d.classid, d.objid, n.nspname FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_namespace n ON n.oid = d.refobjid
  WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.deptype = 'n' AND d.classid NOT IN ('pg_catalog.pg_default_acl'::regclass, 'pg_catalog.pg_extension'::regclass)
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.objsubid = 0 AND e.deptype IN ('e', 'i'))`;

/** Schemas that a person has made, which a dump would make again; not those that an extension lives in, which may be a hoster's. */
export const postgresSchemas = `
  SELECT n.nspname FROM pg_catalog.pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public') AND NOT EXISTS (
    SELECT 1 FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_namespace'::regclass AND e.objid = n.oid AND e.deptype = 'e')
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_extension x WHERE x.extnamespace = n.oid)`;

/** Schemas that stay when everything else is dropped, beside `public`. */
export const postgresKeptSchemas = `
  SELECT DISTINCT n.nspname FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_extension x ON x.extnamespace = n.oid
  WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')`;

const postgresFacts = `
SELECT current_setting('server_version') AS version, pg_catalog.pg_database_size(current_database()) AS bytes,
  (SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT EXISTS (
      SELECT 1 FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')) AS tables,
  (SELECT count(*) FROM (${postgresObjects}) o) + (SELECT count(*) FROM (${postgresSchemas}) s)
    + (SELECT count(*) FROM pg_catalog.pg_largeobject_metadata) AS objects`;

const mysqlFacts = `
SELECT version() AS version, COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS bytes, COALESCE(SUM(TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')), 0) AS tables,
  COUNT(*) + (SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE())
    + (SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()) AS objects
FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> ?`;
