import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory, type SqlResultSet } from '@prisma/driver-adapter-utils';

/** The databases that the engine can compare schemas for without a native binary. */
export type EngineProvider = 'postgresql' | 'sqlite';

/**
 * What the engine takes for a database. To compare two schemas it needs none, but it connects first; on PostgreSQL it then asks,
 * in one query, whether the schema exists and for the server's version. All else is answered with nothing.
 */
export function offlineAdapter(provider: EngineProvider): SqlMigrationAwareDriverAdapterFactory {
  const name = provider === 'postgresql' ? 'postgres' : 'sqlite';
  const identity = { provider: name, adapterName: 'offline' } as const;
  const connection = {
    ...identity,
    queryRaw: async ({ sql }: { readonly sql: string }): Promise<SqlResultSet> => (/version\(\)/i.test(sql) ? server : nothing),
    executeRaw: async () => 0,
    executeScript: async () => {},
    dispose: async () => {},
    getConnectionInfo: () => ({ schemaName: provider === 'postgresql' ? 'public' : 'main', supportsRelationJoins: true }),
    startTransaction: () => Promise.reject(new Error('There is no database.')),
  };
  return { ...identity, connect: async () => connection, connectToShadowDb: async () => connection };
}

const { Boolean: boolean, Text: text, Int32: int32 } = ColumnTypeEnum;

const server: SqlResultSet = {
  columnTypes: [boolean, text, int32],
  columnNames: ['exists', 'version', 'numeric_version'],
  rows: [[true, 'PostgreSQL 16.0', 160000]],
};

const nothing: SqlResultSet = { columnTypes: [], columnNames: [], rows: [] };
