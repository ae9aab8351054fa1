import { type Answer, askDatabase } from '../connection/ask';
import type { DatabaseAddress } from '../connection/database-address';
import { mysqlDriver, sqliteDriver } from '../connection/drivers';
import { readPostgres } from '../connection/read-postgres';
import type { Environment } from '../environments/environment';
import type { DatabaseHistory } from '../status/database-history';
import { readMysqlHistory } from '../status/mysql-history';
import { readHistory } from '../status/postgres-history';
import { readSqliteHistory } from '../status/sqlite-history';
import type { Introspection } from './introspection';
import { introspectMysql } from './mysql';
import { introspectPostgres } from './postgres';
import { introspectSqlite } from './sqlite';

/** Milliseconds for a whole database. */
export const introspectionTimeLimit = 30_000;

export interface IntrospectionOptions {
  /** Schemas to look into beside the one of the connection, such as those of the datasource; PostgreSQL only. */
  readonly schemas?: readonly string[];
  /** Milliseconds. */
  readonly timeLimit?: number;
}

/** A database and what it knows of its migrations, seen in one transaction. */
export interface SeenDatabase {
  readonly history: DatabaseHistory;
  readonly introspection: Introspection;
}

/** Reads what the database of an environment holds. It only reads, and never rejects. */
export async function introspect(environment: Environment, options: IntrospectionOptions = {}): Promise<Answer<SeenDatabase>> {
  const { connection } = environment;
  const timeLimit = options.timeLimit ?? introspectionTimeLimit;
  if (!connection.ok) return connection;
  return askDatabase(connection, timeLimit, (address, abort) => seenAt(address, options.schemas ?? [], timeLimit, abort));
}

async function seenAt(address: DatabaseAddress, schemas: readonly string[], timeLimit: number, abort: AbortSignal): Promise<SeenDatabase> {
  switch (address.provider) {
    case 'postgresql': {
      const own = address.postgres.schema ?? 'public';
      return readPostgres(address.postgres, timeLimit, abort, async (query) => ({
        history: await readHistory(query, own),
        introspection: await introspectPostgres(query, { own, schemas }),
      }));
    }
    case 'sqlite': {
      const { file } = address.sqlite;
      const reader = sqliteDriver().openSqlite(file);
      try {
        reader.all('BEGIN');
        return { history: readSqliteHistory(file), introspection: introspectSqlite(reader.all) };
      } finally {
        reader.close();
      }
    }
    case 'mysql': {
      const history = await readMysqlHistory(address.mysql, timeLimit, abort);
      const reader = await mysqlDriver().openMysql(address.mysql, timeLimit, abort);
      try {
        return { history, introspection: await introspectMysql(reader.query) };
      } finally {
        reader.close();
      }
    }
  }
}
