import type { TableSize } from '../../analysis/statistics/statistics';
import type { StoredStatistics } from '../../project/statistics/statistics-file';
import { type Answer, askDatabase } from '../connection/ask';
import type { DatabaseAddress } from '../connection/database-address';
import type { Environment } from '../environments/environment';
import { readMysqlSizes } from './mysql-sizes';
import { readPostgresSizes } from './postgres-sizes';
import { readSqliteSizes } from './sqlite-sizes';

/** Milliseconds. Sizes are read from the catalog of the server; of a SQLite file rows have to be counted. */
export const statisticsTimeLimit = 15_000;

/** Sizes by `schema.table`, as the analysis names tables. */
export type Sizes = ReadonlyMap<string, TableSize>;

/** Asks an environment how large its tables are. Never rejects. */
export async function readStatistics(
  environment: Environment,
  now: Date,
  timeLimit = statisticsTimeLimit,
): Promise<Answer<StoredStatistics>> {
  const { name, kind, connection } = environment;
  if (!connection.ok) return connection;
  const read = await askDatabase(connection, timeLimit, (address, abort) => sizesAt(address, timeLimit, abort));
  if (!read.ok) return read;
  return { ok: true, value: { environment: name, kind, takenAt: now.toISOString(), tables: read.value } };
}

async function sizesAt(address: DatabaseAddress, timeLimit: number, abort: AbortSignal): Promise<Sizes> {
  switch (address.provider) {
    case 'postgresql':
      return readPostgresSizes(address.postgres, timeLimit, abort);
    case 'mysql':
      return readMysqlSizes(address.mysql, timeLimit, abort);
    case 'sqlite':
      return readSqliteSizes(address.sqlite.file);
  }
}
