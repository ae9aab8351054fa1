import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { Client } from 'pg';
import { splitStatements } from '../../../server/src/analysis/sql/postgres/split';
import { tokenize } from '../../../server/src/analysis/sql/postgres/tokens';
import { serverAdapter } from '../../corpus/server-adapter';
import type { EngineDatabase } from './database';
import { EngineError, messageOf } from './engine-error';

export function postgresDatabase(url: string): EngineDatabase {
  const { searchParams } = new URL(url);
  const schema = searchParams.get('schema') ?? 'public';
  let client: Client | null = null;
  return {
    kind: 'adapter',
    open: async () => {
      client ??= await connected(url, schema);
      return migrationsOn(client, schema);
    },
    create: async () => {
      const other = new URL(url);
      const name = decodeURIComponent(other.pathname.slice(1));
      other.pathname = '/postgres';
      const administrator = await connected(other.href, 'public');
      await administrator.query(`CREATE DATABASE "${name}"`);
      await administrator.end();
    },
    close: async () => client?.end(),
  };
}

async function connected(text: string, schema: string): Promise<Client> {
  const url = new URL(text);
  const target = `${url.searchParams.get('host') ?? url.hostname}:${url.port || '5432'}`;
  url.searchParams.delete('schema');
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`SET search_path = "${schema}"`);
    return client;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const database = decodeURIComponent(url.pathname.slice(1));
    if (code === '3D000') throw new EngineError('P1003', `Database \`${database}\` does not exist`);
    if (code === '28P01') {
      const told = `the provided database credentials for \`${url.username}\` are not valid`;
      throw new EngineError('P1000', `Authentication failed against database server, ${told}.`);
    }
    if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ENOTFOUND') {
      throw new EngineError('P1001', `Can't reach database server at \`${target}\``);
    }
    throw new EngineError('P1011', messageOf(error));
  }
}

/** Milliseconds that the native engine waits for its lock. */
const lockPatience = Number(process.env.LOCKSTEP_TEST_LOCK_PATIENCE ?? 10_000);

/** Statement by statement as since Prisma 7.4, or the file as one. */
const isSplit = process.env.LOCKSTEP_TEST_EXECUTION === 'per-statement';

function migrationsOn(client: Client, schema: string): SqlMigrationAwareDriverAdapterFactory {
  const base = serverAdapter(client);
  const connect = async (): Promise<SqlDriverAdapter> => {
    const adapter = await base.connect();
    return {
      ...adapter,
      getConnectionInfo: () => ({ schemaName: schema, supportsRelationJoins: true }),
      queryRaw: (query) => locked(query.sql, adapter.queryRaw(query)),
      executeRaw: (query) => locked(query.sql, adapter.executeRaw(query)),
      executeScript: async (script) => {
        for (const part of isSplit ? statementsIn(script) : [script]) await adapter.executeScript(part);
      },
    };
  };
  return { ...base, connect, connectToShadowDb: connect };
}

/** With the time limit of the native engine where the statement takes its lock. */
function locked<T>(sql: string, answer: Promise<T>): Promise<T> {
  if (!sql.includes('pg_advisory_lock')) return answer;
  return new Promise((resolve, reject) => {
    const message = `The database server was reached but timed out.

Context: Timed out trying to acquire a postgres advisory lock (${sql}). Timeout: ${lockPatience}ms. See https://pris.ly/d/migrate-advisory-locking for details.`;
    const timer = setTimeout(() => reject(new EngineError('P1002', message)), lockPatience);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function statementsIn(script: string): readonly string[] {
  const tokens = tokenize(script);
  return splitStatements(tokens).map(({ first, last }) => script.slice(tokens.starts[first] ?? 0, tokens.ends[last - 1] ?? script.length));
}
