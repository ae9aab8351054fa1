import {
  type ColumnType,
  ColumnTypeEnum as columnTypes,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import type { Database } from 'node-sqlite3-wasm';

/** An open SQLite file as Prisma's engine wants it, as far as applying and resolving migrations asks for. */
export function sqliteAdapter(database: Database): SqlMigrationAwareDriverAdapterFactory {
  const identity = { provider: 'sqlite', adapterName: 'tests' } as const;
  const adapter: SqlDriverAdapter = {
    ...identity,
    queryRaw: (query) =>
      reported(() => {
        const rows = database.all(query.sql, bound(query)).map((row) => Object.entries(row));
        const names = rows[0]?.map(([name]) => name) ?? [];
        return {
          columnNames: names,
          columnTypes: names.map((name, index) => typeOf(name, rows.find((row) => row[index]?.[1] != null)?.[index]?.[1])),
          rows: rows.map((row) => row.map(([name, value]) => (isTime(name) && value !== null ? timeOf(value) : value))),
        };
      }),
    executeRaw: (query) => reported(() => database.run(query.sql, bound(query)).changes),
    executeScript: (script) => reported(() => database.exec(script)),
    dispose: async () => {},
    getConnectionInfo: () => ({ schemaName: 'main', supportsRelationJoins: false }),
    startTransaction: () => Promise.reject(new Error('Migrations need no transaction of the engine.')),
  };
  return { ...identity, connect: async () => adapter, connectToShadowDb: async () => adapter };
}

function bound({ args }: SqlQuery) {
  return args.map((value) => (typeof value === 'boolean' || typeof value === 'number' || value === null ? value : String(value)));
}

async function reported<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const table = /no such table: (\S+)/.exec(message)?.[1];
    throw new DriverAdapterError(table === undefined ? { kind: 'sqlite', extendedCode: 1, message } : { kind: 'TableDoesNotExist', table });
  }
}

function isTime(name: string): boolean {
  return name.endsWith('_at');
}

function timeOf(value: unknown): string {
  const text = String(value);
  return new Date(/^\d+$/.test(text) ? Number(text) : text).toISOString().replace('Z', '+00:00');
}

function typeOf(name: string, value: unknown): ColumnType {
  if (isTime(name)) return columnTypes.DateTime;
  return typeof value === 'number' ? columnTypes.Int32 : columnTypes.Text;
}
