import {
  type ColumnType,
  ColumnTypeEnum as columnTypes,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import { type Client, DatabaseError, types } from 'pg';

/**
 * A connection of `pg` as Prisma's engine wants it, to describe the database that it is connected to. The official adapter does not
 * read `name` and `"char"` columns, which the engine's own queries have.
 */
export function serverAdapter(client: Client): SqlMigrationAwareDriverAdapterFactory {
  const identity = { provider: 'postgres', adapterName: 'tests' } as const;
  const adapter: SqlDriverAdapter = {
    ...identity,
    queryRaw: (query) =>
      reported(async () => {
        const { fields, rows } = await run(client, query);
        return {
          columnNames: fields.map(({ name }) => name),
          columnTypes: fields.map(({ dataTypeID }) => columnTypeOf.get(dataTypeID) ?? columnTypes.Text),
          rows,
        };
      }),
    executeRaw: (query) => reported(async () => (await run(client, query)).rowCount ?? 0),
    executeScript: (script) => reported(async () => void (await client.query(script))),
    dispose: async () => {},
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    startTransaction: () => Promise.reject(new Error('The engine describes a database without a transaction.')),
  };
  return { ...identity, connect: async () => adapter, connectToShadowDb: async () => adapter };
}

function run(client: Client, { sql, args }: SqlQuery) {
  const parsers = { getTypeParser: (id: number) => parserOf.get(id) ?? ((value: string) => value) };
  return client.query<unknown[]>({ text: sql, values: [...args], rowMode: 'array', types: parsers });
}

async function reported<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const { code = 'N/A', severity = 'ERROR', message, detail, column, hint } = error;
    throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
  }
}

const textArrayId: number = 1009;
const textArray: (value: string) => string[] = types.getTypeParser(textArrayId, 'text');

/** By the server's type id (pg_type.dat), what the engine is told of a column's type. */
const columnTypeOf: ReadonlyMap<number, ColumnType> = new Map<number, ColumnType>([
  [16, columnTypes.Boolean],
  [18, columnTypes.Character],
  [20, columnTypes.Int64],
  [21, columnTypes.Int32],
  [23, columnTypes.Int32],
  [26, columnTypes.Int64],
  [1184, columnTypes.DateTime],
  [1002, columnTypes.CharacterArray],
  [1003, columnTypes.TextArray],
  [1005, columnTypes.Int32Array],
  [1007, columnTypes.Int32Array],
  [1009, columnTypes.TextArray],
  [1015, columnTypes.TextArray],
  [1016, columnTypes.Int64Array],
  [1028, columnTypes.Int64Array],
  [22, columnTypes.Int32Array],
  [30, columnTypes.Int64Array],
]);

/** Values as the engine reads them; all others stay text. */
const parserOf: ReadonlyMap<number, (value: string) => unknown> = new Map<number, (value: string) => unknown>([
  [16, (value) => value === 't'],
  [21, Number],
  [23, Number],
  [1184, (value) => new Date(value.replace(/([+-]\d\d)$/, '$1:00')).toISOString().replace('Z', '+00:00')],
  [1002, textArray],
  [1003, textArray],
  [1009, textArray],
  [1015, textArray],
  [1016, textArray],
  [1028, textArray],
  [1005, (value) => textArray(value).map(Number)],
  [1007, (value) => textArray(value).map(Number)],
  [22, (value) => value.split(' ').filter(Boolean).map(Number)],
  [30, (value) => value.split(' ').filter(Boolean)],
]);
